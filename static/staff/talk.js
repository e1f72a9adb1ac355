// The conversation beside an article: said without leaving the page, on the passage that is
// chosen in the editor or in the text to read.

import { followNames } from "./mentions.js";
import { rangeOf } from "./passages.js";

const LONGEST = 400;
const BLOCKS = "p, h2, h3, h4, li, td, th, figcaption, blockquote, h1";
const FAILED = "Chưa gửi được. Hãy xem máy có mạng và bạn còn đăng nhập, rồi bấm lại.";

const talk = document.getElementById("talk");
const pick = Object.assign(document.createElement("button"), { type: "button", className: "button-main talk-pick", hidden: true });
pick.textContent = "Ghi chú cho đoạn đang chọn";
let chosen = null;

function section() {
  return document.querySelector("[data-talk]");
}

function text() {
  const editor = window.CKEDITOR?.instances.id_body;
  if (editor) return editor.mode === "wysiwyg" ? editor.editable()?.$ : null;
  return document.querySelector(".reading");
}

// A passage lies within one paragraph: of a longer choice its beginning counts.
function chosenIn(root) {
  const selection = getSelection();
  if (!root || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = range.startContainer;
  const block = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(BLOCKS);
  const within = range.cloneRange();
  if (block && root.contains(block) && !block.contains(range.endContainer)) within.setEndAfter(block.lastChild);
  const passage = within.toString().replace(/\s+/g, " ").trim().slice(0, LONGEST);
  return passage ? { passage, block: blockNumber(root, start), box: range.getBoundingClientRect() } : null;
}

// Counted as the server counts the paragraphs of the text; its own head comes before the first.
function blockNumber(root, node) {
  let child = node;
  while (child.parentNode !== root) child = child.parentNode;
  const head = root.querySelector(":scope > .summary");
  const blocks = [...root.children];
  return Math.max(0, blocks.indexOf(child) - (head ? blocks.indexOf(head) : -1));
}

function follow() {
  const found = chosenIn(text());
  if (document.activeElement === pick) return;
  pick.hidden = !found;
  section().querySelector("[data-talk-take]").hidden = !(found ?? chosen);
  if (!found) return;
  chosen = found;
  pick.style.top = `${Math.min(innerHeight - 60, Math.max(8, found.box.bottom + 8))}px`;
  pick.style.left = `${Math.max(8, Math.min(found.box.left, innerWidth - 260))}px`;
}

function take() {
  pick.hidden = true;
  if (!chosen) return;
  const place = section();
  place.querySelector("[name=talk_passage]").value = chosen.passage;
  place.querySelector("[name=talk_block]").value = chosen.block;
  const words = place.querySelector("[name=talk_text]");
  words.scrollIntoView({ block: "center" });
  words.focus({ preventScroll: true });
}

function go(event) {
  const link = event.target.closest("a[data-go]");
  const root = link && text();
  const range = root && rangeOf(root, link.dataset.go);
  if (!range) return;
  event.preventDefault();
  if (root.isContentEditable) root.focus({ preventScroll: true });
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
}

function replace(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const id of ["trao-doi", "open-notes"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(fresh);
  }
  settle();
}

function refuse(sentence) {
  const alert = section().querySelector("[data-talk-alert]");
  alert.textContent = sentence;
  alert.hidden = false;
}

async function send(event) {
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(talk, event.submitter));
  const token = document.querySelector("#article_form [name=csrfmiddlewaretoken]");
  if (token) sent.set("csrfmiddlewaretoken", token.value);
  section().setAttribute("aria-busy", "true");
  try {
    const options = { method: "POST", body: sent, headers: { "X-Part": "1" }, redirect: "manual" };
    const answer = await fetch(talk.action, options);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    replace(await answer.text());
  } catch {
    refuse(FAILED);
  }
  section().removeAttribute("aria-busy");
  const refused = section().querySelector("[data-talk-alert]");
  (refused.hidden ? section().querySelector("h2") : refused).focus({ preventScroll: true });
}

// What is said here is no change of the article's text.
function settle() {
  const place = section();
  place.addEventListener("input", (event) => event.stopPropagation());
  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-talk-take]")) take();
    else go(event);
  });
  place.querySelectorAll("h2, [data-talk-alert]").forEach((part) => part.setAttribute("tabindex", "-1"));
  followNames(place);
}

if (talk && section()) {
  document.body.append(pick);
  // The choice must outlive the press of the button.
  pick.addEventListener("pointerdown", (event) => event.preventDefault());
  pick.addEventListener("click", take);
  document.addEventListener("selectionchange", follow);
  // It stays with the passage: a page that scrolls to what was chosen must not take it away.
  document.addEventListener("scroll", () => pick.hidden || follow(), { passive: true, capture: true });
  talk.addEventListener("submit", send);
  settle();
}

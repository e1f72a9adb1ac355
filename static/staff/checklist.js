// The panel “Trước khi gửi”: its links lead to the passage, picture or table they speak of.

import { rangeOf } from "./passages.js";

const BODY = "body";

function bodyEditor() {
  return window.CKEDITOR?.instances[`id_${BODY}`];
}

function rangeAround(element) {
  const range = document.createRange();
  range.selectNode(element);
  return range;
}

function rangeInEditor(root, { kind, number, passage }) {
  // The editor's own handles are pictures too.
  const things = { picture: "img:not(.cke_reset)", table: "table" };
  if (kind in things) {
    const found = root.querySelectorAll(things[kind])[number - 1];
    return found ? rangeAround(found) : null;
  }
  return passage ? rangeOf(root, passage) : null;
}

// The editor must know that its picture is chosen, so that Enter opens its dialog.
function choosePicture(range) {
  const picture = range?.startContainer.childNodes[range.startOffset];
  if (picture?.tagName !== "IMG") return false;
  const widget = bodyEditor().widgets.getByElement(new window.CKEDITOR.dom.element(picture));
  widget?.focus();
  return Boolean(widget);
}

function goInEditor(root, place) {
  const range = rangeInEditor(root, place);
  root.focus({ preventScroll: true });
  if (range && !choosePicture(range)) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  const start = range?.startContainer;
  const shown = start?.nodeType === Node.TEXT_NODE ? start.parentElement : start?.childNodes[range.startOffset];
  (shown ?? root).scrollIntoView({ block: "center" });
}

function goToField({ field, passage }) {
  const input = document.getElementById(`id_${field}`);
  const target = input?.type === "hidden" ? input.parentElement.querySelector("button") : input;
  if (!target) return false;
  target.focus({ preventScroll: true });
  const start = passage && target.value ? target.value.indexOf(passage) : -1;
  if (start >= 0) target.setSelectionRange(start, start + passage.length);
  target.scrollIntoView({ block: "center" });
  return true;
}

function follow(event) {
  const link = event.target.closest("a[data-field]");
  if (!link) return;
  const root = link.dataset.field === BODY ? bodyEditor()?.editable()?.$ : null;
  if (root) goInEditor(root, link.dataset);
  else if (!goToField(link.dataset)) return;
  event.preventDefault();
}

function askForReason(event) {
  if (event.target.name !== "waive" || !event.target.checked) return;
  event.target.closest("li").querySelector(".reason input").focus();
}

const panel = document.querySelector("[data-checklist]");
panel.addEventListener("click", follow);
panel.addEventListener("change", askForReason);

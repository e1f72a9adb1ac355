// Lets nobody lose a sentence: what is typed goes to the server within seconds and, at once, into
// this browser; a lost connection or session is told, waited for, and costs nothing.

import { signInAgain } from "./sign-in-again.js";

const form = document.getElementById("article_form");
const token = form.elements.sitting;
const kept = form.querySelector("[data-kept]");
const NOT_CONTENT = new Set(["csrfmiddlewaretoken", "base_version", "sitting", "note", "pledge", "at_0", "at_1"]);
const PAUSE = 1500;
const LONGEST_WAIT = 8000;
const HEARTBEAT = 25000;
const LONGEST_KEPT = 3 * 24 * 3600 * 1000;
const SHELF = `bai:${form.dataset.user}:`;

let typedAt = 0;
let waitingSince = 0;
let timer = 0;
let sending = null;
let failures = 0;
let submitting = false;

function fields() {
  Object.values(window.CKEDITOR?.instances ?? {}).forEach((editor) => editor.updateElement());
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || NOT_CONTENT.has(name) || name.startsWith("_") || name.includes(".")) continue;
    if (name === "waive") continue;
    const several = form.elements[name]?.multiple;
    if (several) (values[name] ??= []).push(value);
    else values[name] = value;
  }
  return values;
}

// This browser's own copy, for when the server cannot be reached. Signing out removes it.
function shelve(values) {
  const copy = { article: form.dataset.article, base: form.elements.base_version.value, at: Date.now(), values };
  try {
    localStorage.setItem(SHELF + token.value, JSON.stringify(copy));
  } catch {
    say("Máy này hết chỗ giữ bản đang gõ. Hãy bấm lưu thường xuyên.");
  }
}

function say(sentence) {
  const alert = form.querySelector("[data-sitting-alert]");
  alert.textContent = sentence;
  alert.hidden = !sentence;
}

function body(values, extra = {}) {
  const sent = new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    sitting: token.value,
    article: form.dataset.article,
    base_version: form.elements.base_version.value,
    ...extra,
  });
  if (values) sent.set("typed", JSON.stringify(values));
  return sent;
}

async function post(sent) {
  const options = { method: "POST", body: sent, headers: { Accept: "application/json" }, redirect: "manual" };
  const answer = await fetch(form.dataset.keep, options);
  if (answer.type === "opaqueredirect" || answer.status === 403) return { signedOut: true };
  if (answer.status === 413) return { sentence: (await answer.json()).sentence };
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

function show(news) {
  if (news.sentence) say(news.sentence);
  if (news.kept) kept.textContent = `Bản đang gõ đã giữ lúc ${news.kept}.`;
  const notice = form.querySelector("[data-presence]");
  const lines = (news.others ?? []).map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  notice.querySelector("[data-presence-names]").replaceChildren(...lines);
  notice.hidden = lines.length === 0;
  if (news.taken) say(`${news.taken} đã nhận sửa bài này. Những gì bạn gõ vẫn được giữ; hãy trao đổi trước khi lưu.`);
  else if (news.newest > Number(form.elements.base_version.value))
    say("Có người vừa lưu một bản mới của bài này. Khi bạn lưu, hai bài sẽ được so và ghép; không bài nào mất.");
  else if (news.editable === false) say("Bài đã chuyển sang người khác nên bạn không lưu được nữa. Những gì bạn gõ vẫn được giữ.");
}

async function keep() {
  const values = typedAt ? fields() : null;
  const typedBefore = typedAt;
  try {
    let news = await post(body(values));
    if (news.signedOut && (await signInAgain())) news = await post(body(values));
    if (news.signedOut) {
      kept.textContent = "Chưa đăng nhập lại: bài đang được giữ trong máy này.";
      return false;
    }
    show(news);
    failures = 0;
    if (typedAt === typedBefore) typedAt = 0;
    return true;
  } catch {
    failures += 1;
    kept.textContent = "Mất kết nối: bài đang được giữ trong máy này và sẽ tự gửi khi có mạng.";
    return false;
  }
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(run, delay);
}

async function run() {
  if (sending) return sending;
  waitingSince = 0;
  sending = keep();
  const done = await sending;
  sending = null;
  if (!submitting) later(done && !typedAt ? HEARTBEAT : Math.min(PAUSE * 2 ** failures, 30000));
  return done;
}

function typed() {
  typedAt = Date.now();
  waitingSince ||= typedAt;
  shelve(fields());
  later(Math.max(0, Math.min(PAUSE, waitingSince + LONGEST_WAIT - typedAt)));
}

let typing = 0;
function soon() {
  clearTimeout(typing);
  typing = setTimeout(typed, 300);
}

// On a shared machine nothing stays for long, whoever typed it.
function throwOldAway() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("bai:")))
    if (Date.now() - JSON.parse(localStorage.getItem(key)).at > LONGEST_KEPT) localStorage.removeItem(key);
}

// Copies of this article that an earlier tab left here and the server does not know.
async function bringBack() {
  throwOldAway();
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(SHELF))) {
    const copy = JSON.parse(localStorage.getItem(key));
    const name = key.slice(SHELF.length);
    if (name === token.value || copy.article !== form.dataset.article) continue;
    // Not rounded: a save ends within a fraction of a second, and its copy brings nothing.
    const age = Math.max(0, Date.now() - copy.at);
    const answer = await post(body(copy.values, { sitting: name, base_version: copy.base, age }));
    if (answer.signedOut) return;
    localStorage.removeItem(key);
    if (!answer.known) offer(name);
  }
}

// The page may offer an older state of the same text already; its link now brings this one.
function offer(name) {
  if (form.querySelector(`a[href="?lay-lai=${name}"]`)) return;
  const link = document.createElement("a");
  link.href = form.dataset.left.replace("TOKEN", name);
  link.textContent = "Xem và lấy lại";
  say("Trong máy này có bài gõ dở chưa gửi lên được lần trước. ");
  form.querySelector("[data-sitting-alert]").append(link);
}

// A save is sent only once the server answers: a form posted without a session would be lost.
async function sendSafely(event) {
  const button = event.submitter;
  if (submitting || button?.hasAttribute("data-keeps")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  clearTimeout(typing);
  typedAt ||= Date.now();
  shelve(fields());
  if (!(await run())) return;
  submitting = true;
  form.requestSubmit(button);
}

form.addEventListener("input", soon);
form.addEventListener("submit", sendSafely, true);
window.CKEDITOR?.on("instanceCreated", ({ editor }) => editor.on("change", soon));
Object.values(window.CKEDITOR?.instances ?? {}).forEach((editor) => editor.on("change", soon));
window.addEventListener("online", () => later(0));
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) submitting = false; });
later(400);
bringBack().catch(() => later(HEARTBEAT));

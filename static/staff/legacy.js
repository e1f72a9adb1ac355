// Letters from before Unicode (TCVN3, VNI) in what is pasted: a cheap look here, and only when it
// makes suspicious a question to the server, then one to the writer. Nothing changes in silence.

const PATIENCE = 6000;
const WAITED = 500;
const LONGEST = 1_000_000;
const CHECKING = "Đang kiểm tra chữ vừa dán…";
const FAILED = "Chưa kiểm tra được chữ kiểu cũ, nên đã dán nguyên như trong tệp.";
const CONVERTED = "Đã chuyển đoạn vừa dán sang Unicode.";

// Letters that only Unicode has: a line with one of them is no old text.
const OWN = /[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]/;
const SPECIAL = /[\u00a1-\u00ff\u03bc\uf0a1-\uf0fe]/;
const FONT = /(?:["'\s:;,=]|&quot;)(?:\.Vn[A-Z]|VNI-)/;
const CERTAIN = /[\u00ad\uf0a1-\uf0fe]/;
// What no good Vietnamese has: signs and capitals within words, letters of others, VNI's pairs.
const STRANGE = /\p{L}[µ¸¶·¹»¼½¾©ª«¬®¨§]|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ]|[äåæçëîïðñöøûüßþ÷]|[aeouy][ùõ]|[ae][âàáã]|oâ|a[êéèú]/giu;
const ENOUGH = 2;

const form = document.getElementById("article_form");
const dialog = document.querySelector("[data-legacy]");
const notice = document.querySelector("[data-legacy-notice]");
let takeBack = null;
let last = Promise.resolve();

function isSuspect({ html, text }) {
  const lines = text.split("\n").filter((line) => SPECIAL.test(line) && !OWN.test(line));
  if (!lines.length) return false;
  if (FONT.test(html) || lines.some((line) => CERTAIN.test(line))) return true;
  return lines.reduce((count, line) => count + (line.match(STRANGE)?.length ?? 0), 0) >= ENOUGH;
}

function tell(sentence, undo = null) {
  notice.querySelector("[data-legacy-sentence]").textContent = sentence;
  notice.querySelector("[data-legacy-undo]").hidden = !undo;
  notice.hidden = !sentence;
  takeBack = undo;
}

// What the server finds; null when it did not answer in time or could not.
async function answer(carried) {
  if (carried.html.length + carried.text.length > LONGEST) return null;
  const waiting = setTimeout(tell, WAITED, CHECKING);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("html", carried.html);
  body.set("text", carried.text);
  try {
    const sent = { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(dialog.dataset.address, sent);
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(waiting);
    tell("");
  }
}

function ask(preview) {
  dialog.querySelector("[data-legacy-preview]").innerHTML = preview;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "convert"), { once: true });
  });
}

// Two pastes in a row are two questions, one after the other.
function oneByOne(question) {
  last = last.then(question, question);
}

// The text to insert, and what it was when the writer had it converted.
async function decide(carried, converted) {
  const found = await answer(carried);
  if (!found) return { failed: true };
  const better = converted(found);
  if (better === null || !(await ask(found.preview))) return {};
  return { better };
}

// The editor

function insert(editor, { html, text }) {
  const dataTransfer = new window.CKEDITOR.plugins.clipboard.dataTransfer();
  if (html) dataTransfer.setData("text/html", html);
  dataTransfer.setData("text/plain", text);
  const dataValue = html ? dataTransfer.getData("text/html") : undefined;
  return new Promise((resolve) => {
    editor.once("afterPaste", resolve);
    editor.fire("paste", { type: "auto", method: "paste", dataTransfer, dataValue, legacyAsked: true });
  });
}

// Both texts enter, one after the other, so that Ctrl+Z leads from the new one to the pasted one.
async function insertBoth(editor, carried, better) {
  const before = editor.getSnapshot();
  const bookmarks = editor.getSelection().createBookmarks2();
  await insert(editor, carried);
  editor.fire("saveSnapshot");
  editor.fire("lockSnapshot", { dontUpdate: true });
  editor.loadSnapshot(before);
  editor.getSelection().selectBookmarks(bookmarks);
  await insert(editor, better);
  editor.fire("unlockSnapshot");
  editor.fire("saveSnapshot");
  tell(CONVERTED, () => {
    editor.focus();
    editor.execCommand("undo");
  });
  editor.once("change", () => tell(""));
}

// Who typed on while the server was asked has the text where the cursor is now.
async function askInEditor(editor, carried) {
  const before = editor.getSnapshot();
  const bookmarks = editor.getSelection().createBookmarks2();
  const { better, failed } = await decide(carried, (found) => (carried.html ? found.html : found.text));
  editor.focus();
  if (editor.getSnapshot() === before) editor.getSelection().selectBookmarks(bookmarks);
  if (better) {
    const texts = carried.html ? { html: better, text: "" } : { html: "", text: better };
    return insertBoth(editor, carried, texts);
  }
  await insert(editor, carried);
  if (failed) tell(FAILED);
}

function pastedInEditor(event) {
  const { data, editor } = event;
  if (data.legacyAsked || data.method !== "paste" || !data.dataTransfer) return;
  const html = data.dataTransfer.getData("text/html", true) || data.dataValue || "";
  const carried = { html, text: data.dataTransfer.getData("text/plain") || "" };
  if (!isSuspect(carried)) return;
  event.cancel();
  oneByOne(() => askInEditor(editor, carried));
}

// The plain fields

function type(field, text) {
  const start = field.selectionStart;
  document.execCommand("insertText", false, text);
  return start;
}

async function askInField(field, carried) {
  const { value, selectionStart, selectionEnd } = field;
  const { better, failed } = await decide(carried, (found) => found.text);
  field.focus();
  if (field.value === value) field.setSelectionRange(selectionStart, selectionEnd);
  const start = type(field, carried.text);
  if (failed) tell(FAILED);
  if (!better) return;
  field.setSelectionRange(start, field.selectionEnd);
  type(field, better);
  tell(CONVERTED, () => {
    field.focus();
    document.execCommand("undo");
  });
}

function pastedInField(event) {
  const field = event.target;
  if (!field.matches("textarea:not(.cke_source), input[type=text]")) return;
  const data = event.clipboardData;
  const carried = { html: data.getData("text/html"), text: data.getData("text/plain") };
  if (!carried.text || !isSuspect(carried)) return;
  event.preventDefault();
  oneByOne(() => askInField(field, carried));
}

notice.querySelector("[data-legacy-undo]").addEventListener("click", () => {
  const undo = takeBack;
  tell("");
  undo?.();
});
notice.querySelector("[data-legacy-dismiss]").addEventListener("click", () => tell(""));
form.addEventListener("paste", pastedInField);
// What is typed next would be undone first.
form.addEventListener("input", () => tell(""));
window.CKEDITOR?.on("instanceCreated", ({ editor }) => editor.on("paste", pastedInEditor, null, null, 0));

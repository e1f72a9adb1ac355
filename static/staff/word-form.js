// A Word file dropped on the article form, or chosen there: an empty new form goes the way of the
// list; where something is written, the writer chooses, and nothing that was typed is lost.

const WORD = ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword"];
const ENDING = /\.docx?$/i;
const TEXTS = ["title", "subtitle", "summary", "cover_alt", "cover_caption"];
const BUSY = "Đang gửi và đọc tệp…";
const FAILED = "Chưa gửi được tệp. Hãy kiểm tra mạng rồi thử lại.";
const CANCEL = "Huỷ";
const CLOSE = "Đóng";
const COPIED = "Đã chép";

const form = document.getElementById("article_form");
const create = document.querySelector("[data-word-new]");
const dialog = document.querySelector("[data-word-here]");
const veil = document.querySelector("[data-word-here-veil]");
const chooser = form.querySelector("[data-word-file]");
const isNew = form.elements.base_version.value === "0";
let file = null;
let asked = 0;

const part = (name) => dialog.querySelector(`[data-word-${name}]`);
const bodyEditor = () => window.CKEDITOR?.instances.id_body;

function isEmpty() {
  const body = bodyEditor() ? bodyEditor().getData() : form.elements.body.value;
  return !body.trim() && TEXTS.every((name) => !form.elements[name].value.trim());
}

function complain(sentence) {
  part("error").textContent = sentence;
  part("error").hidden = !sentence;
}

function show(step) {
  for (const each of dialog.querySelectorAll("[data-word-step]")) each.hidden = each.dataset.wordStep !== step;
  part("close").textContent = step === "told" ? CLOSE : CANCEL;
  if (!dialog.open) dialog.showModal();
}

function setBusy(busy) {
  part("busy").textContent = busy ? BUSY : "";
  for (const button of dialog.querySelectorAll("[data-word-step] button")) button.disabled = busy;
}

function openAsNew(target) {
  const carried = new DataTransfer();
  carried.items.add(file);
  create.elements.file.files = carried.files;
  create.target = target;
  create.requestSubmit();
}

function receive(given) {
  file = given;
  asked += 1;
  setBusy(false);
  complain(file.size > Number(dialog.dataset.most) ? dialog.dataset.tooLarge : "");
  if (!part("error").hidden) return show("");
  if (isNew && "allowed" in create.dataset && isEmpty()) {
    document.querySelector("[data-word-sending]").textContent = BUSY;
    return openAsNew("");
  }
  part("name").textContent = file.name;
  show("choose");
}

// An answer to a file that was given up meanwhile is of no use.
async function send(fields) {
  const number = asked;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  complain("");
  setBusy(true);
  const answer = await post(body);
  if (number !== asked) return;
  setBusy(false);
  if (answer.sentence) return complain(answer.sentence);
  if (answer.preview) return askLegacy(answer);
  fill(answer);
}

async function post(body) {
  try {
    const response = await fetch(dialog.dataset.address, { method: "POST", body });
    return await response.json();
  } catch {
    return { sentence: FAILED };
  }
}

function askLegacy({ preview, token }) {
  part("preview").innerHTML = preview;
  dialog.dataset.token = token;
  show("legacy");
  dialog.querySelector("[data-word-legacy]").focus();
}

function fillField(name, text) {
  const field = form.elements[name];
  if (!text || field.value.trim()) return !text;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// Into a paragraph of its own, or the first words would run on from the last that were typed.
function append(html) {
  const editor = bodyEditor();
  if (!html) return;
  if (editor.mode !== "wysiwyg") return editor.setMode("wysiwyg", () => append(html));
  editor.fire("saveSnapshot");
  const paragraph = editor.document.createElement("p");
  editor.editable().append(paragraph);
  const range = editor.createRange();
  range.moveToElementEditStart(paragraph);
  range.select();
  editor.fire("lockSnapshot", { dontUpdate: true });
  editor.insertHtml(html);
  editor.fire("unlockSnapshot");
  editor.fire("saveSnapshot");
}

function fill({ title, summary, body, told }) {
  const place = dialog.querySelector("[data-word-step=told]");
  place.innerHTML = told;
  for (const [name, text] of Object.entries({ title, summary })) {
    const unused = place.querySelector(`[data-word-unused=${name}]`);
    if (!fillField(name, text)) unused.hidden = false;
  }
  append(body);
  prepareCopies(place);
  show("told");
  place.focus();
}

function prepareCopies(place) {
  if (!navigator.clipboard) return;
  for (const button of place.querySelectorAll("[data-word-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.previousElementSibling.textContent);
      button.textContent = COPIED;
    });
  }
}

// Only Word files are ours; other parts of the page may take other files.
function carriesWord(event) {
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
  return items.length === 1 && (WORD.includes(items[0].type) || ENDING.test(items[0].getAsFile()?.name ?? ""));
}

function isOurs(event) {
  return carriesWord(event) && !event.target.closest?.("[data-takes-files]") && !dialog.open;
}

function drag(event) {
  veil.hidden = event.type === "dragleave" ? event.relatedTarget === null : !isOurs(event);
  if (isOurs(event)) event.preventDefault();
}

function drop(event) {
  veil.hidden = true;
  if (!isOurs(event)) return;
  event.preventDefault();
  event.stopPropagation();
  receive(event.dataTransfer.files[0]);
}

for (const kind of ["dragenter", "dragover", "dragleave"]) document.addEventListener(kind, drag, true);
document.addEventListener("drop", drop, true);
form.querySelector("[data-word-choose]").addEventListener("click", () => chooser.click());
chooser.addEventListener("change", () => {
  if (chooser.files.length) receive(chooser.files[0]);
  chooser.value = "";
});
part("insert").addEventListener("click", () => send({ file }));
part("open")?.addEventListener("click", () => {
  openAsNew("_blank");
  dialog.close();
});
for (const button of dialog.querySelectorAll("[data-word-legacy]")) {
  button.addEventListener("click", () => send({ tep: dialog.dataset.token, chu: button.dataset.wordLegacy }));
}
dialog.addEventListener("close", () => {
  asked += 1;
});
window.addEventListener("pageshow", () => {
  document.querySelector("[data-word-sending]").textContent = "";
});

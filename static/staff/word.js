// A Word file dropped on the page, or chosen, goes to the server once, with a word that it is read.

const ONE = "Mỗi lần chỉ nhập một tệp Word.";
const BUSY = "Đang gửi và đọc tệp…";
const COPIED = "Đã chép";

const form = document.querySelector("form[data-word]");
const choice = document.querySelector("form[data-word-choice]");
const veil = document.querySelector("[data-word-veil]");

function complain(sentence) {
  const place = form.querySelector("[data-word-error]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

function tooLarge(file) {
  return file.size > Number(form.dataset.most) ? form.dataset.tooLarge : "";
}

// Only Files, never a text that is dragged within the page.
function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

function drag(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  veil.hidden = event.type === "dragleave" && event.relatedTarget === null;
}

function drop(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  veil.hidden = true;
  const { files } = event.dataTransfer;
  if (files.length !== 1) return complain(ONE);
  form.elements.file.files = files;
  form.requestSubmit();
}

function send(event) {
  const sentence = tooLarge(form.elements.file.files[0] ?? { size: 0 });
  complain(sentence);
  if (sentence) event.preventDefault();
  else beBusy(event);
}

// The buttons stay enabled, so that the one pressed is sent; a second press goes nowhere.
function beBusy(event) {
  const sent = event.target;
  if (sent.dataset.sent) return event.preventDefault();
  sent.dataset.sent = "1";
  sent.querySelector("[data-word-busy]").textContent = BUSY;
}

// Back from the next page, the browser may show this one as it was left.
function rest() {
  for (const one of [form, choice]) {
    if (!one) continue;
    delete one.dataset.sent;
    one.querySelector("[data-word-busy]").textContent = "";
  }
}

async function copy(button) {
  const text = button.parentElement.previousElementSibling.textContent;
  await navigator.clipboard.writeText(text);
  button.textContent = COPIED;
}

function start() {
  for (const type of ["dragenter", "dragover", "dragleave"]) document.addEventListener(type, drag);
  document.addEventListener("drop", drop);
  form.addEventListener("submit", send);
}

if (form) start();
choice?.addEventListener("submit", beBusy);
window.addEventListener("pageshow", rest);
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-word-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

// Sends pictures to the library, one request each, and asks for the words of each on the spot.
// A file that is refused stops no other.

import { carriesFiles, makeSender, part, post } from "./sending.js";

const STORED = "Đã tải lên. Hãy mô tả ảnh.";
const KNOWN = "Ảnh này đã có trong thư viện. Hãy dùng lại, không cần tải lần nữa.";
const DESCRIBED = "Đã lưu.";
const TWIN = "Trùng với một ảnh khác trong danh sách này.";

const uploader = document.querySelector("[data-uploader]");
const rows = uploader?.querySelector("[data-uploads]");
const pattern = document.querySelector("[data-upload-row]");
const veil = document.querySelector("[data-veil]");
const sender = makeSender({ place: uploader, tell, receive: receiveAnswer, rest: offerFirstField });
let dragged = 0;

function tell(row, state, sentence) {
  row.dataset.state = state;
  part(row, "told").textContent = sentence;
  part(row, "again").hidden = state !== "lost";
  part(row, "progress").hidden = !["waiting", "sending"].includes(state);
  summarise();
}

function summarise() {
  const states = [...rows.children].map((row) => row.dataset.state);
  const count = (...names) => states.filter((state) => names.includes(state)).length;
  const parts = [
    [count("waiting", "sending"), "đang gửi"],
    [count("stored"), "chờ mô tả"],
    [count("described"), "xong"],
    [count("known"), "đã có sẵn"],
    [count("refused", "lost"), "chưa tải được"],
  ];
  const said = parts.filter(([number]) => number).map(([number, word]) => `${number} ${word}`);
  const refresh = part(uploader, "refresh");
  if (refresh) refresh.hidden = count("waiting", "sending") > 0 || !count("stored", "described");
  part(uploader, "summary").textContent = said.length ? `${states.length} ảnh: ${said.join(", ")}.` : "";
}

function add(files) {
  for (const file of files) {
    const row = pattern.content.cloneNode(true).firstElementChild;
    part(row, "name").textContent = file.name;
    part(row, "progress").setAttribute("aria-label", `Đang gửi ${file.name}`);
    rows.append(row);
    part(row, "again").addEventListener("click", () => sender.enqueue(row, file));
    part(row, "describe").addEventListener("submit", (event) => describe(event, row));
    sender.enqueue(row, file);
  }
}

function receiveAnswer(row, { picture }, status) {
  receive(row, picture, status === 201);
}

// The same file twice in one go: whichever comes back first is asked about.
function receive(row, picture, isNew) {
  const isTwin = [...rows.children].some((other) => other.picture?.id === picture.id);
  const isBare = Boolean(picture.describe) && !picture.alt && !picture.decorative;
  const asks = !isTwin && (isNew || isBare);
  if (!isTwin) row.picture = picture;
  show(row, picture);
  part(row, "describe").hidden = !asks;
  part(row, "page").hidden = asks && isNew;
  if (part(row, "pick")) part(row, "pick").hidden = asks || isTwin;
  if (isTwin) tell(row, "known", TWIN);
  else tell(row, isNew ? "stored" : "known", isNew ? STORED : KNOWN);
}

function show(row, picture) {
  const thumbnail = part(row, "thumbnail");
  thumbnail.src = picture.thumbnail;
  thumbnail.hidden = false;
  part(row, "page").href = picture.page;
  const { id, url, thumbnail: small, alt, caption, credit, decorative, width, height } = picture;
  const known = { id, url, thumbnail: small, alt, caption, credit, width, height, decorative: decorative ? "1" : "" };
  if (part(row, "pick")) Object.assign(part(row, "pick").dataset, known);
}

// Whoever is busy elsewhere on the page is not torn away.
function offerFirstField() {
  const here = document.activeElement;
  if (here === document.body || here?.matches("[data-files]")) focusOpenField();
}

function focusOpenField() {
  rows.querySelector("[data-describe]:not([hidden]) [name=alt]:enabled")?.focus();
}

async function describe(event, row) {
  event.preventDefault();
  const { answer, broken } = await post(row.picture.describe, new FormData(event.target));
  showErrors(row, answer?.errors ?? { other: broken || answer?.error });
  if (!answer?.picture) return;
  row.picture = answer.picture;
  show(row, answer.picture);
  close(row);
  if (event.submitter?.hasAttribute("data-then-use")) part(row, "pick").click();
  else focusOpenField();
}

function showErrors(row, errors) {
  const { alt, ...others } = errors;
  const other = Object.values(others).find(Boolean);
  for (const [name, sentence] of [["alt", alt], ["other", other]]) {
    const place = row.querySelector(`[data-error="${name}"]`);
    place.hidden = !sentence;
    place.textContent = sentence ?? "";
  }
  const field = row.querySelector("[name=alt]");
  field.setAttribute("aria-invalid", String(Boolean(alt)));
  if (alt) field.focus();
}

function close(row) {
  const { alt, decorative } = row.picture;
  part(row, "describe").hidden = true;
  part(row, "describe").dataset.typed = "";
  part(row, "name").textContent = decorative ? "Ảnh trang trí" : alt;
  part(row, "page").hidden = false;
  if (part(row, "pick")) part(row, "pick").hidden = false;
  tell(row, "described", DESCRIBED);
}

function followWords(event) {
  const form = event.target.closest("[data-describe]");
  if (!form) return;
  form.dataset.typed = "1";
  if (event.target.name === "decorative") form.elements.alt.disabled = event.target.checked;
}

function dragOver(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  dragged += event.type === "dragenter" ? 1 : 0;
  veil.hidden = false;
}

function dragLeave(event) {
  if (!carriesFiles(event)) return;
  dragged -= 1;
  veil.hidden = dragged > 0;
}

function drop(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  dragged = 0;
  veil.hidden = true;
  add(event.dataTransfer.files);
}

// What Word copies is text with a picture of it: in a field the text is meant.
function paste(event) {
  const { files, types } = event.clipboardData;
  const intoField = event.target.closest?.("input, textarea") && types.includes("text/plain");
  if (!files.length || intoField) return;
  event.preventDefault();
  add(files);
}

function leave(event) {
  const typed = rows.querySelector("[data-describe][data-typed='1']:not([hidden])");
  if (sender.isBusy() || typed) event.preventDefault();
}

function start() {
  uploader.hidden = false;
  uploader.addEventListener("change", (event) => {
    if (!event.target.matches("[data-files]")) return;
    add([...event.target.files]);
    event.target.value = "";
  });
  rows.addEventListener("input", followWords);
  document.addEventListener("dragenter", dragOver);
  document.addEventListener("dragover", dragOver);
  document.addEventListener("dragleave", dragLeave);
  document.addEventListener("drop", drop);
  document.addEventListener("paste", paste);
  window.addEventListener("beforeunload", leave);
}

if (uploader) start();

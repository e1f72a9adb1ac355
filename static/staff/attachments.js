// The attachments of the article form: sent at once, named, put in order, replaced, left out. The
// form itself sends their numbers in order only.

import { carriesFiles, makeSender, part, post } from "./sending.js";

const STORED = "Đã tải lên. Hãy xem lại tên tệp rồi lưu bài.";
const REPLACED = "Đã thay tệp. Hãy lưu bài.";
const REPLACED_LIVE = "Đã thay tệp. Người dân nhận tệp mới ngay từ bây giờ, ở địa chỉ cũ.";
const RENAMED = "Đã lưu tên tệp.";
const BUSY = "Tệp đang được gửi. Hãy chờ gửi xong rồi bấm lại.";

const root = document.querySelector("[data-attachments]");
const form = root.closest("form");
const rows = part(root, "rows");
const sender = makeSender({ place: root, tell, receive, rest: () => wait("") });

const titleOf = (row) => part(row, "title").value.trim();

function say(sentence) {
  part(root, "said").textContent = sentence;
}

function wait(sentence) {
  part(root, "wait").textContent = sentence;
  part(root, "wait").hidden = !sentence;
}

function tell(row, state, sentence) {
  row.dataset.state = state;
  part(row, "told").textContent = sentence;
  part(row, "again").hidden = state !== "lost";
  part(row, "progress").hidden = !["waiting", "sending"].includes(state);
}

// The numbers in order; the form hears of it as if they had been typed.
function sync() {
  const all = [...rows.children];
  const value = part(root, "value");
  value.value = all.map((row) => row.dataset.id).filter(Boolean).join(",");
  part(root, "none").hidden = all.length > 0;
  all.forEach((row, index) => {
    part(row, "up").disabled = index === 0;
    part(row, "down").disabled = index === all.length - 1;
  });
  value.dispatchEvent(new Event("input", { bubbles: true }));
}

function add(files) {
  for (const file of files) {
    const row = part(root, "row").content.cloneNode(true).firstElementChild;
    rows.append(row);
    name(row, file.name);
    prepare(row);
    part(row, "title").readOnly = true;
    row.again = () => sender.enqueue(row, file);
    row.again();
  }
  sync();
}

function name(row, title) {
  part(row, "title").value = title;
  row.saved = title;
  part(row, "progress").setAttribute("aria-label", `Đang gửi ${title}`);
  const words = { up: "Đưa lên", down: "Đưa xuống", remove: "Bỏ tệp", replacement: "Thay tệp" };
  for (const [key, verb] of Object.entries(words)) {
    part(row, key).setAttribute("aria-label", `${verb}: ${title}`);
  }
}

// A new file, or another one in the place of an old: what the server knows of it is shown.
function receive(row, { file }, status) {
  const isNew = !row.dataset.id;
  const keepsAddress = row.dataset.id === String(file.id);
  Object.assign(row.dataset, { id: file.id, rename: file.rename, replace: file.replace });
  part(row, "open").href = file.address;
  part(row, "facts").textContent = file.facts;
  part(row, "scan").hidden = !file.scan;
  if (isNew) name(row, file.title);
  part(row, "title").readOnly = false;
  tell(row, "stored", isNew ? STORED : keepsAddress && status === 200 ? REPLACED_LIVE : REPLACED);
  sync();
}

function replace(row, input) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  row.again = () => sender.enqueue(row, file, row.dataset.replace);
  row.again();
}

async function rename(row) {
  const title = titleOf(row);
  if (!row.dataset.id || title === row.saved) return true;
  const body = new FormData();
  body.append("title", title);
  const { answer, broken } = await post(row.dataset.rename, body);
  const sentence = broken ?? answer.error;
  if (sentence) tell(row, "refused", sentence);
  else name(row, answer.file.title);
  if (!sentence) tell(row, "stored", RENAMED);
  part(row, "title").setAttribute("aria-invalid", String(Boolean(sentence)));
  return !sentence;
}

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  sync();
  const button = part(row, step < 0 ? "up" : "down");
  (button.disabled ? part(row, step < 0 ? "down" : "up") : button).focus();
  const place = [...rows.children].indexOf(row) + 1;
  say(`“${titleOf(row)}” ở vị trí ${place} trên ${rows.children.length}.`);
}

function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  say(`Đã bỏ “${titleOf(row)}” khỏi bài.`);
  row.remove();
  sync();
  (next ? part(next, "remove") : root.querySelector("[data-files]")).focus();
}

function click({ target }) {
  const row = target.closest(".attached-row");
  if (target.closest("[data-up]")) move(row, -1);
  if (target.closest("[data-down]")) move(row, 1);
  if (target.closest("[data-remove]")) remove(row);
  if (target.closest("[data-again]")) row.again();
}

function change({ target }) {
  if (target.matches("[data-title]")) rename(target.closest(".attached-row"));
  if (target.matches("[data-replacement]")) replace(target.closest(".attached-row"), target);
  if (!target.matches("[data-files]")) return;
  add([...target.files]);
  target.value = "";
}

// Enter in a name saves the name, not the article.
function keydown(event) {
  if (event.key !== "Enter" || !event.target.matches("[data-title]")) return;
  event.preventDefault();
  rename(event.target.closest(".attached-row"));
}

function drag(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const leaves = event.type === "dragleave" && !root.contains(event.relatedTarget);
  root.classList.toggle("is-aimed", !leaves && event.type !== "drop");
  if (event.type === "drop") add([...event.dataTransfer.files]);
}

const isRenamed = (row) => row.dataset.id && titleOf(row) !== row.saved;

// Before the article is saved, its files are there and their names are kept.
async function submit(event) {
  if (event.submitter?.hasAttribute("data-keeps")) return;
  const renamed = [...rows.children].filter(isRenamed);
  if (!sender.isBusy() && !renamed.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (sender.isBusy()) return wait(BUSY);
  const kept = await Promise.all(renamed.map(rename));
  if (kept.every(Boolean)) form.requestSubmit(event.submitter);
  else renamed[kept.indexOf(false)].querySelector("[data-title]").focus();
}

function prepare(row) {
  row.saved = part(row, "title").value;
  part(row, "title").readOnly = false;
}

function start() {
  root.classList.add("is-live");
  part(root, "drop").hidden = false;
  [...rows.children].forEach(prepare);
  [...rows.children].at(0)?.querySelector("[data-up]").setAttribute("disabled", "");
  [...rows.children].at(-1)?.querySelector("[data-down]").setAttribute("disabled", "");
  root.addEventListener("click", click);
  root.addEventListener("change", change);
  root.addEventListener("keydown", keydown);
  // A name is saved by itself, so typing it leaves nothing unsaved in the article.
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-title], [type=file]")) event.stopPropagation();
  });
  for (const type of ["dragenter", "dragover", "dragleave", "drop"]) root.addEventListener(type, drag);
  form.addEventListener("submit", submit, { capture: true });
}

start();

// The recording of the article form: sent at once, heard, replaced, left out. The form itself sends
// its number only.

import { makeSender, part } from "./sending.js";

const STORED = "Đã tải lên. Hãy nghe thử rồi lưu bài.";
const REMOVED = "Đã bỏ bản nghe. Hãy lưu bài.";
const BUSY = "Bản nghe đang được gửi. Hãy chờ gửi xong rồi bấm lại.";

const root = document.querySelector("[data-recording]");
const row = part(root, "sent");
const file = part(root, "file");
const player = part(root, "player");
const sender = makeSender({ place: root, tell, receive, rest: () => wait("") });
let chosen = null;

function wait(sentence) {
  part(root, "wait").textContent = sentence;
  part(root, "wait").hidden = !sentence;
}

function tell(_, state, sentence) {
  row.dataset.state = state;
  part(row, "told").textContent = sentence;
  part(row, "again").hidden = state !== "lost";
  part(row, "progress").hidden = !["waiting", "sending"].includes(state);
}

// The number; the form hears of it as if it had been typed.
function put(number) {
  const value = part(root, "value");
  value.value = number;
  part(row, "there").hidden = !number;
  part(row, "none").hidden = Boolean(number);
  part(row, "remove").hidden = !number;
  const words = number ? "Thay bản nghe" : "Chọn tệp âm thanh";
  part(row, "pick").textContent = words;
  file.setAttribute("aria-label", words);
  value.dispatchEvent(new Event("input", { bubbles: true }));
}

function receive(_, { file: found }) {
  part(row, "open").href = found.address;
  part(row, "facts").textContent = found.facts;
  player.src = found.address;
  tell(row, "stored", STORED);
  put(String(found.id));
}

function send() {
  delete row.dataset.tries;
  sender.enqueue(row, chosen);
}

function remove() {
  player.pause();
  player.removeAttribute("src");
  put("");
  tell(row, "stored", REMOVED);
  file.focus();
}

function choose(event) {
  event.stopPropagation();
  if (!file.files.length || sender.isBusy()) return;
  [chosen] = file.files;
  file.value = "";
  send();
}

// Before the article is saved, its recording is there.
function submit(event) {
  if (event.submitter?.hasAttribute("data-keeps") || !sender.isBusy()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wait(BUSY);
}

root.classList.add("is-live");
file.addEventListener("input", (event) => event.stopPropagation());
file.addEventListener("change", choose);
part(row, "again").addEventListener("click", send);
part(row, "remove").addEventListener("click", remove);
root.closest("form").addEventListener("submit", submit, { capture: true });

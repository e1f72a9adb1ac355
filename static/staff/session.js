// Warns before a session ends, in every tab; whoever types is at work, also without sending
// anything; and once it has ended, a form is sent only after signing in again in place.

import { signInAgain, whenSignedIn } from "./sign-in-again.js";

const box = document.querySelector("div[data-session]");
const words = box.querySelector("[data-session-words]");
const stay = box.querySelector("[data-session-stay]");
const WARN = 120_000;
const LOOK = 10_000;
const APART = 60_000;
const others = new BroadcastChannel("phien");

let endsAt = Date.now() + Number(box.dataset.left) * 1000;
let final = false;
let typed = false;
let noted = Date.now();
let declined = false;
let looking = false;

async function ask(method) {
  const options = { method, headers: { Accept: "application/json" }, cache: "no-store" };
  if (method === "POST")
    options.body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
  const answer = await fetch(box.dataset.address, options);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const state = await answer.json();
  learn({ endsAt: Date.now() + state.left * 1000, final: state.final });
  others.postMessage({ endsAt, final });
}

function learn(state) {
  ({ endsAt, final } = state);
  if (endsAt > Date.now()) declined = false;
  if (!final) delete stay.dataset.read;
  if (endsAt - Date.now() > WARN || endsAt <= Date.now()) box.hidden = true;
}

function warn() {
  if (!box.hidden) return;
  const at = new Date(endsAt).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  words.textContent = final
    ? `Phiên làm việc đã dài, sẽ hết lúc ${at}. Lúc ấy trang hỏi lại mật khẩu ngay tại đây; những gì đang gõ vẫn còn.`
    : `Đã lâu không có thao tác. Phiên làm việc sẽ hết lúc ${at}.`;
  stay.textContent = final ? "Đã hiểu" : "Làm việc tiếp";
  box.hidden = false;
}

async function renew() {
  declined = !(await signInAgain());
  if (!declined) await ask("GET");
}

// What this page knows may be old: another tab may have been at work, so the server is asked.
async function check() {
  await ask("GET");
  if (endsAt <= Date.now()) await renew();
  else if (endsAt - Date.now() <= WARN && !(final && stay.dataset.read)) warn();
}

async function look() {
  if (looking) return;
  looking = true;
  try {
    if (typed && Date.now() - noted > APART) {
      typed = false;
      noted = Date.now();
      await ask("POST");
    }
    if (!declined && endsAt - Date.now() <= WARN) await check();
  } catch {
    // Without a network nothing is known; the next look asks again.
  } finally {
    looking = false;
  }
}

async function keepOn() {
  if (final) {
    stay.dataset.read = "1";
    box.hidden = true;
    return;
  }
  try {
    await ask("POST");
  } catch {
    words.textContent = "Chưa kết nối được với máy chủ. Hãy bấm lại khi có mạng.";
  }
}

// Sent without a session, a form would be lost at the door.
async function guard(event) {
  if (endsAt > Date.now() || event.target.method !== "post" || event.target.closest("#user-tools")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await renew();
  if (!declined) event.target.requestSubmit(event.submitter);
}

document.addEventListener("input", () => { typed = true; });
document.addEventListener("submit", guard, true);
document.addEventListener("visibilitychange", look);
stay.addEventListener("click", keepOn);
others.addEventListener("message", ({ data }) => { learn(data); whenSignedIn(); });
setInterval(look, LOOK);
look();

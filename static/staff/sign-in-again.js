// Signing in again inside the page, the second step included: whatever form is open stays, only
// its token is renewed.

const dialog = document.querySelector("[data-sign-again]");
const error = dialog.querySelector("[data-sign-again-error]");
const first = dialog.querySelector("[data-sign-again-first]");
const second = dialog.querySelector("[data-sign-again-second]");
const password = dialog.querySelector("#again-password");
const code = dialog.querySelector("#again-code");
const door = dialog.dataset;
const WRONG = "Chưa đăng nhập được. Hãy kiểm tra mật khẩu và bộ gõ rồi thử lại.";
const WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Hãy xem lại mã mới nhất rồi thử lại.";
const OTHER = "Đang đăng nhập bằng tài khoản khác. Hãy đăng xuất ở cửa sổ kia rồi đăng nhập lại tại đây.";

let asking = null;
let finish = null;

function say(sentence) {
  error.textContent = sentence;
  error.hidden = !sentence;
}

function show(step) {
  first.hidden = step !== first;
  second.hidden = step !== second;
}

async function state() {
  return (await fetch(door.session, { cache: "no-store" })).json();
}

async function send(address, fields) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  return { at: new URL(answer.url).pathname, text: await answer.text() };
}

function tokenIn(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]")?.value;
}

function renew(now) {
  if (!now.user) return false;
  if (now.user !== door.user) throw new RangeError(OTHER);
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = now.csrf; });
  return true;
}

async function signIn() {
  const now = await state();
  // Another window may have signed in meanwhile.
  if (renew(now)) return "";
  const sent = second.hidden
    ? await send(door.signIn, { csrfmiddlewaretoken: now.csrf, username: door.user, password: password.value, next: door.session })
    : await send(door.verify, { csrfmiddlewaretoken: code.dataset.token, code: code.value });
  if (door.verify && sent.at === door.verify) {
    const again = !second.hidden;
    code.dataset.token = tokenIn(sent.text);
    show(second);
    code.value = "";
    code.focus();
    return again ? WRONG_CODE : null;
  }
  if (renew(await state())) return "";
  // Too late for the second step: the way begins again.
  show(first);
  return WRONG;
}

async function attempt() {
  try {
    return await signIn();
  } catch (reason) {
    if (reason instanceof RangeError) return reason.message;
    return "Chưa kết nối được với máy chủ. Hãy thử lại khi có mạng.";
  }
}

async function sent(event) {
  event.preventDefault();
  const sentence = await attempt();
  if (sentence === "") finish(true);
  else say(sentence ?? "");
  if (!first.hidden) password.select();
}

// Closes the dialog if the person has signed in elsewhere.
export async function whenSignedIn() {
  if (!asking) return;
  const now = await state().catch(() => ({ user: "" }));
  if (asking && now.user === door.user && renew(now)) finish(true);
}

// Resolves to whether the page's person is signed in again.
export function signInAgain() {
  asking ??= new Promise((resolve) => {
    finish = (done) => {
      dialog.close();
      password.value = code.value = "";
      asking = null;
      resolve(done);
    };
    show(first);
    say("");
    dialog.showModal();
    password.focus();
  });
  return asking;
}

dialog.querySelector("form").addEventListener("submit", sent);
dialog.querySelector("[data-sign-again-later]").addEventListener("click", () => finish(false));
dialog.addEventListener("cancel", () => finish(false));
window.addEventListener("focus", whenSignedIn);

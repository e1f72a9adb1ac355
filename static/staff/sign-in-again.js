// Signing in again inside the page: the form stays, only its token is renewed.

const dialog = document.querySelector("[data-sign-again]");
const error = dialog.querySelector("[data-sign-again-error]");
const password = dialog.querySelector("#again-password");
const WRONG = "Chưa đăng nhập được. Hãy kiểm tra mật khẩu và bộ gõ rồi thử lại.";

let asking = null;

function say(sentence) {
  error.textContent = sentence;
  error.hidden = !sentence;
}

async function page(address, options) {
  const answer = await fetch(address, options);
  return { answer, document: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

async function signIn(form) {
  const { answer, document: door } = await page(form.dataset.signIn);
  // Another window has signed in meanwhile: the door leads straight on.
  const csrf = door.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (answer.redirected) return true;
  const sent = new URLSearchParams({ csrfmiddlewaretoken: csrf, username: form.dataset.user, password: password.value });
  const { answer: after } = await page(form.dataset.signIn, { method: "POST", body: sent });
  return after.redirected && after.ok;
}

async function renew(form) {
  const answer = await fetch(form.dataset.ticket, { redirect: "manual" });
  if (!answer.ok) return WRONG;
  const ticket = await answer.json();
  if (ticket.user !== form.dataset.user) return "Đang đăng nhập bằng tài khoản khác. Hãy đăng xuất ở cửa sổ kia rồi đăng nhập lại tại đây.";
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = ticket.csrf; });
  return "";
}

async function attempt(form) {
  try {
    const sentence = (await signIn(form)) ? await renew(form) : WRONG;
    say(sentence);
    return !sentence;
  } catch {
    say("Chưa kết nối được với máy chủ. Hãy thử lại khi có mạng.");
    return false;
  }
}

// Takes the article form; resolves to whether its person is signed in again.
export function signInAgain(form) {
  asking ??= new Promise((resolve) => {
    const finish = (done) => {
      dialog.close();
      password.value = "";
      asking = null;
      resolve(done);
    };
    dialog.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      if (await attempt(form)) finish(true);
      else password.select();
    };
    dialog.querySelector("[data-sign-again-later]").onclick = () => finish(false);
    dialog.oncancel = () => finish(false);
    say("");
    dialog.showModal();
    password.focus();
  });
  return asking;
}

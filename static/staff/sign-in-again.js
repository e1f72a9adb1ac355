// Signing in again inside the page: the form stays, only its token is renewed.

const dialog = document.querySelector("[data-sign-again]");
const error = dialog.querySelector("[data-sign-again-error]");
const password = dialog.querySelector("#again-password");
const code = dialog.querySelector("#again-code");
const WRONG = "Chưa đăng nhập được. Hãy kiểm tra mật khẩu và bộ gõ rồi thử lại.";
const WRONG_CODE = "Mã không đúng hoặc đã dùng rồi. Hãy nhập mã đang hiện trên ứng dụng.";

let asking = null;
// Where the code of the second step is sent, once the password was right and one is asked for.
let step = null;

function say(sentence) {
  error.textContent = sentence;
  error.hidden = !sentence;
}

async function page(address, options) {
  const answer = await fetch(address, options);
  return { answer, document: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

function token(door) {
  return door.querySelector("[name=csrfmiddlewaretoken]")?.value;
}

function askForCode(address, door) {
  step = door.querySelector("input[name=code]") && { address, csrf: token(door) };
  dialog.querySelector("[data-sign-again-code]").hidden = !step;
  code.required = Boolean(step);
}

async function send(address, fields) {
  const { answer, document: door } = await page(address, { method: "POST", body: new URLSearchParams(fields) });
  askForCode(answer.url, door);
  return answer.redirected && answer.ok && !step;
}

// Resolves to "" when signed in, else to the sentence that says what is missing.
async function signIn(form) {
  if (step) return (await send(step.address, { csrfmiddlewaretoken: step.csrf, code: code.value })) ? "" : WRONG_CODE;
  const { answer, document: door } = await page(form.dataset.signIn);
  // Another window has signed in meanwhile: the door leads straight on.
  if (answer.redirected) return "";
  const fields = { csrfmiddlewaretoken: token(door), username: form.dataset.user, password: password.value };
  if (await send(form.dataset.signIn, fields)) return "";
  return step ? "Mật khẩu đúng. Hãy nhập mã 6 số trong ứng dụng xác minh, hoặc một mã khôi phục." : WRONG;
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
    const sentence = (await signIn(form)) || (await renew(form));
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
      password.value = code.value = "";
      askForCode("", document.createElement("p"));
      asking = null;
      resolve(done);
    };
    dialog.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      if (await attempt(form)) finish(true);
      else (step ? code : password).select();
    };
    dialog.querySelector("[data-sign-again-later]").onclick = () => finish(false);
    dialog.oncancel = () => finish(false);
    say("");
    dialog.showModal();
    password.focus();
  });
  return asking;
}

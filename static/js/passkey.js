// Passkeys: asks the server what to ask, the device for its answer, and sends that as a form.

const NO_ANSWER = "Chưa xác minh được. Bạn đã huỷ, hoặc máy này chưa có khoá truy cập của bạn.";
const HAS_ONE = "Máy này đã có khoá truy cập của bạn rồi.";
const NO_NETWORK = "Chưa kết nối được với máy chủ. Hãy thử lại khi có mạng.";

function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (code) => String.fromCharCode(code));
  return btoa(letters.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(options) {
  const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
  const found = { ...options, challenge: bytes(options.challenge) };
  if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) found.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) found.excludeCredentials = known(options.excludeCredentials);
  return found;
}

function encoded(credential) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = names.filter((name) => credential.response[name]);
  const response = Object.fromEntries(given.map((name) => [name, text(credential.response[name])]));
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function answer(form) {
  const asked = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const json = asked.headers.get("Content-Type")?.startsWith("application/json");
  // A page in place of an answer says why: a step that is over, a field left empty.
  if (!json) return asked.redirected ? location.assign(asked.url) : form.submit();
  const publicKey = decoded(await asked.json());
  form.elements.credential.value = encoded(await navigator.credentials[form.dataset.passkey]({ publicKey }));
  return form.submit();
}

function sentence(error) {
  if (error.name === "InvalidStateError") return HAS_ONE;
  return error instanceof TypeError ? NO_NETWORK : NO_ANSWER;
}

async function send(form) {
  const said = form.querySelector("[data-passkey-error]");
  said.hidden = true;
  form.setAttribute("aria-busy", "true");
  try {
    await answer(form);
  } catch (error) {
    said.textContent = sentence(error);
    said.hidden = false;
  }
  form.removeAttribute("aria-busy");
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-none]").forEach((word) => { word.hidden = true; });
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}

// A letter's link carries the code behind #, which never leaves the browser: it fills the form.

const form = document.querySelector("[data-code-form]");
const [username, code] = decodeURIComponent(location.hash.slice(1)).split("/");
if (form && username && code) {
  form.elements.username.value = username;
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
  form.querySelector("[type=submit]").focus();
}

// The article form: word counts, the cover's picture window, and a warning before text is lost.

const form = document.getElementById("article_form");
let changed = false;
let leaving = false;
let counting = 0;

function editorOf(id) {
  return window.CKEDITOR?.instances[id];
}

// In the view of the HTML the words stand between tags.
function textOf(id) {
  const editor = editorOf(id);
  if (!editor) return document.getElementById(id).value;
  if (editor.mode !== "source") return editor.editable()?.$.innerText ?? "";
  return editor.editable().$.value.replace(/<[^>]*>|&nbsp;/g, " ");
}

function count(output) {
  const words = textOf(output.dataset.counts).normalize("NFC").match(/[^\s\u200b]+/gu);
  output.textContent = `${words ? words.length : 0} từ`;
}

function countAll() {
  form.querySelectorAll("[data-counts]").forEach(count);
}

function markChanged() {
  changed = true;
  form.querySelector("[data-unsaved]").hidden = false;
  // Counting a long text at every key would slow the typing.
  clearTimeout(counting);
  counting = setTimeout(countAll, 250);
}

function followEditor({ editor }) {
  editor.on("change", markChanged);
  editor.on("instanceReady", countAll);
  editor.on("mode", countAll);
}

function choosePicture(widget) {
  const address = widget.querySelector("[data-picture-choose]").dataset.window;
  const picker = window.open(address, "chon-anh", "width=960,height=720,resizable=yes,scrollbars=yes");
  picker?.focus();
}

function showPicture(widget, picture) {
  widget.querySelector("[data-picture-value]").value = picture ? picture.id : "";
  const shown = widget.querySelector("[data-picture-shown]");
  shown.hidden = !picture;
  if (picture) shown.src = picture.thumbnail || picture.url;
  else shown.removeAttribute("src");
  widget.querySelector("[data-picture-none]").hidden = Boolean(picture);
  widget.querySelector("[data-picture-drop]").hidden = !picture;
  markChanged();
}

// Words that came with another picture go with it; words that were typed stay.
function fillIfEmpty(id, text) {
  const field = document.getElementById(id);
  if (!field || (field.value.trim() && field.value !== field.dataset.filled)) return;
  field.value = field.dataset.filled = text;
}

function receivePicture(event) {
  if (event.origin !== location.origin || event.data?.kind !== "picture") return;
  if (event.data.editor) return;
  showPicture(form.querySelector("[data-picture-widget]"), event.data);
  fillIfEmpty("id_cover_alt", event.data.alt);
  fillIfEmpty("id_cover_caption", event.data.caption);
}

form.addEventListener("input", markChanged);
form.addEventListener("click", (event) => {
  const widget = event.target.closest("[data-picture-widget]");
  if (event.target.closest("[data-picture-choose]")) choosePicture(widget);
  if (event.target.closest("[data-picture-drop]")) showPicture(widget, null);
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-keeps")) return;
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});
window.addEventListener("message", receivePicture);
window.CKEDITOR?.on("instanceCreated", followEditor);
Object.values(window.CKEDITOR?.instances ?? {}).forEach((editor) => followEditor({ editor }));
document.getElementById("troubles")?.focus();
countAll();

// The article form: word counts, words of the cover, and a warning before text is lost.

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

// Words that came with another picture go with it; words that were typed stay.
function fillIfEmpty(id, text) {
  const field = document.getElementById(id);
  if (!field || (field.value.trim() && field.value !== field.dataset.filled)) return;
  field.value = field.dataset.filled = text;
}

function followPicture({ detail }) {
  markChanged();
  if (!detail) return;
  fillIfEmpty("id_cover_alt", detail.alt);
  fillIfEmpty("id_cover_caption", detail.caption);
}

form.addEventListener("input", markChanged);
form.addEventListener("picture", followPicture);
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-keeps")) return;
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});
window.CKEDITOR?.on("instanceCreated", followEditor);
Object.values(window.CKEDITOR?.instances ?? {}).forEach((editor) => followEditor({ editor }));
document.getElementById("troubles")?.focus();
countAll();

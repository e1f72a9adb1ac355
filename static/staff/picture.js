// A field for a picture: opens the library in a window of its own and shows what was chosen there.
// Whoever wants to know of it listens for "picture" on the form; its detail is null for none.

function choose(widget) {
  const address = widget.querySelector("[data-picture-choose]").dataset.window;
  const picker = window.open(address, "chon-anh", "width=960,height=720,resizable=yes,scrollbars=yes");
  picker?.focus();
}

function show(widget, picture) {
  widget.querySelector("[data-picture-value]").value = picture ? picture.id : "";
  const shown = widget.querySelector("[data-picture-shown]");
  shown.hidden = !picture;
  if (picture) shown.src = picture.thumbnail || picture.url;
  else shown.removeAttribute("src");
  widget.querySelector("[data-picture-none]").hidden = Boolean(picture);
  widget.querySelector("[data-picture-drop]").hidden = !picture;
  widget.dispatchEvent(new CustomEvent("picture", { bubbles: true, detail: picture }));
}

// Pictures for the text are the editor's.
function receive(event) {
  if (event.origin !== location.origin || event.data?.kind !== "picture") return;
  if (event.data.editor) return;
  show(document.querySelector("[data-picture-widget]"), event.data);
}

document.addEventListener("click", (event) => {
  const widget = event.target.closest("[data-picture-widget]");
  if (event.target.closest("[data-picture-choose]")) choose(widget);
  if (event.target.closest("[data-picture-drop]")) show(widget, null);
});
window.addEventListener("message", receive);

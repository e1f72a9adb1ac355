// Pictures in the text: one dialog that asks for all their words at once and is filled in from our
// library, and picture files dropped on or pasted into the text, which go to the library first.

const NO_PICTURE = "Hãy chọn ảnh trong thư viện.";
const NO_ALT = "Hãy viết mô tả ảnh cho người khiếm thị.";
const NOT_DECORATIVE = "Chỉ bỏ trống được khi ảnh đã được đánh dấu là ảnh trang trí trong thư viện.";
const LEFT_IN_LIBRARY = "Ảnh đã có trong thư viện nhưng chưa đưa vào bài.";
const WORDS_NOT_KEPT = "Ảnh đã vào bài, nhưng thư viện chưa lưu được mô tả. Hãy mở Thư viện ảnh và viết mô tả.";
const BROKEN = "Máy chủ gặp lỗi với ảnh này. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị hệ thống.";
const LOST = "Mất kết nối nên chưa tải được ảnh. Hãy kiểm tra mạng rồi thử lại.";
const TOO_LARGE = "Ảnh quá lớn: mỗi ảnh tối đa 20 MB. Hãy chọn bản nhỏ hơn.";
const SIGNED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập ở một thẻ khác, rồi thử lại.";
const REASONS = { 0: LOST, 200: SIGNED_OUT, 403: SIGNED_OUT, 413: TOO_LARGE };
const WINDOW = "width=960,height=720,resizable=yes,scrollbars=yes";
const SHOWN =
  '<div class="news-picture"><img alt="" hidden><span>Chưa chọn ảnh</span></div>' +
  '<p class="news-picture-wrong" role="alert"></p>';

const { CKEDITOR } = window;
let queue = Promise.resolve();
let draggedWithin = false;

const field = (dialog, name) => dialog.getContentElement("info", name);
const placesOf = (editor) => editor.element.$.dataset;
const token = () => document.querySelector("#article_form [name=csrfmiddlewaretoken]").value;

// The dialog

function captionOf({ caption, credit }) {
  const signed = credit ? `Ảnh: ${credit}` : "";
  return [caption && signed ? caption.replace(/([^.!?…])$/u, "$1.") : caption, signed].filter(Boolean).join(" ");
}

function show(dialog, url, decorative, describe) {
  const box = field(dialog, "shown").getElement().$;
  const image = box.querySelector("img");
  image.hidden = !url;
  box.querySelector("span").hidden = Boolean(url);
  if (url) image.src = url;
  dialog.chosen = { url, describe };
  complain(dialog, "");
  field(dialog, "decorative").setValue(decorative);
  field(dialog, "decorative")[describe ? "enable" : "disable"]();
}

function complain(dialog, sentence) {
  dialog.parts.contents.$.querySelector(".news-picture-wrong").textContent = sentence;
}

// Words that came with another picture go with it; words that were typed stay.
function take(dialog, picture) {
  const words = { alt: picture.alt, caption: captionOf(picture) };
  for (const [name, text] of Object.entries(words)) {
    const value = field(dialog, name).getValue();
    if (value.trim() && value !== dialog.filled[name]) continue;
    field(dialog, name).setValue(text);
    dialog.filled[name] = text;
  }
  show(dialog, picture.url, picture.decorative, picture.describe);
  Object.assign(dialog.chosen, picture);
  field(dialog, "alt").focus();
}

function setUp(dialog, { data, parts }) {
  const caption = parts.caption ? parts.caption.getText().replace(/[\u200b\s]+/gu, " ").trim() : "";
  dialog.filled = { alt: data.alt, caption };
  dialog.before = { url: data.src, alt: data.alt, caption };
  show(dialog, data.src, false, "");
  field(dialog, "alt").setValue(data.alt);
  field(dialog, "caption").setValue(caption);
}

function commit(dialog, widget) {
  const { url, width, height } = dialog.chosen;
  widget.setData({ src: url, hasCaption: true });
  if (width && height) widget.setData({ width: String(width), height: String(height) });
}

function check(dialog) {
  if (dialog.chosen.url) return true;
  complain(dialog, NO_PICTURE);
  return false;
}

// A picture that stands in the text without a description may stay: the checklist speaks of it.
function checkAlt(dialog) {
  const { before, chosen } = dialog;
  const stands = before.url === chosen.url && !before.alt;
  if (!chosen.url || dialog.getValueOf("info", "alt").trim() || dialog.getValueOf("info", "decorative") || stands) {
    return true;
  }
  complain(dialog, chosen.describe ? NO_ALT : `${NO_ALT} ${NOT_DECORATIVE}`);
  return false;
}

function writeCaption(editor, dialog) {
  const caption = dialog.getValueOf("info", "caption").replace(/\s+/gu, " ").trim();
  const place = editor.widgets.focused?.editables.caption;
  if (!place || caption === dialog.before.caption) return;
  place.setData(CKEDITOR.tools.htmlEncode(caption));
  editor.fire("saveSnapshot");
}

// What was asked here about a new picture is what the library asks about it.
function wordsForLibrary(dialog) {
  const { caption, credit = "", source = "" } = dialog.chosen;
  const typed = dialog.getValueOf("info", "caption");
  const decorative = dialog.getValueOf("info", "decorative");
  const words = { credit, source, caption: typed === dialog.filled.caption ? caption : typed };
  words.alt = decorative ? "" : dialog.getValueOf("info", "alt");
  return decorative ? { ...words, decorative: "on" } : words;
}

async function tellLibrary(editor, dialog) {
  const { describe } = dialog.chosen;
  if (!describe) return;
  const body = new URLSearchParams(wordsForLibrary(dialog));
  const kept = await fetch(describe, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null);
  if (!kept?.ok) editor.showNotification(WORDS_NOT_KEPT, "warning");
}

function openLibrary(editor) {
  const address = new URL(placesOf(editor).pictureWindow, location.origin);
  address.searchParams.set("CKEditorFuncNum", editor.libraryAnswers);
  window.open(address, "chon-anh", WINDOW)?.focus();
}

function dialogFields(editor) {
  const { lang } = editor;
  const sides = [[lang.common.alignNone, "none"], [lang.common.alignLeft, "left"]];
  sides.push([lang.common.alignCenter, "center"], [lang.common.alignRight, "right"]);
  return [
    {
      type: "html",
      id: "shown",
      html: `<div>${SHOWN}</div>`,
      setup(widget) { setUp(this.getDialog(), widget); },
      commit(widget) { commit(this.getDialog(), widget); },
    },
    {
      type: "button",
      id: "browse",
      label: "Chọn trong thư viện ảnh",
      onClick: () => openLibrary(editor),
      validate() { return check(this.getDialog()); },
    },
    {
      type: "textarea",
      id: "alt",
      rows: 2,
      label: "Mô tả ảnh cho người khiếm thị",
      commit(widget) {
        const decorative = this.getDialog().getValueOf("info", "decorative");
        widget.setData("alt", decorative ? "" : this.getValue().replace(/\s+/gu, " ").trim());
      },
      validate() { return checkAlt(this.getDialog()); },
    },
    {
      type: "checkbox",
      id: "decorative",
      label: "Ảnh trang trí, không cần mô tả (theo thư viện ảnh)",
    },
    { type: "textarea", id: "caption", rows: 2, label: "Chú thích dưới ảnh" },
    {
      type: "radio",
      id: "align",
      label: lang.common.align,
      items: sides,
      setup(widget) { this.setValue(widget.data.align); },
      commit(widget) { widget.setData("align", this.getValue()); },
    },
  ];
}

function pictureDialog(editor) {
  return {
    title: "Ảnh trong bài",
    minWidth: 400,
    minHeight: 200,
    onLoad() {
      this.on("ok", () => {
        writeCaption(editor, this);
        tellLibrary(editor, this);
      }, null, null, 30);
    },
    onFocus() { return field(this, this.chosen?.url ? "alt" : "browse"); },
    contents: [{ id: "info", elements: dialogFields(editor) }],
  };
}

function receivePicture({ origin, data: picture }) {
  if (origin !== location.origin || picture?.kind !== "picture" || picture.editor === null) return;
  CKEDITOR.tools.callFunction(picture.editor, picture);
}

function takeIntoOpenDialog(picture) {
  const dialog = CKEDITOR.dialog.getCurrent();
  if (dialog?.getName() === "image2") take(dialog, picture);
}

// Files

function send(editor, file) {
  const name = CKEDITOR.tools.htmlEncode(file.name || "ảnh");
  const note = editor.showNotification(`Đang tải ảnh lên: ${name}`, "progress", 0);
  const data = new FormData();
  data.append("upload", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", placesOf(editor).pictureUpload);
  request.setRequestHeader("X-CSRFToken", token());
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => note.update({ progress: total ? loaded / total : 0 }));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(answered(editor, note, name, request)));
    request.send(data);
  });
}

function answered(editor, note, name, { status, response }) {
  note.hide();
  if (response?.picture) return response.picture;
  const sentence = response?.error ?? REASONS[status] ?? BROKEN;
  editor.showNotification(`${name}: ${CKEDITOR.tools.htmlEncode(sentence)}`, "warning", 0);
  return null;
}

function ask(editor, picture) {
  return new Promise((resolve) => {
    let inserted = false;
    editor.once("dialogShow", ({ data: dialog }) => {
      take(dialog, picture.alt || picture.decorative ? { ...picture, describe: "" } : picture);
      const listener = dialog.on("ok", () => { inserted = true; }, null, null, 40);
      dialog.once("hide", () => {
        listener.removeListener();
        if (!inserted) editor.showNotification(LEFT_IN_LIBRARY, "info");
        resolve();
      });
    });
    leavePicture(editor);
    editor.execCommand("image");
  });
}

// With a picture selected, the command would change that one.
function leavePicture(editor) {
  editor.focus();
  const focused = editor.widgets.focused;
  if (!focused) return;
  const range = editor.createRange();
  range.moveToPosition(focused.wrapper, CKEDITOR.POSITION_AFTER_END);
  range.select();
}

async function bring(editor, files) {
  for (const file of files) {
    const picture = await send(editor, file);
    if (picture) await ask(editor, picture);
  }
}

function picturesIn(carried) {
  return [...(carried?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

// What Word copies is text with a picture of it: then the text is meant.
function carriesText(carried) {
  const html = carried.getData("text/html").replace(/<[^>]*>|&nbsp;/g, "");
  return Boolean(carried.getData("text/plain").trim() || html.trim());
}

function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function paste(editor, event) {
  const files = picturesIn(event.clipboardData);
  if (!files.length || carriesText(event.clipboardData)) return;
  hold(event);
  queue = queue.then(() => bring(editor, files));
}

function drop(editor, event) {
  mark(editor, false);
  const files = draggedWithin ? [] : picturesIn(event.dataTransfer);
  if (!files.length) return;
  hold(event);
  editor.focus();
  placeCaret(event.clientX, event.clientY);
  queue = queue.then(() => bring(editor, files));
}

function placeCaret(x, y) {
  const spot = document.caretPositionFromPoint?.(x, y);
  const range = spot ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = spot ? [spot.offsetNode, spot.offset] : [range?.startContainer, range?.startOffset];
  if (node) window.getSelection().collapse(node, offset);
}

function mark(editor, isOver) {
  editor.container.$.classList.toggle("news-dropping", isOver);
}

function dragOver(editor, event) {
  if (draggedWithin || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  mark(editor, true);
}

function watch(editor) {
  const area = editor.editable().$;
  area.addEventListener("paste", (event) => paste(editor, event), true);
  area.addEventListener("drop", (event) => drop(editor, event), true);
  area.addEventListener("dragover", (event) => dragOver(editor, event));
  area.addEventListener("dragleave", () => mark(editor, false));
}

CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.libraryAnswers = CKEDITOR.tools.addFunction(takeIntoOpenDialog);
  editor.on("pluginsLoaded", () => CKEDITOR.dialog.add("image2", pictureDialog));
  editor.on("contentDom", () => watch(editor));
});
window.addEventListener("message", receivePicture);
document.addEventListener("dragstart", () => { draggedWithin = true; });
document.addEventListener("dragend", () => { draggedWithin = false; });

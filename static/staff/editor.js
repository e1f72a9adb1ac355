// Our corrections to CKEditor 4: labels that are missing or wrong in its Vietnamese, the picture
// library as the only source of pictures, and tables that ask for their header row.

const LABELS = {
  format: { tag_p: "Đoạn văn", tag_h2: "Tiêu đề 2", tag_h3: "Tiêu đề 3", tag_h4: "Tiêu đề 4" },
  image2: {
    alt: "Mô tả ảnh cho người khiếm thị",
    altMissing: "Hãy viết mô tả ảnh cho người khiếm thị.",
    captioned: "Có chú thích dưới ảnh",
    captionPlaceholder: "Chú thích ảnh",
    title: "Ảnh trong bài",
  },
  common: { browseServer: "Chọn trong thư viện ảnh" },
  blockquote: { toolbar: "Trích dẫn" },
};

function correctLabels(editor) {
  for (const [plugin, labels] of Object.entries(LABELS)) {
    if (editor.lang[plugin]) Object.assign(editor.lang[plugin], labels);
  }
}

function correctPictureDialog(definition) {
  const info = definition.getContents("info");
  info.get("src").label = "Địa chỉ ảnh";
  const caption = info.get("hasCaption");
  const setup = caption.setup;
  // A new picture starts with a caption: a news photo has one.
  caption.setup = function startWithCaption(widget) {
    setup.call(this, widget);
    if (!widget.ready) this.setValue(true);
  };
}

function correctTableDialog(definition) {
  const info = definition.getContents("info");
  info.get("selHeaders").default = "row";
  for (const name of ["txtWidth", "txtHeight", "txtCellSpace", "txtCellPad", "txtBorder", "cmbAlign", "txtSummary"]) {
    if (info.get(name)) info.remove(name);
  }
}

function receivePicture(event) {
  const picture = event.data;
  if (event.origin !== location.origin || picture?.kind !== "picture" || picture.editor === null) return;
  window.CKEDITOR.tools.callFunction(picture.editor, picture.url, function fillAlt() {
    const alt = this.getDialog().getContentElement("info", "alt");
    if (alt && !alt.getValue()) alt.setValue(picture.alt);
  });
}

window.CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("pluginsLoaded", () => correctLabels(editor), null, null, 1);
  editor.on("langLoaded", () => correctLabels(editor), null, null, 1);
});
window.CKEDITOR.on("dialogDefinition", ({ data }) => {
  if (data.name === "image2") correctPictureDialog(data.definition);
  if (data.name === "table") correctTableDialog(data.definition);
});
window.addEventListener("message", receivePicture);

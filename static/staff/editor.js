// Our corrections to CKEditor 4: labels that are missing or wrong in its Vietnamese, the picture
// library as the only source of pictures, and tables that ask for their header row.

const LABELS = {
  application: "Trình soạn thảo",
  common: { browseServer: "Chọn trong thư viện ảnh", url: "Địa chỉ", generalTab: "Chung" },
  notification: { closed: "Đã đóng thông báo." },
  blockquote: { toolbar: "Trích dẫn" },
  format: { tag_p: "Đoạn văn", tag_h2: "Tiêu đề 2", tag_h3: "Tiêu đề 3", tag_h4: "Tiêu đề 4" },
  clipboard: {
    pasteNotification: "Hãy nhấn %1 để dán: trình duyệt không cho phép dán bằng nút.",
    pasteMsg: "Dán nội dung vào ô dưới đây rồi bấm Đồng ý.",
    fileFormatNotSupportedNotification: "Không dán được tệp loại ${formats}. Hãy tải ảnh lên bằng nút Ảnh.",
    fileWithoutFormatNotSupportedNotification: "Không dán được tệp này. Hãy tải ảnh lên bằng nút Ảnh.",
  },
  pastefromword: { toolbar: "Dán từ Word", title: "Dán từ Word" },
  link: {
    displayText: "Chữ hiển thị",
    noTel: "Hãy nhập số điện thoại.",
    phoneNumber: "Số điện thoại",
    toUrl: "Địa chỉ trang",
    toPhone: "Số điện thoại",
  },
  table: {
    caption: "Tên bảng",
    headers: "Ô tiêu đề",
    headersRow: "Hàng đầu tiên",
    headersColumn: "Cột đầu tiên",
    headersBoth: "Cả hàng và cột đầu",
    headersNone: "Không có",
    cell: { columnHeader: "Tiêu đề của cột", rowHeader: "Tiêu đề của hàng", header: "Ô tiêu đề" },
  },
  image2: {
    alt: "Mô tả ảnh cho người khiếm thị",
    altMissing: "Hãy viết mô tả ảnh cho người khiếm thị.",
    captioned: "Có chú thích dưới ảnh",
    captionPlaceholder: "Chú thích ảnh",
    title: "Ảnh trong bài",
  },
  widget: { label: "Khối %1" },
};
const PASTED_PICTURE = /<img[^>]+src\s*=\s*["']?(data|file|blob|webkit-fake-url):/i;

function merge(words, corrections) {
  for (const [name, value] of Object.entries(corrections)) {
    if (typeof value === "string") words[name] = value;
    else if (words[name]) merge(words[name], value);
  }
}

function correctLabels(editor) {
  merge(editor.lang, LABELS);
}

function warnOfPictures({ editor, data }) {
  if (!PASTED_PICTURE.test(data.dataValue)) return;
  editor.showNotification(
    "Ảnh dán kèm chữ không giữ lại được. Hãy đặt con trỏ vào chỗ cần ảnh rồi bấm nút Ảnh để tải lên.",
    "warning",
  );
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
  editor.on("paste", warnOfPictures, null, null, 1);
});
window.CKEDITOR.on("dialogDefinition", ({ data }) => {
  if (data.name === "image2") correctPictureDialog(data.definition);
  if (data.name === "table") correctTableDialog(data.definition);
});
window.addEventListener("message", receivePicture);

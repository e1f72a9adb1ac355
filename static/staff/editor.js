// Our corrections to CKEditor 4: labels that are missing or wrong in its Vietnamese, dialogs that
// ask what an article needs, and the toolbar's place while a long text scrolls.

const LABELS = {
  application: "Trình soạn thảo",
  editor: "Khung soạn thảo",
  editorPanel: "Danh sách của trình soạn thảo",
  common: {
    browseServer: "Chọn trong thư viện ảnh",
    url: "Địa chỉ",
    protocol: "Bắt đầu bằng",
    generalTab: "Chung",
    options: "Tuỳ chọn",
    confirmCancel: "Những gì vừa điền sẽ mất. Bạn có chắc muốn đóng hộp thoại?",
    alignNone: "Không",
    alignLeft: "Bên trái",
    alignCenter: "Ở giữa",
    alignRight: "Bên phải",
  },
  toolbar: {
    toolbarExpand: "Mở rộng thanh công cụ",
    toolbarGroups: { clipboard: "Dán và làm lại", basicstyles: "Chữ", paragraph: "Đoạn văn" },
  },
  contextmenu: { options: "Trình đơn" },
  find: {
    find: "Tìm",
    findOptions: "Tuỳ chọn",
    findWhat: "Tìm chữ:",
    matchCase: "Phân biệt chữ hoa, chữ thường",
    matchCyclic: "Đến cuối thì tìm lại từ đầu bài",
    matchWord: "Chỉ tìm cả từ",
    notFoundMsg: "Không tìm thấy chữ cần tìm.",
    replaceSuccessMsg: "Đã thay %1 chỗ.",
    title: "Tìm và thay thế",
  },
  pastetext: {
    button: "Dán chỉ chữ, bỏ định dạng",
    title: "Dán chỉ chữ, bỏ định dạng",
    pasteNotification: "Hãy nhấn %1 để dán: trình duyệt không cho phép dán bằng nút.",
  },
  list: { bulletedlist: "Danh sách gạch đầu dòng", numberedlist: "Danh sách đánh số" },
  specialchar: { options: "Ký tự đặc biệt", title: "Ký tự đặc biệt", toolbar: "Ký tự đặc biệt" },
  undo: { redo: "Làm lại", undo: "Lùi lại một bước" },
  notification: { closed: "Đã đóng thông báo." },
  blockquote: { toolbar: "Trích dẫn" },
  format: { tag_p: "Đoạn văn", tag_h2: "Tiêu đề 2", tag_h3: "Tiêu đề 3", tag_h4: "Tiêu đề 4" },
  clipboard: {
    pasteNotification: "Hãy nhấn %1 để dán: trình duyệt không cho phép dán bằng nút.",
    pasteMsg: "Dán nội dung vào ô dưới đây rồi bấm Đồng ý.",
    fileFormatNotSupportedNotification: "Không dán được tệp loại ${formats}. Muốn đính kèm hay chèn ảnh, hãy dùng các nút của trang.",
    fileWithoutFormatNotSupportedNotification: "Không dán được tệp này. Hãy tải ảnh lên bằng nút Ảnh.",
  },
  pastefromword: { toolbar: "Dán từ Word", title: "Dán từ Word" },
  link: {
    noEmail: "Hãy nhập địa chỉ thư điện tử.",
    noUrl: "Hãy nhập địa chỉ trang.",
    emailAddress: "Địa chỉ thư điện tử",
    emailSubject: "Tiêu đề thư",
    emailBody: "Nội dung thư",
    displayText: "Chữ hiển thị",
    noTel: "Hãy nhập số điện thoại.",
    phoneNumber: "Số điện thoại",
    toUrl: "Địa chỉ trang",
    toPhone: "Số điện thoại",
  },
  table: {
    title: "Bảng",
    menu: "Sửa bảng",
    deleteTable: "Xoá bảng",
    caption: "Tên bảng",
    headers: "Ô tiêu đề",
    headersRow: "Hàng đầu tiên",
    headersColumn: "Cột đầu tiên",
    headersBoth: "Cả hàng và cột đầu",
    headersNone: "Không có",
    cell: { columnHeader: "Tiêu đề của cột", rowHeader: "Tiêu đề của hàng", header: "Ô tiêu đề" },
  },
  image2: { captionPlaceholder: "", menu: "Sửa ảnh", pathName: "ảnh", pathNameCaption: "chú thích" },
  widget: { label: "Khối %1" },
};
const PASTED_PICTURE = /<img[^>]+src\s*=\s*["']?(data|file|blob|webkit-fake-url):/i;

const PROTOCOLS = [
  ["https://", "https://"],
  ["http://", "http://"],
  ["Trang trong cổng này", ""],
];

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
    "Ảnh dán kèm chữ không giữ lại được. Hãy đặt con trỏ vào chỗ cần ảnh rồi dán hay thả riêng tệp ảnh vào đó, hoặc bấm nút Hình ảnh.",
    "warning",
  );
}

// Lists and menus are small documents of their own, with style sheets of their own.
function dressPanels(config) {
  config.contextmenu_contentsCss = [window.CKEDITOR.skin.getPath("editor"), config.contentsCss];
}

function correctTableDialog(definition) {
  const info = definition.getContents("info");
  info.get("selHeaders").default = "row";
  for (const name of ["txtWidth", "txtHeight", "txtCellSpace", "txtCellPad", "txtBorder", "cmbAlign", "txtSummary"]) {
    if (info.get(name)) info.remove(name);
  }
}

// An article has no anchors and links to no files on old servers.
function correctLinkDialog(definition) {
  const info = definition.getContents("info");
  info.get("linkType").items = info.get("linkType").items.filter(([, kind]) => kind !== "anchor");
  info.get("protocol").items = PROTOCOLS;
  definition.minWidth = 380;
}

function correctCharacterDialog(definition) {
  definition.charColumns = 8;
  definition.minWidth = 300;
  const load = definition.onLoad;
  definition.onLoad = function loadAsButtons() {
    load.call(this);
    nameAsButtons(this.parts.contents.$.querySelector("[role=listbox]"));
  };
}

// To a screen reader the characters are buttons; as a list of choices they were not put together.
function nameAsButtons(table) {
  table.setAttribute("role", "presentation");
  for (const place of table.querySelectorAll("[role=option]")) {
    place.setAttribute("role", "button");
    ["aria-setsize", "aria-posinset"].forEach((name) => place.removeAttribute(name));
  }
}

const DIALOGS = {
  table: correctTableDialog,
  tableProperties: correctTableDialog,
  link: correctLinkDialog,
  specialchar: correctCharacterDialog,
};

// The toolbar stays below the form's own bar, however many lines that has.
function followBar(bar) {
  const measure = () => {
    const height = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    document.documentElement.style.setProperty("--bar-height", `${height}px`);
  };
  new ResizeObserver(measure).observe(bar);
}

// The editor remembers where the caret was from a look taken a moment ago; a window that opens by
// itself in mid-word would bring the writer back to before the last letters. So: look once more.
function keepCaret(editor) {
  const area = editor.editable();
  area.attachListener(area, "focusout", () => editor.selectionChange(true), null, null, -2);
}

window.CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("pluginsLoaded", () => correctLabels(editor), null, null, 1);
  editor.on("langLoaded", () => correctLabels(editor), null, null, 1);
  editor.on("paste", warnOfPictures, null, null, 1);
  editor.on("configLoaded", () => dressPanels(editor.config));
  editor.on("contentDom", () => editor.editable().addClass("prose"));
  editor.on("contentDom", () => keepCaret(editor));
});
window.CKEDITOR.on("dialogDefinition", ({ data }) => DIALOGS[data.name]?.(data.definition));
followBar(document.querySelector(".article-layout > .bar"));

// The editor without a mouse: a list of its keys, and a way out of it from anywhere.

const TAB = 9;
const ESCAPE = 27;
const MODIFIERS = [16, 17, 18];
const HINT = "Nhấn Alt+0 để xem phím tắt. Nhấn Esc rồi Tab để ra khỏi khung soạn thảo.";
const KEYS = {
  "Đi lại": [
    ["Alt+F10", "lên thanh công cụ; ở đó Tab sang nhóm nút khác, phím mũi tên sang nút bên cạnh, Enter bấm nút, Esc về bài"],
    ["Esc rồi Tab", "ra khỏi khung soạn thảo, tới ô tiếp theo; Esc rồi Shift+Tab: về ô trước"],
    ["Tab", "trong bảng: sang ô bên cạnh; trong danh sách: lùi vào một cấp; ở chỗ khác: ra khỏi khung soạn thảo"],
    ["Shift+F10", "mở trình đơn của bảng, ảnh hay liên kết đang đứng"],
    ["Alt+0", "mở bảng phím tắt này"],
  ],
  "Viết và sửa": [
    ["Enter", "sang đoạn mới"],
    ["Shift+Enter", "xuống dòng trong cùng một đoạn"],
    ["Ctrl+B", "chữ đậm"],
    ["Ctrl+I", "chữ nghiêng"],
    ["Ctrl+K", "chèn hoặc sửa liên kết"],
    ["Ctrl+Z", "lùi lại một bước; Ctrl+Y: làm lại"],
    ["Ctrl+C, Ctrl+X, Ctrl+V", "chép, cắt, dán; ảnh cũng dán được"],
    ["Ctrl+Shift+V", "chỉ dán chữ, bỏ mọi định dạng"],
    ["Ctrl+A", "chọn cả bài"],
  ],
  "Trong hộp thoại": [
    ["Tab", "sang ô tiếp theo; Shift+Tab: về ô trước"],
    ["Enter", "đồng ý"],
    ["Esc", "bỏ qua, đóng hộp thoại"],
  ],
  "Với một ảnh trong bài": [
    ["Phím mũi tên", "tới ảnh; ảnh được viền lại"],
    ["Enter", "khi ảnh đang được viền: sửa ảnh, mô tả, chú thích, vị trí"],
    ["Delete", "khi ảnh đang được viền: bỏ ảnh khỏi bài (ảnh vẫn còn trong thư viện)"],
  ],
};

const { CKEDITOR } = window;

function listOf([title, rows]) {
  const lines = rows.map(([keys, does]) => `<dt>${keys}</dt><dd>${does}</dd>`);
  return `<h3>${title}</h3><dl>${lines.join("")}</dl>`;
}

function keysDialog() {
  const lists = Object.entries(KEYS).map(listOf).join("");
  return {
    title: "Phím tắt",
    minWidth: 520,
    minHeight: 300,
    buttons: [{ type: "button", id: "close", label: "Đóng", onClick() { this.getDialog().hide(); } }],
    contents: [
      {
        id: "keys",
        elements: [
          {
            type: "html",
            id: "list",
            html: `<div class="news-keys" tabindex="0" role="document" aria-label="Phím tắt">${lists}</div>`,
            focus() { this.getElement().focus(); },
          },
        ],
      },
    ],
  };
}

function leaveByTab(editor) {
  let escaped = false;
  const listen = (event) => {
    const { keyCode } = event.data;
    if (MODIFIERS.includes(keyCode & 0xffff)) return;
    const ways = { [TAB]: "blur", [CKEDITOR.SHIFT + TAB]: "blurBack" };
    if (escaped && ways[keyCode]) {
      event.cancel();
      editor.execCommand(ways[keyCode]);
    }
    escaped = keyCode === ESCAPE;
  };
  editor.on("key", listen, null, null, 1);
}

function addKeys(editor) {
  editor.addCommand("newsKeys", new CKEDITOR.dialogCommand("newsKeys", { canUndo: false }));
  editor.setKeystroke(CKEDITOR.ALT + 48, "newsKeys");
  editor.setKeystroke(CKEDITOR.CTRL + 75, "link");
  editor.ui.addButton("NewsKeys", { label: "Phím tắt", command: "newsKeys" });
}

CKEDITOR.dialog.add("newsKeys", keysDialog);
CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("pluginsLoaded", () => addKeys(editor));
  editor.on("ariaEditorHelpLabel", ({ data }) => { data.label = HINT; });
  leaveByTab(editor);
});

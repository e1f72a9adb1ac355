// The article list: all rows at once, what the chosen move asks for, long selects by typing.

function boxes() {
  return [...document.querySelectorAll('#result_list input[name="bai"]')];
}

function count(form) {
  const chosen = boxes().filter((box) => box.checked).length;
  const place = form.querySelector("[data-bulk-count]");
  place.textContent = chosen ? `Đã chọn ${chosen} bài` : "Chưa chọn bài nào";
}

function offerAll(form) {
  const head = document.querySelector("#result_list th.column-chosen");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Chọn tất cả bài trên trang này");
  const label = Object.assign(document.createElement("label"), { className: "choose-all" });
  const words = Object.assign(document.createElement("span"), { textContent: "Chọn tất cả trên trang này" });
  label.append(all, words);
  head.replaceChildren(label);
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count(form);
  });
  for (const box of boxes()) box.addEventListener("change", () => count(form));
}

function askOnlyWhatCounts(form) {
  const move = form.querySelector("select");
  const parts = [["note", "[data-bulk-note]"], ["time", "[data-bulk-time]"]];
  const show = () => {
    for (const [word, place] of parts) {
      form.querySelector(place).hidden = !move.selectedOptions[0]?.hasAttribute(`data-${word}`);
    }
    // Asked for here, before all the boxes are ticked in vain.
    form.elements.note.required = Boolean(move.selectedOptions[0]?.hasAttribute("data-must"));
  };
  move.addEventListener("change", show);
  show();
}

const LONG = 12;
const bare = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

function searchBy(select) {
  if (select.options.length < LONG) return;
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.placeholder = "Gõ vài chữ để tìm";
  const label = select.parentElement.firstChild.textContent.trim();
  input.setAttribute("aria-label", `Gõ để tìm ${label.toLowerCase()}`);
  select.before(input);
  input.addEventListener("input", () => {
    const wanted = bare(input.value.trim());
    const options = [...select.options];
    for (const option of options) option.hidden = !bare(option.text).includes(wanted);
    const first = options.find((option) => !option.hidden);
    select.value = wanted && first ? first.value : "";
  });
}

for (const select of document.querySelectorAll("select[data-search]")) searchBy(select);
const bulk = document.querySelector("[data-bulk]");
if (bulk) {
  offerAll(bulk);
  askOnlyWhatCounts(bulk);
  count(bulk);
}

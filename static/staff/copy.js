// A button that copies what a field holds; without the right to it the field is copied by hand.

const button = document.querySelector("[data-copies]");
const told = document.querySelector("[data-copied]");

async function copy() {
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    told.textContent = "Đã chép liên kết.";
  } catch {
    told.textContent = "Máy không cho chép tự động. Liên kết đã được chọn, hãy bấm Ctrl+C.";
  }
}

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", copy);
}

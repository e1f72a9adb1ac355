// On a phone the menu is one line that scrolls sideways: the page one is on stands within it.

const line = document.querySelector(".side");
const current = line?.querySelector("[aria-current]");

function show() {
  line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}

if (current) {
  show();
  window.addEventListener("resize", show);
}

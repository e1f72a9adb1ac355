// On a phone the menu is one line that scrolls sideways: the page one is on stands within it.

const line = document.querySelector(".side");
const current = line?.querySelector("[aria-current]");
if (current && line.scrollWidth > line.clientWidth) {
  line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}

// Small comforts of the citizens' pages; every page is complete without them.

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// On a phone the current section may stand beyond the edge of the menu.
const current = document.querySelector(".menu__link[aria-current]");
if (current) {
  const list = current.closest(".menu__list");
  const beyond = current.getBoundingClientRect().right - list.getBoundingClientRect().right;
  if (beyond > -56) list.scrollLeft += beyond + list.clientWidth / 2;
}

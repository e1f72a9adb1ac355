// Small comforts of the citizens' pages; every page is complete without them.

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// On a phone the current section may stand beyond the edge of a line that scrolls sideways.
for (const line of document.querySelectorAll(".chips--line")) {
  const current = line.querySelector("[aria-current]");
  if (!current) continue;
  const beyond = current.getBoundingClientRect().right - line.getBoundingClientRect().right;
  if (beyond > -56) line.scrollLeft += beyond + line.clientWidth / 2;
}

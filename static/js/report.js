// Reporting an error: the passage that a reader selected goes along, in the part of the address
// that no server sees; the form takes it up.

const KEY = "#doan=";
const link = document.querySelector("[data-report]");
const passage = document.querySelector(".tell textarea[name=passage]");

if (link) {
  // Pressing a link may end the selection, so the last one is kept.
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const choice = document.getSelection();
    const inside = choice.anchorNode && document.querySelector(".article")?.contains(choice.anchorNode);
    if (inside && !choice.isCollapsed) selected = choice.toString().trim().slice(0, 600);
  });
  link.addEventListener("click", () => {
    link.hash = selected ? KEY.slice(1) + encodeURIComponent(selected) : "";
  });
}

if (passage && !passage.value && location.hash.startsWith(KEY)) {
  try {
    passage.value = decodeURIComponent(location.hash.slice(KEY.length)).slice(0, 600);
  } catch {
    // An address cut short in the middle of a letter: the reader copies the passage by hand.
    passage.value = "";
  }
}

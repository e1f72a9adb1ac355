// The preview at the width of a phone: the same page again in a frame of 360 pixels, so that its
// media queries answer as they will there. The frame is filled from this page and asks nobody.

const PHONE = 360;
const bar = document.querySelector("[data-widths]");
const page = document.querySelector("[data-previewed]");
let frame = null;

function copy() {
  const html = document.documentElement.cloneNode(true);
  html.querySelectorAll("[data-widths], script[src*='preview']").forEach((part) => part.remove());
  html.querySelector("[data-previewed]").hidden = false;
  return `<!DOCTYPE html>${html.outerHTML}`;
}

function phone() {
  frame = document.createElement("iframe");
  frame.className = "phone";
  frame.title = "Bài trên điện thoại";
  frame.width = PHONE;
  frame.srcdoc = copy();
  page.before(frame);
}

function show(width) {
  frame?.remove();
  frame = null;
  page.hidden = false;
  if (width === "phone") {
    phone();
    page.hidden = true;
  }
  document.body.classList.toggle("in-phone", width === "phone");
  bar.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === width));
  });
}

bar.hidden = false;
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) show(button.value);
});

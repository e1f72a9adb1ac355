// The choices of size and contrast in the date strip, kept on this device and told to nobody.

const KEY = "cach-doc";
const SIZES = [100, 115, 130, 150, 175, 200];
const panel = document.querySelector("[data-reading]");
const sheet = document.querySelector("link[data-contrast]");
const asked = "(prefers-contrast: more)";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

const chosen = { size: 100, contrast: false, ...kept() };
if (!SIZES.includes(chosen.size)) chosen.size = 100;

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // Where nothing may be kept, the choice holds for this page.
  }
}

function show() {
  document.documentElement.dataset.zoom = chosen.size;
  sheet.media = chosen.contrast ? "all" : asked;
  panel.querySelector("[data-size-shown]").textContent = `${chosen.size}%`;
  panel.querySelector("[data-size='-1']").disabled = chosen.size === SIZES[0];
  panel.querySelector("[data-size='1']").disabled = chosen.size === SIZES.at(-1);
  panel.querySelector("[data-high]").checked = chosen.contrast;
}

function resize(step) {
  const place = SIZES.indexOf(chosen.size) + step;
  chosen.size = step ? SIZES[Math.min(Math.max(place, 0), SIZES.length - 1)] : SIZES[0];
}

function listen() {
  panel.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-size]")?.dataset.size;
    if (step === undefined) return;
    resize(Number(step));
    keep();
    show();
  });
  panel.querySelector("[data-high]").addEventListener("change", ({ target }) => {
    chosen.contrast = target.checked;
    keep();
    show();
  });
  // Like a menu: it closes when the reader goes on elsewhere, or with the Escape key.
  document.addEventListener("click", ({ target }) => {
    if (!panel.contains(target)) panel.open = false;
  });
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}

// The pages of the sign-in have no date strip.
if (panel) {
  listen();
  show();
}

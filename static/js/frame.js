// Comforts of the frame: panels of the menu close by themselves, banners stay closed on this device,
// the search box learns to suggest.

const KEY = "da-dong";
const MOST = 20;
const panels = [...document.querySelectorAll(".menu__sub")];
const region = document.querySelector(".banners");

for (const panel of panels) {
  panel.addEventListener("toggle", () => {
    if (panel.open) for (const other of panels) if (other !== panel) other.open = false;
  });
}

document.addEventListener("click", ({ target }) => {
  if (matchMedia("(max-width: 59.99rem)").matches) return;
  for (const panel of panels) if (!panel.contains(target)) panel.open = false;
});

document.querySelector(".menu")?.addEventListener("keydown", ({ key, target }) => {
  const opened = key === "Escape" && target.closest("[open]");
  if (!opened) return;
  opened.open = false;
  opened.querySelector("summary").focus();
});

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function keep(name) {
  try {
    localStorage.setItem(KEY, JSON.stringify([name, ...kept()].slice(0, MOST)));
  } catch {
    // Where nothing may be kept, it stays closed on this page.
  }
}

// A region without anything in it is no place to lead a screen reader to.
function settle() {
  const shown = [...region.children].filter((banner) => banner.offsetHeight);
  region.hidden = shown.length === 0;
  return shown;
}

region?.addEventListener("click", ({ target }) => {
  const banner = target.closest(".banner__close")?.closest("[data-banner]");
  if (!banner) return;
  keep(banner.dataset.banner);
  banner.hidden = true;
  const next = settle()[0]?.querySelector("button") ?? document.querySelector("main");
  next.focus({ preventScroll: true });
});
if (region) settle();

// Suggestions are fetched with the first box that is entered; without them it is a plain box.
document.addEventListener("focusin", async ({ target }) => {
  const { suggest } = target.dataset;
  if (!suggest) return;
  try {
    (await import(suggest)).enter(target);
  } catch {
    // The network failed; entering the box again tries again.
  }
});

// What a reader chose on this device (size of the letters, contrast), before the page is drawn:
// no module, because those come later and the page would jump.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("cach-doc")) ?? {};
  } catch {
    // Nothing may be kept here; the page is as it was made.
  }
  if (kept.size) document.documentElement.dataset.zoom = kept.size;
  if (kept.contrast === true) document.querySelector("link[data-contrast]").media = "all";
})();

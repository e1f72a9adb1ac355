// What a reader chose on this device (size of the letters, contrast, banners closed), before the page
// is drawn: no module, because those come later and the page would jump.
(() => {
  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      // Nothing may be kept here; the page is as it was made.
      return {};
    }
  }
  const { size, contrast } = kept("cach-doc");
  if (size) document.documentElement.dataset.zoom = size;
  if (contrast === true) document.querySelector("link[data-contrast]").media = "all";
  const closed = kept("da-dong");
  for (const name of Array.isArray(closed) ? closed : []) {
    // The banners are not there yet, so a rule waits for them.
    if (!/^[bo][0-9]+-[0-9]+$/.test(name)) continue;
    document.styleSheets[0].insertRule(`[data-banner="${name}"] { display: none; }`);
  }
})();

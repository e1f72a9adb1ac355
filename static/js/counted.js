// Tells the portal that an article is being read, and shows the totals of the footer. Nothing but
// the article's number leaves the device; which ones were told already stays in this tab.

const STAYED = 3000;
const KEPT = "da-dem";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    // Nothing may be kept here: then nothing is told, because every page would count anew.
    return null;
  }
}

function tell() {
  const told = kept();
  const article = document.querySelector("[data-article]")?.dataset.article ?? "";
  if (!told || (told.length && (!article || told.includes(article)))) return;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...told, article]));
  } catch {
    return;
  }
  const address = `/dem-luot/${article && `${article}/`}${told.length ? "" : "?moi=1"}`;
  // A count that does not arrive is no matter for whoever reads.
  fetch(address, { method: "POST", keepalive: true, credentials: "same-origin" }).catch(() => {});
}

// Somebody reads once the page has been in sight for a while; a page opened in the background or
// in advance, or by a program that drives a browser, is not read.
function whenRead() {
  if (navigator.webdriver) return;
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tell, STAYED);
  };
  document.addEventListener("visibilitychange", look);
  look();
}

async function showTotals(counter) {
  const answer = await fetch("/luot-truy-cap/");
  const totals = answer.ok ? await answer.json() : {};
  if (!totals.all) return;
  for (const [name, number] of Object.entries(totals)) {
    counter.querySelector(`[data-${name}]`).textContent = number;
  }
  counter.classList.add("counter--known");
}

whenRead();
const counter = document.querySelector("[data-counter]");
if (counter) showTotals(counter).catch(() => {});

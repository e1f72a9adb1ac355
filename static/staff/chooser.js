// The picture window: tells the form behind it which picture was chosen, and closes.

const funcNum = new URLSearchParams(location.search).get("CKEditorFuncNum");

function pick(source) {
  const message = {
    kind: "picture",
    editor: /^\d+$/.test(funcNum ?? "") ? Number(funcNum) : null,
    id: source.dataset.id,
    url: source.dataset.url,
    alt: source.dataset.alt,
    caption: source.dataset.caption,
  };
  window.opener?.postMessage(message, location.origin);
  window.close();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) pick(button.closest("[data-url]"));
});

// A picture that was just uploaded was meant for the form: hand it over at once.
const chosen = document.querySelector("[data-chosen]");
if (chosen && window.opener) pick(chosen);

// The picture window: tells the form behind it which picture was chosen, and closes.

const funcNum = new URLSearchParams(location.search).get("CKEditorFuncNum");
const shots = [...document.querySelectorAll("[data-shots] [data-pick]")];

function pick({ dataset }) {
  const { id, url, thumbnail, alt, caption, credit } = dataset;
  const message = {
    kind: "picture",
    editor: /^\d+$/.test(funcNum ?? "") ? Number(funcNum) : null,
    ...{ id, url, thumbnail, alt, caption, credit },
    decorative: Boolean(dataset.decorative),
    width: Number(dataset.width),
    height: Number(dataset.height),
  };
  window.opener?.postMessage(message, location.origin);
  leave();
}

function leave() {
  window.opener?.focus();
  window.close();
}

// How far an arrow goes: as many pictures as stand in the first row, up and down.
function step(key) {
  const inRow = shots.filter((shot) => shot.offsetTop === shots[0].offsetTop).length;
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -inRow, ArrowDown: inRow }[key] ?? 0;
}

function walk(event) {
  const here = shots.indexOf(document.activeElement);
  const there = here < 0 ? undefined : shots[here + step(event.key)];
  if (!there || there === shots[here]) return;
  event.preventDefault();
  there.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) pick(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) leave();
  else walk(event);
});
shots[0]?.focus({ preventScroll: true });

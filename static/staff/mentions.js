// “@” in a note opens the list of colleagues who may see the article; a choice writes the name.

const MOST = 8;
let open = null;

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();
}

function asked(input) {
  const before = input.value.slice(0, input.selectionStart);
  return /(?:^|\s)@([^@\n]{0,40})$/u.exec(before)?.[1] ?? null;
}

function fitting(names, word) {
  const wanted = fold(word.trim());
  return names.filter((name) => fold(name).split(" ").some((_, i, parts) => parts.slice(i).join(" ").startsWith(wanted))).slice(0, MOST);
}

function close() {
  if (!open) return;
  open.input.removeAttribute("aria-activedescendant");
  open.input.setAttribute("aria-expanded", "false");
  open.list.remove();
  open = null;
}

function mark(index) {
  const options = [...open.list.children];
  open.index = (index + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === open.index)));
  open.input.setAttribute("aria-activedescendant", options[open.index].id);
}

function choose(name) {
  const { input } = open;
  const end = input.selectionStart;
  const start = input.value.slice(0, end).lastIndexOf("@");
  input.setRangeText(`@${name} `, start, end, "end");
  close();
  input.focus();
}

function show(input, names) {
  close();
  const list = Object.assign(document.createElement("ul"), { className: "names-list", id: "names-list" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Đồng nghiệp");
  names.forEach((name, i) => {
    const option = Object.assign(document.createElement("li"), { textContent: name, id: `name-${i}` });
    option.setAttribute("role", "option");
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(name);
    });
    list.append(option);
  });
  input.after(list);
  open = { input, list, index: 0, names };
  input.setAttribute("aria-expanded", "true");
  mark(0);
}

function type(input, names) {
  const word = asked(input);
  const found = word === null ? [] : fitting(names, word);
  if (found.length) show(input, found);
  else close();
}

const KEYS = {
  ArrowDown: () => mark(open.index + 1),
  ArrowUp: () => mark(open.index - 1),
  Enter: () => choose(open.names[open.index]),
  Tab: () => choose(open.names[open.index]),
  Escape: close,
};

export function followNames(place) {
  const names = [...place.querySelectorAll("[data-colleagues] li")].map((item) => item.textContent);
  for (const input of place.querySelectorAll("[data-names]")) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "names-list");
    input.addEventListener("input", () => type(input, names));
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (!open || open.input !== input || !(event.key in KEYS)) return;
      event.preventDefault();
      KEYS[event.key]();
    });
  }
}

// Offers what is being typed into a search box: a combobox with a listbox (ARIA APG). Loaded when
// such a box is entered first; the form works without it.

const PAUSE = 180;
const FEWEST = 2;
const LONGEST = 100;
const answers = new Map();

const tidy = (text) => text.normalize("NFC").replace(/\s+/g, " ").trimStart().toLowerCase();

class Box {
  constructor(input) {
    this.input = input;
    this.at = -1;
    this.list = this.put("ul", "suggest__list", { id: `${input.id}-goi-y`, role: "listbox", "aria-label": "Gợi ý" });
    this.said = this.put("p", "unseen", { role: "status" });
    this.list.hidden = true;
    const says = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list" };
    this.set(input, { ...says, "aria-expanded": "false", "aria-controls": this.list.id });
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    // The box keeps the focus, so that a touch or a click is not taken for leaving it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.take(target.closest("li")));
  }

  put(kind, style, attributes) {
    const made = this.set(document.createElement(kind), { class: style, ...attributes });
    this.input.closest(".suggest").append(made);
    return made;
  }

  set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  // A letter alone asks nothing: only a pause in typing does, and only for what is not known yet.
  later() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const typed = tidy(this.input.value);
    if (typed.trim().length < FEWEST || typed.length > LONGEST) this.close();
    else if (answers.has(typed)) this.show(answers.get(typed));
    else this.timer = setTimeout(() => this.ask(typed), PAUSE);
  }

  async ask(typed) {
    this.asked = new AbortController();
    const { signal } = this.asked;
    try {
      const answer = await fetch(`${this.input.dataset.offers}?q=${encodeURIComponent(typed)}`, { signal });
      if (!answer.ok) return this.close();
      const { suggestions } = await answer.json();
      answers.set(typed, suggestions);
      if (typed === tidy(this.input.value)) this.show(suggestions);
    } catch {
      // Without a network there are no suggestions; an outdated question was given up.
      if (!signal.aborted) this.close();
    }
  }

  show(found) {
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    if (document.activeElement !== this.input || !found.length) return this.close();
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.open(true);
    this.said.textContent = `Có ${found.length} gợi ý. Dùng mũi tên lên, xuống để chọn.`;
  }

  option({ text, url }, at) {
    const item = document.createElement("li");
    this.set(item, { class: "suggest__item", id: `${this.list.id}-${at}`, role: "option", "aria-selected": "false" });
    item.append(Object.assign(document.createElement("span"), { textContent: text, className: "suggest__text" }));
    if (url) {
      item.dataset.url = url;
      item.append(Object.assign(document.createElement("span"), { textContent: "Bài", className: "suggest__kind" }));
    }
    return item;
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.open(false);
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = "";
  }

  pressed(event) {
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && !open) this.later();
    else if (step) this.move(step);
    else if (event.key === "Escape" && open) this.close();
    else if (event.key === "Enter" && open && this.at >= 0) this.take(this.list.children[this.at]);
    else return;
    event.preventDefault();
  }

  // Beyond either end nothing is chosen: the words as typed.
  move(step) {
    const items = [...this.list.children];
    this.at = ((this.at + step + 1 + items.length + 1) % (items.length + 1)) - 1;
    for (const [at, item] of items.entries()) item.setAttribute("aria-selected", String(at === this.at));
    const chosen = items[this.at];
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  take(item) {
    if (!item) return;
    this.close();
    if (item.dataset.url) return location.assign(item.dataset.url);
    this.input.value = item.firstChild.textContent;
    this.input.form.requestSubmit();
  }
}

const boxes = new WeakMap();

// Its looks come with it, so that no page pays for what nobody enters.
function dress(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const looks = { rel: "stylesheet", href: address };
  document.head.append(Object.assign(document.createElement("link"), looks));
}

export function enter(input) {
  dress(input.dataset.looks);
  if (!boxes.has(input)) boxes.set(input, new Box(input));
}

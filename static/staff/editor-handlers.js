// CKEditor writes its buttons as HTML with onclick and its like, which the page's policy forbids.
// Here they become listeners as the HTML goes in: each may only call a function CKEditor registered.

const { CKEDITOR } = window;
const EVENTS = ["click", "keydown", "keypress", "focus", "blur", "mousedown", "mouseover", "mouseout", "dragstart"];
const TAG = /<[a-z][^>]*\son[a-z]+="[^>]*>/gi;
const ATTRIBUTE = new RegExp(`\\son(${EVENTS.join("|")})="([^"]*)"`, "gi");
const ANY_TAG = /<[a-z][^>]*>/gi;
const ACTING = /\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)/gi;
const ONLOAD = /\sonload="([^"]*)"/;
const CALL = /CKEDITOR\.tools\.callFunction\(\s*(\d+)\s*((?:,\s*(?:'[^']*'|[^,')\s]+)\s*)*)\)/;
const ARGUMENT = /'([^']*)'|[^,\s]+/g;
const KNOWN = { this: ({ place }) => place, event: ({ event }) => event, null: () => null };

function tame(html) {
  return html.replace(TAG, (tag) => tag.replace(ATTRIBUTE, ' data-was-on$1="$2"'));
}

function value([word, quoted], moment) {
  if (quoted !== undefined) return quoted;
  return KNOWN[word] ? KNOWN[word](moment) : Number(word);
}

function call(code, moment) {
  const [, number, rest] = CALL.exec(code) ?? [];
  if (!number) return undefined;
  const values = [...rest.matchAll(ARGUMENT)].map((found) => value(found, moment));
  return CKEDITOR.tools.callFunction(Number(number), ...values);
}

function handle(code, place, event) {
  const answer = call(code, { place, event });
  const isRefused = /return false;?\s*$/.test(code) || (code.startsWith("return") && answer === false);
  if (isRefused) event.preventDefault();
}

function bind(root) {
  for (const kind of EVENTS) {
    const name = `data-was-on${kind}`;
    for (const place of root.querySelectorAll(`[${name}]`)) {
      const code = place.getAttribute(name);
      place.removeAttribute(name);
      place.addEventListener(kind, (event) => handle(code, place, event));
    }
  }
}

// Wraps a method that takes HTML as its first argument.
function guard(name) {
  const { prototype } = CKEDITOR.dom.element;
  const write = prototype[name];
  prototype[name] = function writeTamed(html, ...more) {
    const answer = write.call(this, tame(String(html)), ...more);
    if (this.$.querySelectorAll) bind(this.$);
    return answer;
  };
}

// The small documents of lists and menus say by themselves when they are there.
function guardDocuments() {
  const { prototype } = CKEDITOR.dom.document;
  const { write } = prototype;
  prototype.write = function writeTamed(html) {
    const [attribute, code] = ONLOAD.exec(html) ?? ["", ""];
    write.call(this, tame(html.replace(attribute, "")));
    const ready = () => call(code, {});
    if (this.$.readyState === "complete") ready();
    else this.$.defaultView.addEventListener("load", ready);
  };
}

// What is pasted loses them before anything reads it; the policy would stop them, but with a noise.
function guardPaste() {
  const { prototype } = CKEDITOR.plugins.clipboard.dataTransfer;
  const { getData } = prototype;
  prototype.getData = function getTamed(type, ...more) {
    const data = getData.call(this, type, ...more);
    return type === "text/html" && data ? data.replace(ANY_TAG, (tag) => tag.replace(ACTING, "")) : data;
  };
}

["setHtml", "appendHtml"].forEach(guard);
guardDocuments();
guardPaste();

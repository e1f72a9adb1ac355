// The chooser of related articles: looks for titles and writes their addresses into the field.

const root = document.querySelector("[data-relate]");
const field = root.querySelector("textarea");
const words = root.querySelector("[data-words]");
const list = root.querySelector("[data-found]");
const told = root.querySelector("[data-told]");
let asked = 0;
let timer;

root.querySelector("[data-finding]").hidden = false;

function add(article) {
  const lines = field.value.split("\n").filter((line) => line.trim());
  if (!lines.includes(article.address)) lines.push(article.address);
  field.value = lines.join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  told.textContent = `Đã thêm “${article.title}”.`;
  list.replaceChildren();
  words.value = "";
  words.focus();
}

function row(article) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${article.title} (${article.day})`;
  button.addEventListener("click", () => add(article));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

async function look() {
  const number = ++asked;
  if (!words.value.trim()) {
    list.replaceChildren();
    return;
  }
  try {
    const address = `${root.dataset.relate}?${new URLSearchParams({ q: words.value })}`;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const { articles } = await answer.json();
    if (number !== asked) return;
    list.replaceChildren(...articles.map(row));
    told.textContent = articles.length ? "" : "Không có bài nào đã đăng có những từ này.";
  } catch {
    told.textContent = "Chưa tìm được. Hãy thử lại, hoặc dán địa chỉ của bài vào ô dưới.";
  }
}

words.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, 250);
});
// Enter looks at once and never sends the whole form.
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  clearTimeout(timer);
  look();
});

// How strong a new password is, said while it is typed. Nothing leaves the page, and the server
// has the last word: it knows many more favourites than this list.

const LEAST = 10;
const FAVOURITES = ["matkhau", "password", "admin", "qwerty", "laocai", "baothang", "ubnd", "anhyeuem", "iloveyou", "dangnhap", "vietnam", "taikhoan"];
const WORDS = {
  short: (missing) => `Còn thiếu ${missing} ký tự.`,
  guessed: "Dễ đoán. Hãy thử những từ khác.",
  own: "Gần giống tên của bạn. Hãy thử những từ khác.",
  levels: ["", "Yếu", "Tạm được. Dài thêm vài từ sẽ tốt hơn.", "Tốt", "Rất tốt"],
};

// "Đảng ủy" becomes "danguy".
function bare(text) {
  const letters = text.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "").replaceAll("đ", "d");
  return letters.replace(/[^\p{L}]/gu, "");
}

function easy(typed) {
  const signs = [...typed.toLowerCase()];
  const jumps = signs.filter((sign, at) => at && Math.abs(sign.codePointAt(0) - signs[at - 1].codePointAt(0)) > 1);
  return /^[\d\W_]*\d[\d\W_]*$/.test(typed.replace(/\p{L}/gu, "a")) || new Set(signs).size < 5 || jumps.length <= 2;
}

function guessed(typed, words) {
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), bare(typed));
  return bare(typed) !== "" && rest.length < 3;
}

// Takes what was typed and the person's own words; returns a level from 0 to 4 and a sentence.
function judge(typed, own) {
  const length = [...typed.normalize("NFC")].length;
  if (!length) return [0, ""];
  if (length < LEAST) return [1, WORDS.short(LEAST - length)];
  if (easy(typed) || guessed(typed, FAVOURITES)) return [1, WORDS.guessed];
  if (guessed(typed, [...own, ...FAVOURITES])) return [1, WORDS.own];
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(typed)).length;
  const level = length >= 20 || (length >= 15 && kinds > 2) ? 4 : length >= 14 || kinds > 2 ? 3 : 2;
  return [level, WORDS.levels[level]];
}

for (const place of document.querySelectorAll("[data-strength]")) {
  const input = document.getElementById(place.dataset.strength);
  const own = place.dataset.own.split(/[\s@]+/).map(bare).filter((word) => word.length > 2);
  const said = place.querySelector("[data-strength-said]");
  let waiting = 0;
  const tell = () => {
    const [level, sentence] = judge(input.value, own);
    place.dataset.level = level;
    place.hidden = !level;
    // A screen reader hears the outcome, not every key.
    clearTimeout(waiting);
    waiting = setTimeout(() => { said.textContent = sentence; }, 250);
  };
  input.addEventListener("input", tell);
  tell();
}

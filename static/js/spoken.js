// How a written sentence is said: abbreviations, dates, numbers and signs in whole words.

const WHOLE = {
  UBND: "Uỷ ban nhân dân",
  HĐND: "Hội đồng nhân dân",
  MTTQ: "Mặt trận Tổ quốc",
  UBMTTQ: "Uỷ ban Mặt trận Tổ quốc",
  BTGHU: "Ban Tuyên giáo Huyện uỷ",
  BTG: "Ban Tuyên giáo",
  BCH: "Ban Chấp hành",
  BTV: "Ban Thường vụ",
  ĐBQH: "đại biểu Quốc hội",
  LĐLĐ: "Liên đoàn Lao động",
  LHPN: "Liên hiệp Phụ nữ",
  CCB: "Cựu chiến binh",
  TTHC: "thủ tục hành chính",
  CCHC: "cải cách hành chính",
  NTM: "nông thôn mới",
  HTX: "hợp tác xã",
  KT: "kinh tế",
  XH: "xã hội",
  ANTT: "an ninh trật tự",
  QPAN: "quốc phòng, an ninh",
  THCS: "trung học cơ sở",
  THPT: "trung học phổ thông",
  BHXH: "bảo hiểm xã hội",
  BHYT: "bảo hiểm y tế",
  CCCD: "căn cước công dân",
  GPMB: "giải phóng mặt bằng",
  TP: "thành phố",
};
// Within the number of a document: "25-NQ/TW", "12/2025/NĐ-CP".
const KINDS = {
  NQ: "nghị quyết",
  QĐ: "quyết định",
  NĐ: "nghị định",
  CT: "chỉ thị",
  KH: "kế hoạch",
  TB: "thông báo",
  TT: "thông tư",
  CV: "công văn",
  BC: "báo cáo",
  TW: "Trung ương",
  TU: "Tỉnh uỷ",
  HU: "Huyện uỷ",
  CP: "Chính phủ",
  TTg: "Thủ tướng",
  ...WHOLE,
};
const UNITS = {
  "%": "phần trăm",
  "km²": "ki lô mét vuông",
  km2: "ki lô mét vuông",
  "m²": "mét vuông",
  m2: "mét vuông",
  km: "ki lô mét",
  kg: "ki lô gam",
  ha: "héc ta",
  đ: "đồng",
};
const LETTER = "[\\p{L}\\p{N}]";
const DOCUMENT = /(?<!\p{L})(\d+)((?:[/-](?:\d{4}|\p{Lu}[\p{L}]{1,6}))+)(?![\p{L}\p{N}])/gu;
const NAMES = new RegExp(`(?<!${LETTER})(${Object.keys(WHOLE).join("|")})\\.?(?!${LETTER})`, "gu");
const DATE = /(ngày\s+)?(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/giu;
const DAY = /((?:ngày|sáng|trưa|chiều|tối|đêm)\s+)(\d{1,2})\/(\d{1,2})(?!\/?\d)/giu;
const CLOCK = /(?<!\d)(\d{1,2})(?:[:h]|\s?giờ\s?)(\d{2})(?!\d)/gu;
const UNIT = new RegExp(`(\\d)\\s?(${Object.keys(UNITS).sort((a, b) => b.length - a.length).join("|")})(?!${LETTER})`, "gu");

const plain = (digits) => String(Number(digits));

// "Nghị quyết số 25-NQ/TW" has said already what it is.
function ofDocument(whole, number, rest, at, text) {
  const parts = rest.split(/[/-]/).filter(Boolean);
  if (!parts.some((part) => KINDS[part])) return whole;
  const before = text.slice(Math.max(0, at - 30), at).toLowerCase();
  const said = parts
    .map((part) => (/^\d{4}$/.test(part) ? `năm ${part}` : (KINDS[part] ?? part)))
    .filter((words) => !before.includes(words.toLowerCase()));
  return [number, ...said].join(" ");
}

/** Take a sentence as it is written; return it as it is read aloud. */
export function spoken(text) {
  return text
    .replace(DATE, (_, day, d, m, y) => `${day ?? "ngày "}${plain(d)} tháng ${plain(m)} năm ${y}`)
    .replace(DAY, (_, before, d, m) => `${before}${/ngày/i.test(before) ? "" : "ngày "}${plain(d)} tháng ${plain(m)}`)
    .replace(DOCUMENT, ofDocument)
    .replace(CLOCK, (_, hours, minutes) => `${plain(hours)} giờ${minutes === "00" ? "" : ` ${plain(minutes)} phút`}`)
    .replace(/(\d)\.(?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d),(?=\d)/g, "$1 phẩy ")
    .replace(/(?<![\d/])(\d+)\/(\d+)(?![\d/])/g, "$1 trên $2")
    .replace(/(\d{4})\s?[-–]\s?(?=\d{4}(?!\d))/g, "$1 đến ")
    .replace(UNIT, (_, digit, unit) => `${digit} ${UNITS[unit]}`)
    .replace(NAMES, (_, name) => WHOLE[name])
    .replace(/\s+/g, " ")
    .trim();
}

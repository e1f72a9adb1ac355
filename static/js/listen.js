// An article read aloud by the browser's own Vietnamese voice, sentence by sentence, with the
// sentence that is being read marked. Where there is no such voice there is no button.

import { spoken } from "./spoken.js";

const PARTS = ".article__title, .article__subtitle, .article__sapo p, .prose :is(p, h2, h3, h4, li, figcaption, caption)";
const MARK = "dang-doc";
const speech = window.speechSynthesis;
const begin = document.querySelector("[data-listen]");
const player = document.querySelector("[data-player]");
const pause = player?.querySelector("[data-pause]");
let voice = null;
let sentences = [];
let place = -1;
let playing = false;

function findVoice() {
  voice = speech.getVoices().find(({ lang }) => /^vi\b/i.test(lang.replace("_", "-"))) ?? null;
  begin.hidden = !voice;
}

// Where sentences begin and end in a text.
function cut(text) {
  if (Intl.Segmenter) {
    const found = new Intl.Segmenter("vi", { granularity: "sentence" }).segment(text);
    return Array.from(found, ({ index, segment }) => [index, index + segment.length]);
  }
  return Array.from(text.matchAll(/[^.!?…]+[.!?…]*["”’)]*\s*/g), ({ index, 0: part }) => [index, index + part.length]);
}

function textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let at = 0, node = walker.nextNode(); node; node = walker.nextNode()) {
    found.push({ node, from: at, to: at + node.length });
    at += node.length;
  }
  return found;
}

function rangeOf(nodes, from, to) {
  const range = document.createRange();
  const first = nodes.find((part) => from < part.to);
  const last = nodes.findLast((part) => to > part.from);
  range.setStart(first.node, from - first.from);
  range.setEnd(last.node, to - last.from);
  return range;
}

function sentencesOf(element) {
  const nodes = textNodes(element);
  const text = nodes.map(({ node }) => node.data).join("");
  return cut(text)
    .filter(([from, to]) => /[\p{L}\p{N}]/u.test(text.slice(from, to)))
    .map(([from, to]) => ({ element, text: text.slice(from, to), range: rangeOf(nodes, from, to) }));
}

function collect() {
  const parts = [...document.querySelectorAll(PARTS)];
  // A paragraph within an item of a list is read with the item.
  const outer = parts.filter((part) => !parts.some((other) => other !== part && other.contains(part)));
  return outer.flatMap(sentencesOf);
}

function mark(sentence) {
  window.CSS.highlights?.delete(MARK);
  if (!sentence) return;
  if (window.Highlight) window.CSS.highlights.set(MARK, new window.Highlight(sentence.range));
  const { top, bottom } = sentence.range.getBoundingClientRect();
  const hidden = top < 0 || bottom > window.innerHeight - player.offsetHeight;
  if (hidden) sentence.element.scrollIntoView({ block: "center" });
}

function show() {
  player.hidden = place < 0;
  begin.hidden = !voice || place >= 0;
  pause.textContent = playing ? "Tạm dừng" : "Đọc tiếp";
  player.querySelector("[data-count]").textContent = `Câu ${place + 1} trên ${sentences.length}`;
}

function say(next) {
  speech.cancel();
  if (next >= sentences.length) return stop();
  place = Math.max(next, 0);
  playing = true;
  mark(sentences[place]);
  const utterance = new window.SpeechSynthesisUtterance(spoken(sentences[place].text));
  utterance.voice = voice;
  utterance.lang = "vi-VN";
  const mine = place;
  utterance.onend = () => playing && place === mine && say(mine + 1);
  utterance.onerror = ({ error }) => ["interrupted", "canceled"].includes(error) || stop();
  speech.speak(utterance);
  show();
}

// Not speech.pause(): phones do not know it, and some computers forget to go on.
function halt() {
  playing = false;
  speech.cancel();
  show();
}

function stop() {
  const away = player.contains(document.activeElement);
  playing = false;
  place = -1;
  speech.cancel();
  mark(null);
  show();
  if (away) begin.focus();
}

if (speech && begin) {
  findVoice();
  speech.addEventListener?.("voiceschanged", findVoice);
  begin.addEventListener("click", () => {
    sentences = collect();
    say(0);
    pause.focus();
  });
  pause.addEventListener("click", () => (playing ? halt() : say(place)));
  player.querySelector("[data-back]").addEventListener("click", () => say(place - 1));
  player.querySelector("[data-on]").addEventListener("click", () => say(place + 1));
  player.querySelector("[data-stop]").addEventListener("click", stop);
  window.addEventListener("pagehide", () => speech.cancel());
}

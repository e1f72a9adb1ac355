"""The numbers and bullets Word draws before paragraphs, which the text itself does not hold."""

import re
from collections import defaultdict
from typing import NamedTuple
from xml.etree.ElementTree import Element

from .docx_looks import HEADINGS, Looks
from .docx_markup import is_on

BULLET = "•"
MAX_LEVEL = 8
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN += ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Level(NamedTuple):
    """How one level of a numbering counts: "decimal", from 1, "%1."."""

    form: str
    start: int
    text: str
    legal: bool = False  # every number in it in digits: "II" is written "2.1"


class Numbers:
    """Counts the numbered paragraphs of one document as Word does, in reading order."""

    def __init__(self, root: Element | None):
        """Take the root of numbering.xml, None for a document without."""
        lists = [] if root is None else root.findall("abstractNum")
        self._levels = {each.get("abstractNumId", ""): _levels(each) for each in lists}
        named = {_value(each, "styleLink"): _levels(each) for each in lists}
        for each in lists:
            if link := _value(each, "numStyleLink"):
                self._levels[each.get("abstractNumId", "")] = named.get(link, {})
        nums = [] if root is None else root.findall("num")
        self._nums = {num.get("numId", ""): num for num in nums}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._met: set[str] = set()

    def apply(self, blocks: list[Element], looks: Looks) -> None:
        """Write `marker` and, unless it is a heading, `level` (1 to 9) into numbered paragraphs."""
        for block in blocks:
            for paragraph in block.iter("p"):
                number, level = looks.numbering(paragraph)
                depth = min(int(level), MAX_LEVEL) if re.fullmatch("[0-9]", level) else 0
                # Word draws no number before an empty paragraph it hides nothing of; nor do we.
                if number in self._nums and paragraph.find(".//t") is not None:
                    _write(paragraph, self._marker(number, depth), depth)

    def _marker(self, number: str, depth: int) -> str:
        num = self._nums[number]
        shared = _value(num, "abstractNumId")
        levels = self._levels.get(shared, {}) | _overrides(num)
        counts = self._counts[shared]
        if number not in self._met:
            self._met.add(number)
            _restart(num, counts)
        _count(counts, levels, depth)
        return _label(levels, counts, depth)


def _value(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else found.get("val", "")


def _write(paragraph: Element, marker: str, depth: int) -> None:
    if marker:
        paragraph.set("marker", marker)
        if paragraph.get("role") not in HEADINGS:
            paragraph.set("level", str(depth + 1))


def _levels(element: Element) -> dict[int, Level]:
    found = {}
    for level in element.iter("lvl"):
        at = level.get("ilvl", "")
        if re.fullmatch("[0-8]", at):
            found[int(at)] = _level(level)
    return found


def _level(element: Element) -> Level:
    values = {child.tag: child.get("val", "") for child in element}
    start = values.get("start", "1")
    start = int(start) if re.fullmatch("[0-9]{1,4}", start) else 1
    legal = is_on(element.find("isLgl"))
    return Level(values.get("numFmt", "decimal"), start, values.get("lvlText", ""), legal)


def _overrides(num: Element) -> dict[int, Level]:
    return {at: level for part in num.findall("lvlOverride") for at, level in _levels(part).items()}


def _restart(num: Element, counts: dict[int, int]) -> None:
    """A list that starts anew says so once, with its first number."""
    for part in num.findall("lvlOverride"):
        value, at = _value(part, "startOverride"), part.get("ilvl", "")
        if re.fullmatch("[0-9]{1,4}", value) and re.fullmatch("[0-8]", at):
            counts[int(at)] = int(value) - 1


def _count(counts: dict[int, int], levels: dict[int, Level], depth: int) -> None:
    start = levels[depth].start if depth in levels else 1
    counts[depth] = counts.get(depth, start - 1) + 1
    for deeper in [at for at in counts if at > depth]:
        del counts[deeper]


def _label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, Level("bullet", 1, BULLET))
    if level.form == "bullet":
        return BULLET
    if level.form == "none":
        return ""

    def written(found: re.Match) -> str:
        at = int(found[1]) - 1
        shown = levels.get(at, level)
        return _formed(counts.get(at, shown.start), "decimal" if level.legal else shown.form)

    return re.sub("%([1-9])", written, level.text).strip()


def _formed(number: int, form: str) -> str:
    if form.endswith("Roman"):
        text = _roman(number)
    elif form.endswith("Letter"):
        # After z, Word doubles the letter: aa, bb.
        text = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 10) if number else ""
    else:
        return f"{number:02}" if form == "decimalZero" else str(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text

"""The check for letters from before Unicode that remain in the text."""

from collections.abc import Iterator
from html import escape

from news.text.legacy import inspect_html

from .findings import Finding, Place, at, should
from .reading import Passage, Reading

NAMED = 3  # places that a sentence can hold
Placed = tuple[Passage, Place]


def remaining(reading: Reading) -> Iterator[Finding]:
    """Passages in TCVN3 or VNI; no program of today shows them to a citizen as they were meant."""
    placed = [*_described(reading), *((passage, at(passage.text)) for passage in reading.passages)]
    report = inspect_html("".join(f"<p>{escape(passage.text)}</p>" for passage, _ in placed))
    if report:
        found = [placed[block] for block in report.blocks]
        yield _finding(found, report.encoding.label)


def _described(reading: Reading) -> Iterator[Placed]:
    """What is said of the pictures, where something is."""
    alt = reading.content.cover_alt
    if alt:
        yield Passage("cover_alt", alt, "mô tả ảnh đại diện"), at(alt)
    for number, picture in enumerate(reading.pictures, start=1):
        if picture.attrs["alt"]:
            where = f"mô tả ảnh thứ {number} trong bài"
            yield Passage("body", picture.attrs["alt"], where), Place("picture", number)


def _finding(found: list[Placed], label: str) -> Finding:
    first, place = found[0]
    offence = "\n".join(passage.text for passage, _ in found)
    where = _named(list(dict.fromkeys(passage.where for passage, _ in found)))
    sentence = f"{where} có vẻ còn chữ {label}: hãy bấm “Chuyển sang Unicode và lưu” ở đầu trang."
    return should("old-letters", first.field, sentence, offence, place)


def _named(places: list[str]) -> str:
    named = ", ".join(places[:NAMED])
    more = f" và {len(places) - NAMED} chỗ khác" if len(places) > NAMED else ""
    return f"{named[0].upper()}{named[1:]}{more}"

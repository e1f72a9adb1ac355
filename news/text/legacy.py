"""Text in TCVN3 or VNI: found by what its words would be, turned into Unicode when asked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from html import unescape

from .legacy_evidence import GOOD_FOR_BAD, Evidence, is_vietnamese, weigh
from .legacy_html import Piece, TextBlock, replace, text_blocks
from .legacy_tables import Encoding, convert, convert_pieces, plain_codes
from .syllables import OWN_LETTERS

__all__ = ["PREVIEWED", "Encoding", "Passage", "Report"]
__all__ += ["convert", "convert_html", "convert_text", "detect", "hold_html"]
__all__ += ["inspect_html", "inspect_text"]

PREVIEWED = 20  # passages that a writer can be expected to compare
WITHOUT_HORN = 600  # characters; in Vietnamese every eighty-fifth is a plain ư

_SUSPECT = re.compile("[\u00a1-\u00ff\u03bc\uf0a1-\uf0fe]")
# Letters and marks that only Unicode has: nobody's old file holds one.
_UNICODE = re.compile(f"{OWN_LETTERS}|[\u0300-\u036f]")
_HORN = re.compile("[\u00ad\uf0ad]")
_ADDRESS = re.compile("@|://|www\\.")
# A soft hyphen is dropped by every cleaning; the same byte in a private code stays.
_HELD = str.maketrans("\u00ad", "\uf0ad")
_FONTS = {Encoding.TCVN3: ".vn", Encoding.VNI: "vni"}


@dataclass(frozen=True)
class Passage:
    """A block before and after conversion, as plain text, for a look at both side by side."""

    block: int
    encoding: Encoding
    before: str
    after: str


@dataclass(frozen=True)
class Report:
    """What was found in a document: the commonest encoding, and the blocks to be converted.

    `horns_lost` warns that some program took every ư of TCVN3 for a soft hyphen and dropped it:
    the words come out with holes ("nớc"), and only the file they came from can help.
    """

    encoding: Encoding
    blocks: tuple[int, ...]
    total: int
    passages: tuple[Passage, ...]
    horns_lost: bool = False


# A block, and what the blocks around it add


@dataclass
class _Verdict:
    """What is known of a block: decided for an encoding or against any, or still open."""

    encoding: Encoding | None = None
    decided: bool = False
    fitting: dict[Encoding, Evidence] = field(default_factory=dict)
    foreign: bool = False


_OPEN, _UNICODE_FOUND = _Verdict(), _Verdict(decided=True)


def _judge(text: str, fonts: Collection[str]) -> _Verdict:
    if not _SUSPECT.search(text):
        return _OPEN
    if _UNICODE.search(text):
        return _UNICODE_FOUND
    plain = " ".join(part for part in plain_codes(text).split() if not _ADDRESS.search(part))
    if is_vietnamese(plain):
        return _UNICODE_FOUND
    found = {encoding: weigh(plain, encoding) for encoding in Encoding}
    convincing = [encoding for encoding in Encoding if found[encoding].convinces]
    if convincing:
        return _Verdict(max(convincing, key=lambda encoding: found[encoding].good), decided=True)
    fitting = {encoding: seen for encoding, seen in found.items() if seen.fits and not seen.bad}
    for encoding, seen in fitting.items():
        if seen.agrees and _has_font(fonts, encoding):
            return _Verdict(encoding, decided=True)
    return _Verdict(fitting=fitting, foreign=not fitting and any(one.bad for one in found.values()))


def _has_font(fonts: Collection[str], encoding: Encoding) -> bool:
    return any(font.strip(" \"'").lower().startswith(_FONTS[encoding]) for font in fonts)


def detect(text: str, fonts: Collection[str] = ()) -> Encoding | None:
    """Take one block of text, raw as pasted, and its fonts; return its encoding, or None.

    TCVN3 writes ư as a soft hyphen: ask before any cleaning. Fonts alone never decide.
    """
    return _judge(text, fonts).encoding


def _decide(blocks: list[TextBlock], near: Encoding | None) -> list[Encoding | None]:
    """Return the encoding of each block, the short ones by the company they keep."""
    verdicts = [_judge(block.text, block.fonts) for block in blocks]
    before = _neighbours(verdicts, near)
    after = _neighbours(verdicts[::-1], near)[::-1]
    pooled = _pooled(verdicts)
    return [
        verdict.encoding or _helped(verdict, sides, pooled)
        for verdict, *sides in zip(verdicts, before, after, strict=True)
    ]


def _neighbours(verdicts: list[_Verdict], near: Encoding | None) -> list[_Verdict | None]:
    last = _Verdict(near, decided=True) if near else None
    neighbours = []
    for verdict in verdicts:
        neighbours.append(last)
        last = verdict if verdict.decided else last
    return neighbours


def _pooled(verdicts: list[_Verdict]) -> Encoding | None:
    """Return the encoding that the open blocks prove together, as the cells of a table do."""
    foreign = sum(verdict.foreign for verdict in verdicts)
    for encoding in Encoding:
        seen = [v.fitting[encoding] for v in verdicts if encoding in v.fitting]
        pool = Evidence()
        for one in seen:
            pool.add(one)
        if pool.convinces and len(seen) >= GOOD_FOR_BAD * foreign:
            return encoding
    return None


def _helped(
    verdict: _Verdict, sides: Iterable[_Verdict | None], pooled: Encoding | None
) -> Encoding | None:
    around = {side.encoding for side in sides if side}
    encoding = around.pop() if len(around) == 1 else pooled
    return encoding if encoding in verdict.fitting else None


# Documents


def inspect_html(raw_html: str, most: int | None = PREVIEWED) -> Report | None:
    """Take HTML before any cleaning; return what is TCVN3 or VNI in it, None if nothing is.

    The report holds `most` passages, None for all of them.
    """
    return _report(_blocks(raw_html), None, most)


def convert_html(raw_html: str) -> str:
    """Take HTML before any cleaning; return it with the blocks that were found in Unicode.

    Tags and all other bytes stay as they are, but alternative texts and titles count as blocks.
    """
    blocks = _blocks(raw_html)
    return replace(raw_html, _changes(blocks, _decide(blocks, None)))


def hold_html(raw_html: str) -> str:
    """Take HTML before any cleaning; return it with every ư of its TCVN3 in a lasting form.

    What is cleaned after that can still be converted, to the same text.
    """
    blocks = _blocks(raw_html)
    old = zip(blocks, _decide(blocks, None), strict=True)
    pieces = (each for block, found in old if found is Encoding.TCVN3 for each in block.pieces)
    return replace(raw_html, [(each, each.text.translate(_HELD)) for each in pieces])


def inspect_text(text: str, near: Encoding | None = None) -> Report | None:
    """Take plain text; return what is TCVN3 or VNI in its lines, None if nothing is.

    `near` is the encoding of the document it belongs to: a title of two words needs that help.
    """
    return _report(_lines(text), near, PREVIEWED)


def convert_text(text: str, near: Encoding | None = None) -> str:
    """Take plain text and the encoding near it; return it with the lines found in Unicode."""
    blocks = _lines(text)
    changes = _changes(blocks, _decide(blocks, near))
    new = {piece.start: after for piece, after in changes}
    pieces = (piece for block in blocks for piece in block.pieces)
    return "".join(new.get(piece.start, piece.text) for piece in pieces)


def _blocks(raw_html: str) -> list[TextBlock]:
    suspect = _SUSPECT.search(raw_html) or _SUSPECT.search(unescape(raw_html))
    return text_blocks(raw_html) if suspect else []


def _lines(text: str) -> list[TextBlock]:
    lines = enumerate(text.splitlines(keepends=True))
    return [TextBlock([Piece(at, at, line)]) for at, line in lines]


def _report(blocks: list[TextBlock], near: Encoding | None, most: int | None) -> Report | None:
    encodings = _decide(blocks, near)
    found = [at for at, encoding in enumerate(encodings) if encoding]
    if not found:
        return None
    seen = [encodings[at] for at in found]
    passages = (_passage(at, blocks[at], encodings[at]) for at in found[:most])
    encoding = max(seen, key=seen.count)
    lost = encoding is Encoding.TCVN3 and _horns_lost("".join(blocks[at].text for at in found))
    return Report(encoding, tuple(found), len(blocks), tuple(passages), lost)


def _horns_lost(text: str) -> bool:
    return len(text) > WITHOUT_HORN and not _HORN.search(text)


def _passage(at: int, block: TextBlock, encoding: Encoding) -> Passage:
    after = "".join(text for _, text in _changes([block], [encoding]))
    return Passage(at, encoding, " ".join(block.text.split()), " ".join(after.split()))


def _changes(blocks: list[TextBlock], encodings: list[Encoding | None]) -> list[tuple[Piece, str]]:
    changes: list[tuple[Piece, str]] = []
    for block, encoding in zip(blocks, encodings, strict=True):
        if encoding:
            texts = convert_pieces([p.text for p in block.pieces], encoding, _shouted(block))
            changes += zip(block.pieces, texts, strict=True)
    return changes


def _shouted(block: TextBlock) -> set[int]:
    """Return the pieces in a font such as .VnTimeH, which draws small letters as capitals."""
    fonts = [piece.font for piece in block.pieces]
    return {at for at, font in enumerate(fonts) if font.startswith(".vn") and font.endswith("h")}

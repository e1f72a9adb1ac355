"""How two texts differ: which paragraphs, and within a changed one which words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from .document import Block
from .richtext import outline

SAME, CHANGED, REMOVED, ADDED = "same", "changed", "removed", "added"
# Words with the space behind them, so that joining the parts gives the text again.
_WORD = re.compile(r"\S+\s*|\s+")
# Below this share of common words two paragraphs are two, not one that was changed.
LIKENESS = 0.4
# Pairs of paragraphs that are tried in one changed stretch; beyond it they pair in their order.
MOST_TRIED = 400
_NAMES = {"h2": "Tiêu đề 2", "h3": "Tiêu đề 3", "h4": "Tiêu đề 4", "hr": "Đường kẻ ngang"}


@dataclass(frozen=True)
class Piece:
    """A stretch of words that is in both texts, only in the old, or only in the new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A paragraph as it stands in the comparison; only a changed one has several pieces."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All its words, old and new."""
        return "".join(piece.text for piece in self.pieces)


def lines(html: str) -> list[str]:
    """Take stored HTML; return a line for each paragraph, heading, item, row and picture, with
    what a reader would not see in the words alone: heading level, links, pictures.

    Raises TooLarge.
    """
    return [line for block in outline(html) for line in _lines(block)]


def compare(old: list[str], new: list[str]) -> list[Row]:
    """The rows of a comparison of two lists of paragraphs, in reading order."""
    rows: list[Row] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += (_whole(SAME, text) for text in old[i:j])
        else:
            rows += _stretch(old[i:j], new[k:m])
    return rows


def words(old: str, new: str) -> tuple[Piece, ...]:
    """How two paragraphs differ, word by word."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(b[k:m])))
            continue
        pieces += [Piece(REMOVED, "".join(a[i:j]))] if j > i else []
        pieces += [Piece(ADDED, "".join(b[k:m]))] if m > k else []
    return tuple(pieces)


def _stretch(old: list[str], new: list[str]) -> Iterator[Row]:
    """A stretch in which something changed: like is put beside like, in order."""
    paired = _pairs(old, new)
    i = k = 0
    for at, to in [*paired, (len(old), len(new))]:
        yield from (_whole(REMOVED, text) for text in old[i:at])
        yield from (_whole(ADDED, text) for text in new[k:to])
        if at < len(old):
            yield Row(CHANGED, words(old[at], new[to]))
        i, k = at + 1, to + 1


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which old paragraph became which new one; both numbers rise."""
    if len(old) * len(new) > MOST_TRIED:
        return [(i, i) for i, pair in enumerate(zip(old, new, strict=False)) if _like(*pair)]
    found, after = [], 0
    for i, text in enumerate(old):
        near = [(_likeness(text, new[k]), -k) for k in range(after, len(new))]
        best, place = max(near, default=(0.0, 0))
        if best >= LIKENESS:
            found.append((i, -place))
            after = -place + 1
    return found


def _like(old: str, new: str) -> bool:
    return _likeness(old, new) >= LIKENESS


def _likeness(old: str, new: str) -> float:
    """The share of common words, whatever their order: cheap, and enough to pair by."""
    a, b = old.split(), new.split()
    if not a or not b:
        return 0.0
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b)))


def _whole(kind: str, text: str) -> Row:
    return Row(kind, (Piece(kind, text),))


def _lines(block: Block) -> Iterator[str]:
    if block.tag == "tr":
        yield " | ".join(map(_cell, block.children))
    elif block.tag == "img":
        name, alt = block.attrs["src"].rpartition("/")[2], block.attrs["alt"]
        yield f"[Ảnh {name}: {alt or 'không mô tả'}]"
    else:
        said = _said(block)
        yield from [said] if said else []
        yield from _lines_of(block.children)


def _lines_of(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _lines(block)


def _cell(block: Block) -> str:
    return " ".join(_lines_of(block.children)) or _said(block)


def _said(block: Block) -> str:
    """The words of a block with what its look says: "Tiêu đề 2: …", "chữ [liên kết …]"."""
    name, text = _NAMES.get(block.tag, ""), "".join(_run(run) for run in block.runs)
    return ": ".join(part for part in (name, text) if part)


def _run(run) -> str:
    return f"{run.text} [liên kết {run.link.href}]" if run.link else run.text

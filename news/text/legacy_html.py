"""HTML taken apart into blocks of text that remember where each piece stands and in which font."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape


def _set(words: str) -> set[str]:
    return set(words.split())


# A piece of a block may be bold, linked or in another font; any other element ends the block.
_INLINE = _set(
    "a abbr acronym b bdi bdo big cite code dfn del em font i img ins kbd label mark nobr q s "
    "samp small span strike strong sub sup tt u var wbr"
)
_VOID = _set("area base br col embed hr img input link meta param source track wbr")
_TOKEN = re.compile(
    "<!--.*?(?:-->|\\Z)"
    "|<(script|style|xml|title|textarea|iframe|noembed|noframes|xmp)\\b.*?(?:</\\1\\s*>|\\Z)"
    "|<(/?)([a-z][^\\s/>]*)(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+>?"
    "|<[!?/][^>]*>?",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile("\\s([a-z-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))", re.I)
_FAMILY = re.compile("(?:^|[;{\\s])font-family\\s*:\\s*([^;}]+)", re.IGNORECASE)
_CLASS = re.compile("\\.([\\w-]+)")
# Their letters are pictures: Word writes its bullets as "·" and "Ø" of these fonts.
_PICTURES = ("symbol", "wingdings", "webdings")


@dataclass(frozen=True)
class Piece:
    """A text node or attribute: where its source stands, what it says and in which font."""

    start: int
    end: int
    text: str
    font: str = ""


@dataclass
class TextBlock:
    """A paragraph, heading, cell, line or attribute, in pieces."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text a reader sees, before any cleaning."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def fonts(self) -> set[str]:
        """The fonts of its words."""
        return {piece.font for piece in self.pieces if piece.font and piece.text.strip()}


def text_blocks(html: str) -> list[TextBlock]:
    """Take any HTML; return its blocks that hold text, in the order in which they open."""
    return _Reader(html).blocks()


def replace(html: str, texts: list[tuple[Piece, str]]) -> str:
    """Take HTML and new texts for some of its pieces; return it with nothing else changed."""
    out, end = [], 0
    for piece, text in sorted(texts, key=lambda change: change[0].start):
        if text != piece.text:
            attribute = html[max(piece.start - 1, 0) : piece.start] not in ("", ">")
            out += [html[end : piece.start], escape(text, quote=attribute)]
            end = piece.end
    return "".join(out) + html[end:]


class _Reader:
    """Reads the tokens of one document and keeps the open elements with their fonts."""

    def __init__(self, html: str):
        self.html = html
        self.block = TextBlock()
        self.found = [self.block]
        self.opened: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter()
        self.class_fonts: dict[str, str] = {}

    def blocks(self) -> list[TextBlock]:
        """Return what was read."""
        end = 0
        for token in _TOKEN.finditer(self.html):
            self._text(end, token.start())
            end = token.end()
            if (token[1] or "").lower() == "style":
                self.class_fonts |= _class_fonts(token[0])
            elif token[3]:
                self._tag(token)
        self._text(end, len(self.html))
        return [block for block in self.found if block.text.strip()]

    def _text(self, start: int, end: int) -> None:
        font = self.opened[-1][1] if self.opened else ""
        if start < end and not font.startswith(_PICTURES):
            text = unescape(self.html[start:end])
            self.block.pieces.append(Piece(start, end, text, font))

    def _tag(self, token: re.Match) -> None:
        name = token[3].lower()
        if name not in _INLINE and ":" not in name:
            self.block = TextBlock()
            self.found.append(self.block)
        if token[1] is None and token[2]:
            self._close(name)
        else:
            self._open(name, token)

    def _open(self, name: str, token: re.Match) -> None:
        attributes = list(_attributes(token)) if "=" in token[0] else []
        for key, piece in attributes:
            if key in ("alt", "title"):
                self.found.append(TextBlock([piece]))
        if name not in _VOID:
            inherited = self.opened[-1][1] if self.opened else ""
            self.opened.append((name, self._font(attributes) or inherited))
            self.counts[name] += 1

    def _close(self, name: str) -> None:
        # A closing tag of nothing open closes nothing, else "</b></b>…" would cost its square.
        while self.counts[name]:
            opened, _ = self.opened.pop()
            self.counts[opened] -= 1
            if opened == name:
                return

    def _font(self, attributes: list[tuple[str, Piece]]) -> str:
        values = {key: piece.text for key, piece in attributes}
        named = _FAMILY.search(values.get("style", ""))
        if named or "face" in values:
            return _first(named[1] if named else values["face"])
        classes = values.get("class", "").split()
        return next((self.class_fonts[name] for name in classes if name in self.class_fonts), "")


def _attributes(token: re.Match) -> Iterator[tuple[str, Piece]]:
    for found in _ATTRIBUTE.finditer(token[0]):
        start, end = (token.start() + at for at in found.span(found.lastindex))
        yield found[1].lower(), Piece(start, end, unescape(found[found.lastindex]))


def _class_fonts(css: str) -> dict[str, str]:
    """Return the fonts that a style sheet of Word's gives to its classes."""
    fonts = {}
    for rule in css.split("}"):
        selector, _, body = rule.rpartition("{")
        if named := _FAMILY.search(body):
            fonts |= dict.fromkeys(_CLASS.findall(selector), _first(named[1]))
    return fonts


def _first(families: str) -> str:
    return unescape(families).split(",")[0].strip(" \t\r\n\"'").lower()

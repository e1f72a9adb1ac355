"""Questions to the plain blocks of a Word file: what they say, how they look, what they hold."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

from .legacy import Encoding, convert_text
from .vietnamese import fold, normalise

# Fonts of the old Vietnamese encodings: .VnTime, VNI-Times, VNtimes new roman.
_OLD_FONT = re.compile(r"(?:\.|vn)[\w .+-]{1,40}", re.IGNORECASE | re.ASCII)
_ENCODINGS = {".vn": Encoding.TCVN3, "vni": Encoding.VNI}
_SPOKEN = {"tab": "\t", "br": "\n"}


def _spoken(part: Element) -> str:
    return (part.text or "") if part.tag == "t" else _SPOKEN.get(part.tag, "")


def _paragraph(paragraph: Element) -> str:
    text = "".join(map(_spoken, paragraph.iter()))
    fonts = filter(None, map(old_font, paragraph.iter("r")))
    return _readable(text, next(fonts, ""))


@lru_cache(maxsize=2_000)
def _readable(text: str, font: str) -> str:
    """Return text of an old font as Unicode: a letterhead is one in whatever letters."""
    if not font:
        return text
    near = next((code for name, code in _ENCODINGS.items() if font.lower().startswith(name)), None)
    return convert_text(text, near)


def said(block: Element) -> str:
    """Take a block; return all its words as one line, in Unicode."""
    return normalise(" ".join(map(_paragraph, block.iter("p"))))


def lines(block: Element) -> list[str]:
    """Take a block; return its lines, also those parted by a tab or a break, in Unicode."""
    texts = map(_paragraph, block.iter("p"))
    parts = (normalise(part) for text in texts for part in re.split("[\t\n]+", text))
    return [part for part in parts if part]


def is_all(paragraph: Element, look: str) -> bool:
    """Take a paragraph and "b" or "i"; say whether all its words look so."""
    runs = [run for run in paragraph.iter("r") if "".join(map(_spoken, run)).strip()]
    return bool(runs) and all(run.get(look) for run in runs)


def is_shown(block: Element) -> bool:
    """Take a block; say whether a reader sees anything of it."""
    return block.tag == "tbl" or has_picture(block) or bool(said(block))


def has_picture(block: Element) -> bool:
    """Take a block; say whether it holds a picture."""
    return block.find(".//picture") is not None


def is_text(block: Element) -> bool:
    """Take a block; say whether it is a paragraph of words only, of no special role."""
    named = block.get("role") or block.get("marker")
    return block.tag == "p" and not named and not has_picture(block)


def starts(block: Element, words: str) -> bool:
    """Take a block and folded words; say whether it begins with them."""
    return fold(said(block)).startswith(words)


def old_font(run: Element) -> str:
    """Take a run; return its font when it is one of an old Vietnamese encoding, else ""."""
    font = run.get("font", "")
    return font if _OLD_FONT.fullmatch(font) else ""


def inner_html(paragraph: Element) -> str:
    """Take a paragraph; return its words as HTML, old fonts named, other looks left out."""
    runs = groupby(paragraph.iter("r"), key=old_font)
    return "".join(_spanned(font, "".join(map(_run_html, each))) for font, each in runs)


def blocks_html(blocks: Iterable[Element]) -> str:
    """Take blocks; return a paragraph of HTML for each paragraph in them that has words."""
    paragraphs = (each for block in blocks for each in block.iter("p"))
    return "".join(f"<p>{_marked(each)}{inner_html(each)}</p>" for each in paragraphs if said(each))


def _marked(paragraph: Element) -> str:
    marker = paragraph.get("marker", "")
    return f"{escape(marker)} " if marker else ""


def _spanned(font: str, html: str) -> str:
    return f'<span style="font-family:{font}">{html}</span>' if font and html else html


def _run_html(run: Element) -> str:
    return escape("".join(map(_spoken, run)), quote=False).replace("\n", "<br>")

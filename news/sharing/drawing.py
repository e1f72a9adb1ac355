"""Draws pictures of 1200 by 630 pixels: a cover cropped, or a title on the portal's paper."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from news.media.renditions import LANCZOS, crop_box

# Raise it when the drawing changes; then every picture is made anew.
VERSION = 1
SIZE = (1200, 630)
FONTS = Path(__file__).parent / "fonts"
PAPER, INK, MUTED, RED, GOLD = "#fffdfa", "#1c1a19", "#635c55", "#a5131f", "#b9862a"
EDGE = 84
# The room of the title, between the head and the foot.
TOP, BOTTOM = 206, 528
WIDE = SIZE[0] - 2 * EDGE
# From large to small; below the smallest a title is cut.
LETTERS = (68, 60, 54, 48, 43, 39, 35)
LEADING = 1.28
EMBLEM = 96
ELLIPSIS = "…"


@dataclass(frozen=True)
class Words:
    """What stands on a card."""

    title: str
    kicker: str = ""
    kind: str = ""
    name: str = ""
    foot: str = ""


def cropped(picture: Image.Image, focal: tuple[float, float]) -> bytes:
    """A photograph as a JPEG file, cropped around its focal point (parts of width and height)."""
    box = crop_box(picture.size, SIZE[0] / SIZE[1], focal)
    plain = _on_paper(picture)
    return _encoded(plain.resize(SIZE, LANCZOS, box, reducing_gap=3.0), "JPEG", quality=82)


def card(words: Words, emblem: Image.Image) -> bytes:
    """A title with the portal's name and emblem as a PNG file."""
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, SIZE[0], 12), fill=RED)
    _head(sheet, pen, words, emblem)
    font, lines = fitted(words.title)
    step = font.size * LEADING
    top = TOP + (BOTTOM - TOP - step * len(lines)) / 2
    for number, line in enumerate(lines):
        pen.text((EDGE, top + number * step), line, font=font, fill=INK)
    _foot(pen, words)
    # Few colours: the same to the eye, a quarter of the bytes.
    return _encoded(sheet.quantize(96, dither=Image.Dither.NONE), "PNG", optimize=True)


def fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which a title fits its room, and its lines; a title too long even
    for the smallest ends in an ellipsis."""
    for size in LETTERS:
        font = _font(700, size)
        lines = _lines(title, font)
        most = int((BOTTOM - TOP) / (size * LEADING))
        if len(lines) <= most and all(font.getlength(line) <= WIDE for line in lines):
            return font, _balanced(title, font, lines)
    return font, _cut(lines, most, font)


def _head(sheet, pen, words: Words, emblem: Image.Image) -> None:
    mark = _on_paper(emblem.resize((EMBLEM, EMBLEM), LANCZOS))
    sheet.paste(mark, (EDGE, 64))
    left = EDGE + EMBLEM + 28
    room = SIZE[0] - left - EDGE
    kind, name = _short(words.kind.upper(), 600, 22, room), _short(words.name, 700, 38, room)
    pen.text((left, 70), kind, font=_font(600, 22), fill=MUTED)
    pen.text((left, 102), name, font=_font(700, 38), fill=INK)


def _foot(pen, words: Words) -> None:
    pen.rectangle((EDGE, 566, EDGE + 56, 570), fill=GOLD)
    small = _font(600, 24)
    kicker = _short(words.kicker, 600, 24, WIDE - 460)
    pen.text((EDGE + 76, 552), kicker, font=small, fill=RED)
    pen.text((SIZE[0] - EDGE, 552), words.foot, font=small, fill=MUTED, anchor="ra")


def _balanced(title: str, font, lines: list[str]) -> list[str]:
    """The same number of lines, as even as they can be: no word stands alone on the last."""
    for wide in range(WIDE, WIDE // 2, -20):
        narrower = _lines(title, font, wide)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(text: str, font, wide: int = WIDE) -> list[str]:
    """Words in lines of a width; a word wider than the room is broken."""
    lines, line = [], ""
    for word in _breakable(text.split(), font):
        longer = f"{line} {word}".lstrip()
        if line and font.getlength(longer) > wide:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _breakable(words: list[str], font):
    for word in words:
        while font.getlength(word) > WIDE and len(word) > 1:
            fits = next(n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= WIDE)
            yield word[:fits]
            word = word[fits:]  # noqa: PLW2901
        yield word


def _cut(lines: list[str], most: int, font) -> list[str]:
    kept = lines[:most]
    last = kept[-1]
    while last and font.getlength(last + ELLIPSIS) > WIDE:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*kept[:-1], last.rstrip(" ,;:.–-") + ELLIPSIS]


def _short(text: str, weight: int, size: int, wide: float) -> str:
    font = _font(weight, size)
    if font.getlength(text) <= wide:
        return text
    while text and font.getlength(text + ELLIPSIS) > wide:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"be-vietnam-pro-{weight}.ttf", size)


def _on_paper(picture: Image.Image) -> Image.Image:
    """Without transparency: what shines through is the paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    sheet = Image.new("RGB", clear.size, PAPER)
    sheet.paste(clear, mask=clear.getchannel("A"))
    return sheet


def _encoded(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()

"""Draws the demo pictures: calm layered landscapes that stand for photographs.

The picture for the path "pictures/NAME.jpg" is `draw("NAME")`, always the same one. Words of the
name that are a motif or a palette choose it ("demo-012-2-bridge-dusk" is a bridge at dusk), the
rest is left to the name as a seed. So a path says what the picture shows, and the alt text written
beside it stays true.
"""

from PIL import Image

from news.demo import landscapes, settlements
from news.demo.canvas import Canvas, peaked, rolling
from news.demo.palettes import PALETTES, blend

MOTIFS = {**landscapes.MOTIFS, **settlements.MOTIFS}
DAYLIGHT = [name for name in PALETTES if name != "night"]  # night only where it is asked for


def draw(seed: str, size: tuple[int, int] = (1280, 800), motif: str | None = None) -> Image.Image:
    """The picture of this name; `motif` overrides what the name says."""
    words = seed.split("-")
    canvas = Canvas(seed, size, PALETTES["day"])
    palette = _named(words, PALETTES) or canvas.pick(DAYLIGHT)
    motif = motif or _named(words, MOTIFS) or canvas.pick(list(MOTIFS))
    canvas = Canvas(seed, size, PALETTES[palette])
    _background(canvas, starry=palette == "night")
    MOTIFS[motif](canvas)
    return canvas.finished()


def _named(words: list[str], known: dict) -> str | None:
    return next((word for word in words if word in known), None)


def _background(canvas: Canvas, *, starry: bool) -> None:
    if starry:
        _stars(canvas)
    _sun(canvas)
    if not starry:
        _clouds(canvas)
    _ridges(canvas)


def _sun(canvas: Canvas) -> None:
    x = canvas.between(0.2, 0.8) * canvas.width
    y = canvas.between(0.14, 0.26) * canvas.height
    radius = canvas.between(40, 58)
    for halo, alpha in ((2.4, 40), (1.6, 60), (1, 255)):
        canvas.ellipse((x, y), radius * halo, radius * halo, canvas.palette.sun, alpha)


def _stars(canvas: Canvas) -> None:
    for _ in range(46):
        place = canvas.between(0, canvas.width), canvas.between(0, canvas.height * 0.4)
        size = canvas.between(1, 2.4)
        canvas.ellipse(place, size, size, canvas.palette.sun, 190)


def _clouds(canvas: Canvas) -> None:
    for _ in range(int(canvas.between(1, 4))):
        x, y = canvas.between(80, 1200), canvas.between(0.08, 0.3) * canvas.height
        for shift, wide, high in ((0, 120, 11), (34, 74, 21), (-46, 56, 15)):
            canvas.ellipse((x + shift, y - high), wide, high, canvas.palette.sun, 110)


def _ridges(canvas: Canvas) -> None:
    """Four ridges, each darker and lower, with mist between them."""
    colours = canvas.palette
    for layer in range(4):
        line = peaked if layer < 2 else rolling
        base = canvas.height * (0.4 + 0.075 * layer)
        swing = canvas.height * (0.13 if layer < 2 else 0.055)
        canvas.under(line(canvas, base, swing), blend(colours.far, colours.near, layer / 3.6))
        if layer < 3:  # the foot of the mist is hidden by the next ridge
            canvas.haze(base - swing / 2, base + 110, colours.sky_low, 0.42 - 0.09 * layer)

"""Things that stand in a demo picture: trees, houses, flags, people in conical hats."""

from math import cos, pi, sin

from news.demo.canvas import Canvas, Point
from news.demo.palettes import Colour, blend, rgb

FLAG_RED = rgb("c8202b")
FLAG_GOLD = rgb("f6cf3f")
STRAW = rgb("ead9a4")
SKIN = rgb("d9a782")
LAMP = rgb("f7d98a")
WHITE = rgb("ffffff")
CLOTHES = [
    rgb(code) for code in ("7d2f45", "2f4f73", "a14a2f", "3d6b57", "56407a", "b0812f", "38475a")
]
FRUIT = [rgb(code) for code in ("d8572f", "e0a030", "6f9a3c", "b23a3a", "8a5a8f", "e8c65a")]


def cone_tree(canvas: Canvas, foot: Point, high: float, colour: Colour) -> None:
    """A slim tree, lit from the left."""
    x, y = foot
    half = high * 0.19
    canvas.line([(x, y + high * 0.08), (x, y - high * 0.3)], high * 0.05, canvas.palette.ink)
    canvas.polygon(
        [(x, y - high), (x + half, y - high * 0.06), (x - half, y - high * 0.06)], colour
    )
    shade = blend(colour, canvas.palette.ink, 0.28)
    canvas.polygon([(x, y - high), (x + half, y - high * 0.06), (x, y - high * 0.06)], shade)


def round_tree(canvas: Canvas, foot: Point, high: float, colour: Colour) -> None:
    x, y = foot
    canvas.line([(x, y), (x, y - high * 0.5)], high * 0.07, canvas.palette.ink)
    canvas.ellipse((x, y - high * 0.66), high * 0.32, high * 0.36, colour)
    light = blend(colour, canvas.palette.sky_low, 0.18)
    canvas.ellipse((x - high * 0.08, y - high * 0.74), high * 0.19, high * 0.22, light)


def banana(canvas: Canvas, foot: Point, high: float, colour: Colour) -> None:
    """A clump of broad leaves."""
    x, y = foot
    for lean in (-0.9, -0.5, -0.15, 0.25, 0.6, 1.0):
        tip = x + high * 0.75 * sin(lean), y - high * cos(lean * 0.8)
        belly = x + high * 0.22 * sin(lean) - high * 0.07, y - high * 0.62 * cos(lean)
        other = x + high * 0.42 * sin(lean) + high * 0.07, y - high * 0.5 * cos(lean)
        canvas.polygon([(x, y), belly, tip, other], blend(colour, STRAW, (lean + 1) / 9))


def stilt_house(canvas: Canvas, foot: Point, wide: float) -> None:
    """A house on stilts: posts, floor, wall with door and windows, broad roof, ladder."""
    x, y = foot
    floor, eave, ridge = y - wide * 0.24, y - wide * 0.5, y - wide * 0.86
    _posts(canvas, foot, wide, floor)
    canvas.box(x - wide * 0.45, eave, wide * 0.9, floor - eave, canvas.palette.wall)
    canvas.box(x - wide * 0.5, floor - 2, wide, wide * 0.045, canvas.palette.ink)
    _openings(canvas, x, floor, wide)
    _roof(canvas, x, eave, ridge, wide)


def _posts(canvas: Canvas, foot: Point, wide: float, floor: float) -> None:
    x, y = foot
    shade = blend(canvas.palette.ink, canvas.palette.field_dark, 0.35)
    canvas.box(x - wide * 0.42, floor, wide * 0.84, y - floor, shade)
    for part in (-0.42, -0.21, 0, 0.21, 0.42):
        canvas.line(
            [(x + wide * part, floor), (x + wide * part, y)], wide * 0.03, canvas.palette.roof
        )
    canvas.line([(x - wide * 0.28, floor), (x - wide * 0.4, y + 3)], wide * 0.05, STRAW)


def _openings(canvas: Canvas, x: float, floor: float, wide: float) -> None:
    dark = blend(canvas.palette.ink, canvas.palette.roof, 0.3)
    glass = LAMP if canvas.palette.is_dark else dark
    canvas.box(x - wide * 0.33, floor - wide * 0.2, wide * 0.11, wide * 0.2, dark)
    for left in (-0.06, 0.18):
        canvas.box(x + wide * left, floor - wide * 0.19, wide * 0.12, wide * 0.11, glass)


def _roof(canvas: Canvas, x: float, eave: float, ridge: float, wide: float) -> None:
    low = eave + wide * 0.05
    shape = [(-0.6, low), (-0.4, ridge), (0.4, ridge), (0.6, low)]
    canvas.polygon([(x + wide * part, y) for part, y in shape], canvas.palette.roof)
    lit = blend(canvas.palette.roof, canvas.palette.sky_low, 0.16)
    canvas.polygon([(x - wide * 0.6, low), (x - wide * 0.4, ridge), (x - wide * 0.26, low)], lit)


def flag(canvas: Canvas, foot: Point, high: float) -> None:
    """The national flag on its pole: 3 to 2, the star in the middle."""
    x, y = foot
    top, wide = y - high, high * 0.36
    canvas.line([foot, (x, top - 4)], max(2.2, high * 0.016), canvas.palette.ink)
    canvas.box(x, top, wide, wide * 2 / 3, FLAG_RED)
    star(canvas, (x + wide / 2, top + wide / 3), wide * 0.2, FLAG_GOLD)


def star(canvas: Canvas, centre: Point, radius: float, colour: Colour) -> None:
    x, y = centre
    tips = [(radius * (1 if i % 2 == 0 else 0.382), i * pi / 5) for i in range(10)]
    canvas.polygon([(x + far * sin(turn), y - far * cos(turn)) for far, turn in tips], colour)


def person(canvas: Canvas, foot: Point, high: float) -> None:
    """Somebody seen from afar, in a conical hat."""
    x, y = foot
    colour = canvas.pick(CLOTHES)
    canvas.polygon(
        [
            (x - high * 0.12, y - high * 0.72),
            (x + high * 0.12, y - high * 0.72),
            (x + high * 0.19, y),
            (x - high * 0.19, y),
        ],
        colour,
    )
    canvas.ellipse((x, y - high * 0.7), high * 0.12, high * 0.07, colour)
    canvas.ellipse((x, y - high * 0.83), high * 0.085, high * 0.1, SKIN)
    brim = y - high * 0.84
    canvas.polygon([(x - high * 0.2, brim), (x, y - high * 1.04), (x + high * 0.2, brim)], STRAW)


def windows(canvas: Canvas, corner: Point, size: Point, grid: tuple[int, int]) -> None:
    """A grid of windows on a wall given by its top left corner and size."""
    (left, top), (wide, high), (columns, rows) = corner, size, grid
    glass = _glass(canvas)
    cell_wide, cell_high = wide / columns, high / rows
    for column in range(columns):
        for row in range(rows):
            x, y = left + (column + 0.27) * cell_wide, top + (row + 0.26) * cell_high
            canvas.box(x, y, cell_wide * 0.46, cell_high * 0.48, glass)


def _glass(canvas: Canvas) -> Colour:
    if canvas.palette.is_dark:
        return LAMP
    return blend(canvas.palette.water, canvas.palette.ink, 0.35)

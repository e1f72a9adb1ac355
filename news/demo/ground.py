"""Ground that several demo motifs stand on: meadow, water, yard, and the trees around them."""

from news.demo import things
from news.demo.canvas import Canvas, rolling
from news.demo.palettes import Colour, blend


def leaf(canvas: Canvas) -> Colour:
    return blend(canvas.palette.field_dark, canvas.palette.near, canvas.between(0.1, 0.6))


def scatter_trees(canvas: Canvas, level: float, count: int, high: float) -> None:
    """Trees at both sides, so that the middle stays open."""
    for _ in range(count):
        x = canvas.pick([canvas.between(30, 400), canvas.between(880, 1250)])
        plant = canvas.pick([things.round_tree, things.cone_tree])
        plant(canvas, (x, canvas.height * level + canvas.between(0, high)), high, leaf(canvas))


def water(canvas: Canvas, top: float) -> None:
    """A sheet of water with short ripples."""
    water = canvas.palette.water
    canvas.under(lambda _: top, water)
    canvas.haze(top, top + 90, blend(water, canvas.palette.near, 0.5), 0.25)
    for _ in range(20):
        x, y = canvas.between(0, 1240), canvas.between(top + 24, canvas.height)
        reach = 14 + (y - top) * 0.22
        canvas.line([(x, y), (x + reach, y)], 2.6, canvas.palette.sky_low, 150)


def meadow(canvas: Canvas) -> float:
    """Ground in two tones; the height at which it begins."""
    horizon = canvas.height * 0.62
    canvas.under(
        rolling(canvas, horizon, 14), blend(canvas.palette.field, canvas.palette.near, 0.35)
    )
    canvas.under(rolling(canvas, horizon + 60, 22), canvas.palette.field)
    canvas.under(rolling(canvas, canvas.height * 0.86, 30), canvas.palette.field_dark)
    return horizon


def yard(canvas: Canvas) -> float:
    """Lawn and a paved yard; the height of the building's foot."""
    yard = canvas.height * 0.8
    canvas.under(rolling(canvas, canvas.height * 0.68, 16), canvas.palette.field_dark)
    canvas.under(lambda _: yard - 6, blend(canvas.palette.wall, canvas.palette.field, 0.35))
    canvas.under(rolling(canvas, canvas.height * 0.95, 8), canvas.palette.field)
    return yard


def yard_trees(canvas: Canvas, yard: float) -> None:
    for x in (70, 168, 1112, 1216):
        things.round_tree(
            canvas, (x, yard + canvas.between(4, 40)), canvas.between(190, 260), leaf(canvas)
        )

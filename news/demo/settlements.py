"""Demo motifs of places where people live: village, bridge, market, school, offices, street."""

from itertools import pairwise
from math import sin

from news.demo import ground, things
from news.demo.canvas import Canvas, Curve, Point, rolling
from news.demo.palettes import Colour, blend


def village(canvas: Canvas) -> None:
    """Stilt houses on a slope, the nearest largest."""
    for row, (level, wide) in enumerate(((0.66, 104), (0.78, 150), (0.93, 214))):
        line = rolling(canvas, canvas.height * (level - 0.03), 20)
        canvas.under(line, blend(canvas.palette.field, canvas.palette.field_dark, row * 0.42))
        _house_row(canvas, line, wide, canvas.between(60, 200) + 110 * (row % 2))
    things.banana(canvas, (canvas.pick([40, 1240]), canvas.height + 4), 150, ground.leaf(canvas))


def _house_row(canvas: Canvas, line: Curve, wide: float, x: float) -> None:
    while x < canvas.width - wide * 0.3:
        plant = things.round_tree if canvas.between(0, 1) < 0.6 else things.cone_tree
        plant(canvas, (x - wide * 0.85, line(x) + wide * 0.1), wide * 0.6, ground.leaf(canvas))
        things.stilt_house(canvas, (x, line(x) + wide * 0.22), wide * canvas.between(0.86, 1.08))
        x += wide * canvas.between(2, 3.2)


def bridge(canvas: Canvas) -> None:
    """A bridge across a stream, its arches standing in the water."""
    shore, deck = canvas.height * 0.68, canvas.height * 0.62
    canvas.under(rolling(canvas, shore - 40, 16), canvas.palette.field_dark)
    ground.water(canvas, shore + 18)
    _arches(canvas, deck, shore + 96)
    bank = rolling(canvas, canvas.height * 0.93, 26)
    canvas.under(bank, blend(canvas.palette.field, canvas.palette.field_dark, 0.3))
    for x in (90, 230, 1170):
        things.banana(canvas, (x, bank(x) + 8), canvas.between(80, 130), ground.leaf(canvas))


def _arches(canvas: Canvas, deck: float, foot: float) -> None:
    stone = blend(canvas.palette.wall, canvas.palette.ink, 0.16)
    shade = blend(stone, canvas.palette.ink, 0.3)
    canvas.box(-8, deck, canvas.width + 16, 26, stone)
    canvas.box(-8, deck + 26, canvas.width + 16, 7, shade)
    for x in range(110, 1280, 265):
        canvas.polygon(
            [(x - 46, deck + 30), (x + 46, deck + 30), (x + 17, deck + 84), (x - 17, deck + 84)],
            shade,
        )
        canvas.box(x - 17, deck + 60, 34, foot - deck - 60, stone)
        canvas.box(x + 5, deck + 60, 12, foot - deck - 60, shade)
    _railing(canvas, deck)


def _railing(canvas: Canvas, deck: float) -> None:
    for x in range(-4, 1290, 33):
        canvas.line([(x, deck), (x, deck - 30)], 3, canvas.palette.roof)
    for lift in (30, 15):
        canvas.line([(-8, deck - lift), (1288, deck - lift)], 3.4, canvas.palette.roof)


def market(canvas: Canvas) -> None:
    """Stalls under striped awnings, buyers in front, bunting above."""
    ground = canvas.height * 0.7
    canvas.under(
        rolling(canvas, ground - 20, 10), blend(canvas.palette.wall, canvas.palette.field_dark, 0.4)
    )
    _bunting(canvas, canvas.height * 0.42)
    for x in range(60, 1000, 400):
        _stall(canvas, (x + canvas.between(-16, 16), canvas.height * 0.84), 330)
    for spot in range(5):
        x = 120 + spot * 255 + canvas.between(-60, 60)
        things.person(canvas, (x, canvas.height * (0.92 + 0.05 * (spot % 2))), 150)


def _stall(canvas: Canvas, corner: Point, wide: float) -> None:
    x, y = corner
    cloth = canvas.pick(things.CLOTHES)
    for post in (x + 8, x + wide - 8):
        canvas.line([(post, y), (post, y - 190)], 6, canvas.palette.ink)
    canvas.box(x, y - 70, wide, 70, blend(canvas.palette.roof, canvas.palette.wall, 0.25))
    for step in range(8):
        canvas.ellipse((x + 24 + step * wide / 8.1, y - 76), 19, 17, canvas.pick(things.FRUIT))
    _awning(canvas, (x - 14, y - 206), wide + 28, cloth)


def _awning(canvas: Canvas, corner: Point, wide: float, cloth: Colour) -> None:
    """Stripes that widen downwards and end in scallops."""
    x, y = corner
    stripe = wide / 6
    for step in range(6):
        colour = cloth if step % 2 else canvas.palette.wall
        low = x + step * stripe
        high = x + wide * 0.08 + step * stripe * 0.84
        canvas.ellipse((low + stripe / 2, y + 58), stripe / 2, 14, colour)
        canvas.polygon(
            [(high, y), (high + stripe * 0.84, y), (low + stripe, y + 58), (low, y + 58)], colour
        )


def _bunting(canvas: Canvas, top: float) -> None:
    def rope(x: float) -> float:
        return top + 34 * sin(x * 0.0074) ** 2

    canvas.line(canvas.along(rope), 2.4, canvas.palette.ink)
    for x in range(20, 1280, 90):
        colour = canvas.pick([things.FLAG_RED, things.FLAG_GOLD, canvas.palette.wall])
        canvas.polygon([(x, rope(x)), (x + 30, rope(x + 30)), (x + 15, rope(x) + 34)], colour)


def school(canvas: Canvas) -> None:
    """A long low building with a tiled roof, a yard and the flag."""
    yard, wide = ground.yard(canvas), canvas.between(680, 820)
    left, top = 640 - wide / 2 + canvas.between(-40, 40), yard - 190
    canvas.box(left, top, wide, 190, canvas.palette.wall)
    things.windows(canvas, (left + 10, top + 18), (wide - 20, 130), (canvas.pick([9, 11]), 1))
    canvas.box(left, yard - 30, wide, 30, blend(canvas.palette.wall, canvas.palette.roof, 0.3))
    door = blend(canvas.palette.roof, canvas.palette.ink, 0.3)
    canvas.box(left + wide / 2 - 40, yard - 148, 80, 148, door)
    _tiled_roof(canvas, (left, top + 10), wide, 94)
    ground.yard_trees(canvas, yard)
    things.flag(canvas, (left + wide * canvas.pick([0.22, 0.7]), yard + 70), 330)


def _tiled_roof(canvas: Canvas, corner: Point, wide: float, rise: float) -> None:
    """A hipped roof that overhangs the wall whose top left corner is given."""
    left, eave = corner
    inset, over = rise * 0.5, rise * 0.36
    eaves = [(left + wide + over, eave), (left - over, eave)]
    ridge = [(left + inset, eave - rise), (left + wide - inset, eave - rise)]
    canvas.polygon(ridge + eaves, canvas.palette.roof)


def hall(canvas: Canvas) -> None:
    """A public building: two wings, a taller middle with the star, the flag in the yard."""
    yard, x = ground.yard(canvas), canvas.between(580, 700)
    wide, high, middle = (
        canvas.between(230, 330),
        canvas.between(180, 216),
        canvas.between(180, 230),
    )
    for left in (x - middle / 2 - wide, x + middle / 2):
        _wing(canvas, (left, yard), (wide, high))
    _middle(canvas, (x, yard), middle, high + canvas.between(70, 120))
    ground.yard_trees(canvas, yard)
    things.flag(canvas, (x + canvas.pick([-210, 170]), yard + 74), canvas.between(290, 330))


def _wing(canvas: Canvas, corner: Point, size: Point) -> None:
    (left, yard), (wide, high) = corner, size
    top = yard - high
    canvas.box(left, top, wide, high, canvas.palette.wall)
    things.windows(canvas, (left + 8, top + 8), (wide - 16, high - 10), (4 if wide < 280 else 5, 2))
    _tiled_roof(canvas, (left, top + 6), wide, 56)


def _middle(canvas: Canvas, foot: Point, wide: float, high: float) -> None:
    x, yard = foot
    left, top = x - wide / 2, yard - high
    canvas.box(left, top, wide, high, blend(canvas.palette.wall, things.WHITE, 0.35))
    things.windows(canvas, (left + 6, top + 84), (wide - 12, 100), (4, 1))
    canvas.box(left - 12, top - 14, wide + 24, 18, canvas.palette.roof)
    canvas.ellipse((x, top + 46), 28, 28, things.FLAG_RED)
    things.star(canvas, (x, top + 46), 20, things.FLAG_GOLD)
    _porch(canvas, foot, wide)


def _porch(canvas: Canvas, foot: Point, wide: float) -> None:
    x, yard = foot
    shade = blend(canvas.palette.wall, canvas.palette.ink, 0.25)
    canvas.box(x - 44, yard - 82, 88, 82, blend(canvas.palette.roof, canvas.palette.ink, 0.35))
    canvas.box(x - wide * 0.53, yard - 104, wide * 1.06, 16, canvas.palette.roof)
    for side in (-0.44, 0.44):
        canvas.box(x + wide * side - 8, yard - 90, 16, 90, shade)
    for step in range(3):
        tone = blend(canvas.palette.wall, canvas.palette.ink, 0.08 + 0.06 * step)
        canvas.box(x - 90 - 12 * step, yard + 7 * step, 180 + 24 * step, 8, tone)


def town(canvas: Canvas) -> None:
    """A row of shop houses along a street with trees."""
    street = canvas.height * 0.84
    canvas.under(lambda _: street - 60, canvas.palette.field_dark)
    x = canvas.between(-50, -10)
    while x < canvas.width:
        wide, high = canvas.between(96, 150), canvas.between(150, 290)
        _shop_house(canvas, (x, street), wide, high)
        x += wide + canvas.pick([0, 0, 0, 26])
    _street(canvas, street)


def _shop_house(canvas: Canvas, foot: Point, wide: float, high: float) -> None:
    x, y = foot
    tint = canvas.pick(
        [canvas.palette.roof, canvas.palette.field, canvas.palette.water, things.STRAW]
    )
    canvas.box(x, y - high, wide, high, blend(canvas.palette.wall, tint, canvas.between(0, 0.45)))
    floors = max(1, int(high / 72) - 1)
    things.windows(canvas, (x, y - high + 4), (wide, high - 84), (2 if wide < 125 else 3, floors))
    canvas.box(
        x + wide * 0.12,
        y - 58,
        wide * 0.76,
        58,
        blend(canvas.palette.ink, canvas.palette.wall, 0.2),
    )
    canvas.box(x, y - 74, wide, 18, canvas.pick(things.CLOTHES))
    canvas.box(x - 4, y - high - 12, wide + 8, 14, canvas.palette.roof)


def _street(canvas: Canvas, top: float) -> None:
    canvas.under(lambda _: top, blend(canvas.palette.wall, canvas.palette.ink, 0.15))
    canvas.under(lambda _: top + 28, blend(canvas.palette.wall, canvas.palette.ink, 0.42))
    for x in range(-20, 1280, 120):
        canvas.box(x, top + 84, 62, 6, canvas.palette.wall)
    for x in range(90, 1280, 270):
        things.round_tree(canvas, (x + canvas.between(-30, 30), top + 16), 150, ground.leaf(canvas))


def pylons(canvas: Canvas) -> None:
    """A power line that strides over the hills to a few houses."""
    line = rolling(canvas, canvas.height * 0.76, 40)
    canvas.under(line, canvas.palette.field)
    places = [
        (x, line(x) + 20, high) for x, high in ((80, 420), (520, 320), (850, 240), (1090, 180))
    ]
    for before, after in pairwise(places):
        _wires(canvas, before, after)
    for x, y, high in places:
        _pylon(canvas, (x, y), high)
    for x in (300, 690, 1180):
        things.stilt_house(canvas, (x, line(x) + 70), 120)


def _pylon(canvas: Canvas, foot: Point, high: float) -> None:
    x, y = foot
    half, steel = high * 0.09, canvas.palette.ink
    for side in (-1, 1):
        canvas.line([(x + side * half, y), (x + side * 3, y - high)], high * 0.012 + 1, steel)
    for step in range(3):
        low, up = 1 - step / 6, 1 - (step + 1) / 6
        canvas.line(
            [(x - half * low, y - high * step / 6), (x + half * up, y - high * (step + 1) / 6)],
            1.6,
            steel,
        )
        canvas.line(
            [(x + half * low, y - high * step / 6), (x - half * up, y - high * (step + 1) / 6)],
            1.6,
            steel,
        )
    for level in (0.98, 0.84):
        canvas.line(
            [(x - high * 0.17, y - high * level), (x + high * 0.17, y - high * level)], 3, steel
        )


def _wires(canvas: Canvas, before: tuple, after: tuple) -> None:
    for level, side in ((0.98, -0.16), (0.98, 0.16), (0.84, 0.16)):
        start, end = ((x + side * high, y - level * high) for x, y, high in (before, after))
        canvas.line(_sagging(start, end), 1.7, canvas.palette.ink, 190)


def _sagging(start: Point, end: Point) -> list[Point]:
    steps = [step / 20 for step in range(21)]
    span = end[0] - start[0]
    return [
        (start[0] + span * t, start[1] + (end[1] - start[1]) * t + span * 0.34 * t * (1 - t))
        for t in steps
    ]


MOTIFS = {scene.__name__: scene for scene in (village, bridge, market, school, hall, town, pylons)}

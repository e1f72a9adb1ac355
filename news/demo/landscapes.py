"""Demo motifs of the open country: what lies before the far ridges."""

from math import exp, sin

from news.demo import ground, things
from news.demo.canvas import Canvas, Curve, Point, rolling
from news.demo.palettes import Colour, blend

STEPS = 8  # of a terraced slope


def hills(canvas: Canvas) -> None:
    """Three near hills, the first with contour lines."""
    for step, share in ((0.7, 0.12), (0.8, 0.36), (0.91, 0.68)):
        line = rolling(canvas, canvas.height * step, 56)
        colour = blend(canvas.palette.near, canvas.palette.ink, share)
        canvas.under(line, colour)
    _contours(canvas, line, blend(colour, canvas.palette.far, 0.4))


def _contours(canvas: Canvas, line: Curve, colour: Colour) -> None:
    for step in range(1, 4):
        canvas.line(canvas.along(lambda x, drop=step: line(x) + 24 * drop), 1.6, colour, 130)


def terraces(canvas: Canvas) -> None:
    """Rice terraces around two spurs of a hill, some of them under water."""
    spurs = [(canvas.between(120, 480), 1), (canvas.between(760, 1160), canvas.between(0.6, 0.9))]
    reach, flooded = canvas.between(190, 260), {canvas.pick([2, 3]), canvas.pick([5, 6])}
    for step in range(STEPS):
        part = step / STEPS
        top = canvas.height * (0.66 + 0.38 * part**1.15)
        _terrace(
            canvas,
            _terrace_edge(spurs, top, 120 * (1 - part), reach * (1 + part)),
            step,
            flooded=step in flooded,
        )
    things.stilt_house(canvas, (spurs[0][0], canvas.height * 0.56), 100)
    for shift in (-96, 88, 130):
        plant = canvas.pick([things.round_tree, things.cone_tree])
        plant(canvas, (spurs[0][0] + shift, canvas.height * 0.575), 60, ground.leaf(canvas))


def _terrace_edge(spurs: list[Point], top: float, lift: float, reach: float) -> Curve:
    """A contour line: it bulges upwards at every spur, less so further down the slope."""

    def edge(x: float) -> float:
        bulge = sum(high * exp(-(((x - middle) / reach) ** 2)) for middle, high in spurs)
        return top - lift * bulge + 5 * sin(x / 90 + top)

    return edge


def _terrace(canvas: Canvas, edge: Curve, step: int, *, flooded: bool) -> None:
    colours = canvas.palette
    tone = colours.water if flooded else blend(colours.field, colours.field_dark, step * 2 % 5 / 5)
    canvas.under(edge, blend(colours.field_dark, colours.ink, 0.22))
    canvas.under(lambda x: edge(x) + 4 + step * 0.5, tone)


def river(canvas: Canvas) -> None:
    """A river that winds towards the viewer between meadows."""
    horizon = ground.meadow(canvas)
    _ribbon(canvas, horizon, 230, canvas.palette.water)
    ground.scatter_trees(canvas, 0.72, 7, 62)
    for _ in range(3):
        things.banana(
            canvas,
            (canvas.pick([60, 150, 1130, 1220]), canvas.height - 10),
            120,
            ground.leaf(canvas),
        )


def road(canvas: Canvas) -> None:
    """A road up the valley, milestones beside it."""
    horizon = ground.meadow(canvas)
    asphalt = blend(canvas.palette.wall, canvas.palette.ink, 0.28)
    _ribbon(canvas, horizon, 130, asphalt, dashed=True)
    ground.scatter_trees(canvas, 0.7, 8, 70)
    side = canvas.pick([190, 1090])
    things.stilt_house(canvas, (side, canvas.height * 0.82), 190)


def _ribbon(
    canvas: Canvas, top: float, half: float, colour: Colour, *, dashed: bool = False
) -> None:
    """A band that winds and widens from the horizon to the lower edge."""
    bend, start, foot = (
        canvas.pick([-1, 1]) * 150,
        canvas.between(0.2, 0.9),
        canvas.between(480, 800),
    )
    steps = [step / 60 for step in range(61)]
    rows = [
        (
            foot + bend * sin(t * 4.4 + start) * (1.25 - t),
            top + (canvas.height + 12 - top) * t**1.5,
            5 + half * t**1.8,
        )
        for t in steps
    ]
    edge = blend(colour, canvas.palette.sky_low, 0.55)
    for spread, tone in ((1.12, edge), (1, colour)):
        left = [(x - wide * spread, y) for x, y, wide in rows]
        canvas.polygon(left + [(x + wide * spread, y) for x, y, wide in reversed(rows)], tone)
    for here, there in list(zip(rows[8::4], rows[10::4], strict=False)) if dashed else []:
        canvas.line([here[:2], there[:2]], here[2] * 0.07, canvas.palette.wall)


def forest(canvas: Canvas) -> None:
    """Cinnamon trees in rows, darker and taller towards the viewer."""
    for row in range(5):
        line = rolling(canvas, canvas.height * (0.61 + 0.1 * row), 34)
        colour = blend(canvas.palette.near, canvas.palette.ink, 0.1 + 0.13 * row)
        canvas.under(line, blend(canvas.palette.field_dark, colour, 0.5))
        _tree_row(canvas, line, 50 + 24 * row, blend(canvas.palette.field_dark, colour, 0.75))


def _tree_row(canvas: Canvas, line: Curve, high: float, colour: Colour) -> None:
    x = canvas.between(-20, 10)
    while x < canvas.width + 20:
        size = high * canvas.between(0.8, 1.2)
        things.cone_tree(canvas, (x, line(x) + 10), size, colour)
        x += high * canvas.between(0.48, 0.72)


def lake(canvas: Canvas) -> None:
    """Still water with a boat and a grassy bank."""
    shore = canvas.height * 0.64
    canvas.under(rolling(canvas, shore - 16, 12), canvas.palette.field_dark)
    ground.scatter_trees(canvas, 0.64, 6, 44)
    ground.water(canvas, shore)
    _boat(canvas, (canvas.between(380, 900), canvas.height * 0.78))
    bank = rolling(canvas, canvas.height * 0.95, 24)
    canvas.under(bank, canvas.palette.field)
    for x in (70, 190, 1100, 1210):
        things.banana(canvas, (x, bank(x) + 10), canvas.between(60, 110), ground.leaf(canvas))


def _boat(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.ellipse((x, y + 14), 112, 9, canvas.palette.ink, 60)
    things.person(canvas, (x - 34, y), 66)
    canvas.line([(x - 14, y - 44), (x + 44, y + 26)], 4, canvas.palette.roof)
    canvas.polygon(
        [(x - 110, y - 14), (x + 110, y - 14), (x + 70, y + 14), (x - 70, y + 14)],
        canvas.palette.ink,
    )


def tea(canvas: Canvas) -> None:
    """Hedges of tea that curve over a hill, a few pickers between them."""
    hill = rolling(canvas, 0, 60)
    canvas.under(lambda x: canvas.height * 0.6 + hill(x), _furrow(canvas))
    for row in range(6):
        drop = canvas.height * (0.62 + 0.4 * (row / 5) ** 1.25)
        _hedge(canvas, lambda x, drop=drop, flat=1 - row / 12: drop + hill(x) * flat, 19 + row * 6)
        if row in (1, 3):
            _pickers(canvas, lambda x, drop=drop, flat=1 - row / 12: drop + hill(x) * flat, row)


def _furrow(canvas: Canvas) -> Colour:
    return blend(canvas.palette.field_dark, canvas.palette.ink, 0.1)


def _hedge(canvas: Canvas, line: Curve, thick: float) -> None:
    canvas.line(canvas.along(line, 16), thick, canvas.palette.field)
    lit = [(x, y - thick * 0.3) for x, y in canvas.along(line, 16)]
    canvas.line(lit, thick * 0.4, blend(canvas.palette.field, canvas.palette.sky_low, 0.12))


def _pickers(canvas: Canvas, line: Curve, row: int) -> None:
    for part in (0.2, 0.5, 0.8):
        x = (part + canvas.between(-0.1, 0.1)) * canvas.width
        things.person(canvas, (x, line(x) + 22), 72 + 14 * row)


MOTIFS = {scene.__name__: scene for scene in (hills, terraces, river, road, forest, lake, tea)}

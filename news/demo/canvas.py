"""A drawing surface for demo pictures: a 1280 wide sheet, seeded chance, soft edges."""

from collections.abc import Callable, Iterable, Sequence
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

from news.demo.palettes import Colour, Palette

SHEET = 1280  # every motif is composed on a sheet of this width, whatever the size asked for
SUPERSAMPLE = 2  # drawn larger and reduced: Pillow's own shapes have hard edges

Curve = Callable[[float], float]
Point = tuple[float, float]


class Canvas:
    """One picture in the making."""

    def __init__(self, seed: str, size: tuple[int, int], palette: Palette) -> None:
        self.palette = palette
        self.size = size
        self.width = float(SHEET)
        self.height = SHEET * size[1] / size[0]
        self._unit = SUPERSAMPLE * size[0] / SHEET
        # Only random() keeps its sequence from one Python version to the next.
        self._chance = Random(seed).random  # noqa: S311 (a drawing, not a secret)
        self.image = self._sky()
        self._pen = ImageDraw.Draw(self.image, "RGBA")

    def between(self, low: float, high: float) -> float:
        """A number drawn from the seed."""
        return low + (high - low) * self._chance()

    def pick(self, choices: Sequence):
        """One of the choices, drawn from the seed."""
        return choices[int(self._chance() * len(choices))]

    def polygon(self, points: Iterable[Point], colour: Colour, alpha: int = 255) -> None:
        self._pen.polygon(self._scaled(points), fill=(*colour, alpha))

    def box(self, left: float, top: float, wide: float, high: float, colour: Colour) -> None:
        """An upright rectangle."""
        corners = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
        self.polygon(corners, colour)

    def ellipse(self, centre: Point, wide: float, high: float, colour, alpha: int = 255) -> None:
        """An ellipse by its centre and half axes."""
        x, y = centre
        corners = self._scaled([(x - wide, y - high), (x + wide, y + high)])
        self._pen.ellipse(corners, fill=(*colour, alpha))

    def line(self, points: Iterable[Point], width: float, colour, alpha: int = 255) -> None:
        thick = max(1, round(width * self._unit))
        self._pen.line(self._scaled(points), fill=(*colour, alpha), width=thick, joint="curve")

    def under(self, curve: Curve, colour: Colour, alpha: int = 255) -> None:
        """Fill everything below a curve."""
        feet = [(self.width + 8, self.height + 8), (-8, self.height + 8)]
        self.polygon(self.along(curve) + feet, colour, alpha)

    def along(self, curve: Curve, step: int = 4) -> list[Point]:
        """The points of a curve across the sheet."""
        return [(x, curve(x)) for x in range(-8, SHEET + 9, step)]

    def haze(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """Mist that thickens from top to bottom, over whatever is already there."""
        box = (0, round(top * self._unit), self.image.width, round(bottom * self._unit))
        mask = Image.linear_gradient("L").point([round(level * strength) for level in range(256)])
        self.image.paste(colour, box, mask.resize((box[2] - box[0], box[3] - box[1])))

    def finished(self) -> Image.Image:
        """The picture in the size asked for."""
        return self.image.reduce(SUPERSAMPLE)

    def _sky(self) -> Image.Image:
        size = (self.size[0] * SUPERSAMPLE, self.size[1] * SUPERSAMPLE)
        sky = Image.new("RGB", size, self.palette.sky_top)
        mask = Image.linear_gradient("L").resize((size[0], round(size[1] * 0.6)))
        sky.paste(self.palette.sky_low, (0, 0), mask)
        sky.paste(self.palette.sky_low, (0, mask.height, *size))
        return sky

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]


def rolling(canvas: Canvas, base: float, swing: float) -> Curve:
    """A soft hill line that wanders around `base`."""
    waves = [
        (swing / part, canvas.between(0.7, 1.2) * part * 2 * pi / SHEET, canvas.between(0, 2 * pi))
        for part in (1, 2, 3.7)
    ]
    return lambda x: base + sum(high * sin(x * pace + start) for high, pace, start in waves) / 1.6


def peaked(canvas: Canvas, base: float, swing: float) -> Curve:
    """A mountain line: folded waves make crests, a small one keeps them from looking ruled."""
    broad, fine = canvas.between(1.1, 1.9), canvas.between(3.2, 5.5)
    start, shift = canvas.between(0, pi), canvas.between(0, pi)

    def height(x: float) -> float:
        crest = 1 - abs(sin(x * broad * pi / SHEET + start))
        tooth = 1 - abs(sin(x * fine * pi / SHEET + shift))
        return base - swing * (1.1 * crest + 0.45 * tooth + 0.04 * sin(x / 23 + start)) + swing / 2

    return height

"""The light of a demo picture: one palette per time of day or season.

A palette is chosen by its name (see `pictures.py`), so that an alt text may speak of dusk or mist.
"""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Colours from the sky down to the viewer's feet."""

    sky_top: Colour
    sky_low: Colour
    sun: Colour
    far: Colour  # the farthest ridge
    near: Colour  # the nearest ridge, the rest lie between
    field: Colour
    field_dark: Colour
    water: Colour
    roof: Colour
    wall: Colour
    ink: Colour  # trunks, posts, outlines

    @property
    def is_dark(self) -> bool:
        """Whether lamps are lit behind the windows."""
        return sum(self.sky_low) < 380


def rgb(code: str) -> Colour:
    """Read "a5131f"."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def blend(start: Colour, end: Colour, part: float) -> Colour:
    """The colour `part` of the way (0 to 1) from start to end."""
    return tuple(round(a + (b - a) * part) for a, b in zip(start, end, strict=True))


def _palette(codes: str) -> Palette:
    return Palette(*(rgb(code) for code in codes.split()))


# In the order of the fields of Palette.
PALETTES = {
    "dawn": _palette(
        "f3dcd0 fbeee0 fff6e6 e6c3bb 6d5570 a9a06c 7d7f58 e9c9c0 8c4a4c f3e3d3 4a3d52"
    ),
    "day": _palette("cfe3ee f3f3e6 fffbe8 b3cbd2 4d7f6c 9dbb6b 74994f a9cfdc b5523f f6ecd9 36504a"),
    "rice": _palette(
        "dcebdd f6f4dd fffbe4 b9d3bd 3f7d5a b7cb64 8bae4c b5d6cb b3553d f7efd8 2e5140"
    ),
    "dusk": _palette(
        "f4d9a8 fbe9c8 fff4d8 e8bd83 8f4437 c98f4c a06a3a e9b98a 6b2d2b f0d9b5 4a2b2a"
    ),
    "mist": _palette(
        "dde6e3 eff1ea fbfbf4 c3d2cd 4f7069 93a98a 708b73 c5d6d6 7d5a50 eef0e6 3b524d"
    ),
    "blue": _palette(
        "cfdfec eaf1f4 fdfaf0 b0c8db 33587c 8fae93 66897a 8db7d4 9a4b44 eef2f2 24405a"
    ),
    "harvest": _palette(
        "f1e3bf faf3dc fffaf0 d9c99c 6f7a45 e0b850 c0923a b4cdc4 a04a33 f8efda 4d4a2c"
    ),
    "winter": _palette(
        "d9dde8 efecee fbf8f2 bfc4d6 565b7d a3a58f 7f8378 bccada 7a4654 f0edea 3a3d58"
    ),
    "spring": _palette(
        "f6dfe0 fbf1e6 fffaf0 d8cdd0 4f7f71 a9c07a 7fa15c c2d9d8 b14f4a fbf0e2 3a5750"
    ),
    "night": _palette(
        "1f2c4d 46587e f6ecc8 41547c 16223d 2f4a55 25394a 5f7aa3 4a2f3f d8c08c 10182c"
    ),
}

"""QR symbols as one path of an SVG: drawn by the page itself, without a picture or a service."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

# Light modules around the symbol, without which cameras do not find it.
QUIET_ZONE = 4


@dataclass(frozen=True)
class Symbol:
    """A QR symbol for an SVG: its side in modules and the path that paints the dark ones."""

    side: int
    path: str


# To find the pattern that cameras read best takes longer than the rest of an article's page; a
# symbol is two kilobytes.
@lru_cache(maxsize=2000)
def symbol(text: str) -> Symbol:
    """Take a text; return what a camera reads it from."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE))
    return Symbol(len(rows), "".join(_runs(rows)))


def _runs(rows):
    """The dark runs of a symbol, row by row, as parts of an SVG path."""
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length

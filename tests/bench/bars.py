"""A picture of what was measured: bars of throughput and of latency side by side, as SVG."""

import math
from html import escape
from typing import NamedTuple

# Red of the portal for the store, greys for what it is compared with.
COLORS = ("#6b7280", "#b3261e", "#d98a84", "#c9ccd1")
NAMES, BARS, GAP, ROW, HEAD = 210, 300, 40, 18, 64
WIDTH = NAMES + 2 * (BARS + GAP) + 40
STYLE = "text{font:13px sans-serif;fill:#1f2328}.small{font-size:11px}.head{font-weight:bold}"


class Group(NamedTuple):
    """One kind of page: of each server its name, answers a second, and milliseconds until 99 of
    100 were there."""

    name: str
    servers: list[tuple[str, float, float]]


def draw(groups: list[Group]) -> str:
    """The picture; both scales are logarithmic, because the servers are a thousand times apart."""
    height = HEAD + sum(_height(group) for group in groups) + 10
    rates = _scale([rate for group in groups for _, rate, _ in group.servers])
    waits = _scale([wait for group in groups for _, _, wait in group.servers])
    parts, at = [*_legend(groups[0])], HEAD
    for group in groups:
        parts += _group(group, at, rates, waits)
        at += _height(group)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        "<title>Answers a second, and milliseconds until 99 of 100 answers were there</title>"
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def _height(group: Group) -> int:
    return ROW * len(group.servers) + 16


def _scale(values: list[float]):
    """The length of a bar for a value, from a tenth of the least on."""
    least, most = math.log10(min(values) / 10), math.log10(max(values))
    return lambda value: (BARS - 60) * (math.log10(value) - least) / (most - least)


def _legend(group: Group):
    at = 10
    for (name, *_), color in zip(group.servers, COLORS, strict=True):
        yield f'<rect x="{at}" y="10" width="12" height="12" fill="{color}"/>'
        yield f'<text x="{at + 17}" y="20" class="small">{escape(name)}</text>'
        at += 40 + 6 * len(name)
    yield _heading(NAMES, "answers a second (logarithmic, more is better)")
    yield _heading(NAMES + BARS + GAP, "ms, 99 of 100 (logarithmic, less is better)")


def _heading(x: int, said: str) -> str:
    return f'<text x="{x}" y="50" class="head">{said}</text>'


def _group(group: Group, top: int, rates, waits):
    yield f'<text x="10" y="{top + 14}">{escape(group.name)}</text>'
    for place, (_, rate, wait) in enumerate(group.servers):
        y = top + place * ROW
        yield from _bar(NAMES, y, rates(rate), f"{rate:,.0f}", COLORS[place])
        yield from _bar(NAMES + BARS + GAP, y, waits(wait), f"{wait:,.1f}", COLORS[place])


def _bar(x: int, y: int, length: float, said: str, color: str):
    yield f'<rect x="{x}" y="{y}" width="{length:.0f}" height="{ROW - 4}" fill="{color}"/>'
    yield f'<text x="{x + length + 5:.0f}" y="{y + 11}" class="small">{said}</text>'

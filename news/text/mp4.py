"""The boxes of an M4A file: whether it is whole, holds AAC sound alone, and how long it plays."""

from collections.abc import Iterator
from typing import NamedTuple

HEADER, LONG_HEADER = 8, 16
FIRST = b"ftyp"
MOST_BOXES = 10_000
AAC = b"mp4a"
# Where the parts of a box stand after its header: see ISO/IEC 14496-12.
HANDLER_AT, ENTRIES_AT = 8, 8


class Damaged(ValueError):
    """It began like an MP4 file and does not go on like one."""


class Strange(ValueError):
    """A whole file, but with a picture in it or in a form that browsers do not play."""


class Box(NamedTuple):
    """A box: its name, and where its content begins and ends."""

    name: bytes
    start: int
    end: int


def begins(data: bytes) -> bool:
    """Whether these are the first bytes of an MP4 file."""
    return data[4:HEADER] == FIRST


def seconds(data: bytes) -> float | None:
    """How long a file plays for which `begins` holds; None when it does not say.

    Raises Damaged, and Strange for what is no plain sound.
    """
    top = list(_boxes(data, 0, len(data)))
    movie = _only(top, b"moov")
    _only(top, b"mdat")
    parts = list(_boxes(data, movie.start, movie.end))
    tracks = [part for part in parts if part.name == b"trak"]
    kinds = [_handler(data, track) for track in tracks]
    if b"vide" in kinds or b"soun" not in kinds:
        raise Strange
    sounds = [track for track, kind in zip(tracks, kinds, strict=True) if kind == b"soun"]
    if any(_codec(data, track) != AAC for track in sounds):
        raise Strange
    return _duration(data, _only(parts, b"mvhd"))


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill a stretch. Raises Damaged when they do not fill it exactly."""
    for _ in range(MOST_BOXES):
        if start == end:
            return
        size, header = int.from_bytes(data[start : start + 4], "big"), HEADER
        if size == 1:
            size, header = int.from_bytes(data[start + 8 : start + 16], "big"), LONG_HEADER
        size = size or end - start
        if size < header or start + size > end:
            raise Damaged
        yield Box(data[start + 4 : start + 8], start + header, start + size)
        start += size
    raise Damaged


def _only(boxes: list[Box], name: bytes) -> Box:
    found = next((box for box in boxes if box.name == name), None)
    if found is None:
        raise Damaged
    return found


def _inside(data: bytes, box: Box, *names: bytes) -> Box:
    for name in names:
        box = _only(list(_boxes(data, box.start, box.end)), name)
    return box


def _handler(data: bytes, track: Box) -> bytes:
    at = _inside(data, track, b"mdia", b"hdlr").start + HANDLER_AT
    return data[at : at + 4]


def _codec(data: bytes, track: Box) -> bytes:
    """The name of the first entry of the table of what the samples are."""
    table = _inside(data, track, b"mdia", b"minf", b"stbl", b"stsd")
    at = table.start + ENTRIES_AT
    return data[at + 4 : at + 8]


def _duration(data: bytes, header: Box) -> float | None:
    """The first byte is the version, which says how wide the numbers are."""
    wide = data[header.start : header.start + 1] == b"\1"
    at, width = header.start + (20 if wide else 12), 8 if wide else 4
    scale = int.from_bytes(data[at : at + 4], "big")
    length = int.from_bytes(data[at + 4 : at + 4 + width], "big")
    known = scale and 0 < length < 256**width - 1
    return length / scale if known else None

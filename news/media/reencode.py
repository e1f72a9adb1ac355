"""A program: an uploaded picture comes in, the library's form of it goes out, and it ends.

Decoding is where a file costs memory and time, and where a hostile one would attack. It happens
here, under a ceiling, in a process that holds nothing else (isolation.py starts it). Out goes a
line of JSON, then the new file.
"""

import io
import json
import math
import os
import resource
import sys
import warnings
from pathlib import Path

# The formats register themselves; without their names Pillow would load all it has.
from PIL import ExifTags, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401
from PIL import Image as Pillow

MB = 1024 * 1024
# Python and Pillow take 17 MB; together it stays below 300 MB.
ROOM = 256 * MB
CPU_SECONDS = 15
# WebP is decoded with two canvases and a copy: 16 bytes a pixel, where others take 4.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 40_000_000, "WEBP": 12_500_000}
# What the decoder may hold; the rest of the room is for the file itself and the new one.
MOST_DECODED = 190 * MB
# No picture on the portal is shown wider; larger ones are only slower.
MAX_SIDE = 2560
# So many pixels of the upload are converted and made small at a time.
STRIP = 2_000_000
SAVING = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    # Its slow search would save 3 % and take three times as long.
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85},
}
# Many cameras put a small second picture into a JPEG, which Pillow then calls MPO.
STILLS = "MPO"
TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
BICUBIC = Pillow.Resampling.BICUBIC
# The words in a PNG are not kept, so none may be long.
PngImagePlugin.MAX_TEXT_MEMORY = 8 * MB


class Unfit(Exception):
    """A picture that is not taken; its text is a key of the sentences in uploads.py."""


def reencode(data: bytes) -> tuple[bytes, str, int, int]:
    """A picture upright, in plain colours, no larger than shown, and without metadata.

    Takes a file's bytes; returns new bytes, format, width and height. Raises Unfit.
    """
    try:
        small, kind = _small(data)
    except Pillow.DecompressionBombError as error:
        raise Unfit(_too_large(data)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit("not-a-picture") from error
    out = io.BytesIO()
    small.save(out, kind, **SAVING[kind])
    return out.getvalue(), kind, small.width, small.height


def _small(data: bytes) -> tuple[Pillow.Image, str]:
    """The new picture and its format; when this returns, the old one is out of memory."""
    picture = _opened(data)
    kind = "JPEG" if picture.format == STILLS else picture.format
    size = _fitting(picture.size)
    _prepare(picture, size)
    turn = TURNS.get(_orientation(picture))
    mode = "RGBA" if kind != "JPEG" and picture.has_transparency_data else "RGB"
    small = _resized(picture, size, mode)
    small = small if turn is None else small.transpose(turn)
    small.info.clear()
    return small, kind


def _opened(data: bytes) -> Pillow.Image:
    # From twice this number on Pillow refuses, before it takes memory for a picture.
    Pillow.MAX_IMAGE_PIXELS = MOST_PIXELS["WEBP" if _is_webp(data) else "PNG"] // 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        return Pillow.open(io.BytesIO(data), formats=tuple(MOST_PIXELS))


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF")


def _too_large(data: bytes) -> str:
    return "webp-too-large" if _is_webp(data) else "too-many-pixels"


def _prepare(picture: Pillow.Image, size: tuple[int, int]) -> None:
    """Have a large JPEG decoded at a half or less; refuse what would take too much memory."""
    if getattr(picture, "n_frames", 1) > 1 and picture.format != STILLS:
        raise Unfit("moving")
    coefficients = _coefficients(picture)
    picture.draft(None, size)
    if coefficients and coefficients + 4 * picture.width * picture.height > MOST_DECODED:
        raise Unfit("too-heavy")


def _coefficients(picture: Pillow.Image) -> float:
    """The bytes that a progressive JPEG takes until its last scan is read, at any scale."""
    if not picture.info.get("progressive"):
        return 0
    parts = [across * down for _, across, down, _ in picture.layer]
    return 2 * picture.width * picture.height * sum(parts) / max(1, *parts)


def _orientation(picture: Pillow.Image) -> int | None:
    """How the camera was held; damaged metadata is no reason to refuse a photo."""
    try:
        return picture.getexif().get(ExifTags.Base.Orientation)
    except MemoryError:
        raise
    except Exception:
        return None


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size in which a picture of that size is kept."""
    scale = min(1, MAX_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _resized(picture: Pillow.Image, size: tuple[int, int], mode: str) -> Pillow.Image:
    """Made small strip by strip: a whole copy in other colours would be 160 MB more."""
    picture.load()
    if picture.size == size:
        return _plain(picture, mode)
    small, scale = Pillow.new(mode, size), picture.height / size[1]
    high = max(1, int(STRIP / (picture.width * scale)))
    for top in range(0, size[1], high):
        bottom = min(top + high, size[1])
        part = _strip(picture, (size[0], bottom - top), (top * scale, bottom * scale), mode)
        small.paste(part, (0, top))
    return small


def _strip(picture: Pillow.Image, size, rows: tuple[float, float], mode: str) -> Pillow.Image:
    """A part of the small picture, made of these rows and of those beside that the filter sees."""
    reach = 2 * max(1, (rows[1] - rows[0]) / size[1])
    top = max(0, math.floor(rows[0] - reach))
    bottom = min(picture.height, math.ceil(rows[1] + reach))
    part = _plain(picture.crop((0, top, picture.width, bottom)), mode)
    box = (0, rows[0] - top, picture.width, min(rows[1] - top, part.height))
    return part.resize(size, BICUBIC, box)


def _plain(picture: Pillow.Image, mode: str) -> Pillow.Image:
    """In 8-bit colours. Pillow would cut 16-bit greys off at 255, which is nearly black."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    return picture if picture.mode == mode else picture.convert(mode)


def main() -> None:
    """Standard input is the upload; standard output a line of JSON and, if taken, the new file."""
    _limit()
    try:
        data, *rest = reencode(sys.stdin.buffer.read())
        told = dict(zip(("format", "width", "height"), rest, strict=True))
    except Unfit as unfit:
        data, told = b"", {"refused": str(unfit)}
    except MemoryError:
        data, told = b"", {"refused": "too-heavy"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + data)


def _limit() -> None:
    """Citizens' pages come first, and nothing here grows or lasts without end.

    Where the system does not tell our size (no Linux), the bounds on pixels hold alone.
    """
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        most = int(sizes.read_text().split()[0]) * resource.getpagesize() + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()

"""Makes a picture's renditions: smaller files in three formats, some cropped to what matters.

A file's name is made of everything that decides its bytes, so an address never changes what it
shows: another focal point or encoder gives other names.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.files.storage import default_storage
from PIL import Image as Pillow

from news.media import storing
from news.media.models import Image

# Raise it when an encoder changes; then, and after a change of CROPS, run `make_renditions`.
VERSION = 1
# One thread each: the other cores belong to the citizens' pages. AVIF at speed 8 and PNG without
# its slow search, because a dozen of each must not take longer than a person waits.
AVIF = ("AVIF", {"quality": 60, "speed": 8, "max_threads": 1})
WEBP = ("WEBP", {"quality": 78, "method": 4})
JPEG = ("JPEG", {"quality": 80, "progressive": True, "optimize": True})
PNG = ("PNG", {"compress_level": 6})
LANCZOS = Pillow.Resampling.LANCZOS
# A step that saves less than this many parts of the width is not worth a file.
SMALLEST_STEP = 1.15


@dataclass(frozen=True)
class Crop:
    """How a picture is shown in one kind of place; without a ratio it is shown whole."""

    ratio: float | None
    widths: tuple[int, ...]


class Box(NamedTuple):
    """A part of a picture in pixels, as Pillow takes it."""

    left: int
    top: int
    right: int
    bottom: int


# From the style sheets: the column of text is 714 pixels wide, the lead 799, a card at most 405
# (lists: 294), and dense screens have two or three dots to a pixel.
CROPS = {
    "full": Crop(None, (360, 720, 1080, 1440)),
    "lead": Crop(16 / 9, (480, 800, 1440)),
    "card": Crop(3 / 2, (240, 480, 780)),
}
WIDEST = max(width for crop in CROPS.values() for width in crop.widths)


def crop_box(size: tuple[int, int], ratio: float, focal: tuple[float, float]) -> Box:
    """The largest box of that ratio in a picture of that size, as near to the focal point's middle
    as the edges let it be; it always contains the focal point (in parts of width and height)."""
    width, height = size
    wide = max(1, min(width, round(height * ratio)))
    high = max(1, min(height, round(width / ratio)))
    left = _begin(width, wide, focal[0])
    top = _begin(height, high, focal[1])
    return Box(left, top, left + wide, top + high)


def _begin(length: int, part: int, focal: float) -> int:
    return min(max(round(focal * length - part / 2), 0), length - part)


def widths_for(own: int, wanted: Iterable[int]) -> list[int]:
    """The widths to make of a picture `own` pixels wide: never a wider one, nor two near alike."""
    wanted = sorted(wanted)
    smaller = [width for width in wanted if width * SMALLEST_STEP < own]
    return smaller if smaller == wanted else [*smaller, min(own, wanted[-1])]


def key(image: Image, name: str) -> str:
    """The hash of everything that decides a crop's bytes, but for width and format."""
    crop = CROPS[name]
    focal = f"{image.focal_x:.4f},{image.focal_y:.4f}" if crop.ratio else ""
    words = f"{image.sha256}:{name}:{crop.ratio}:{crop.widths}:{focal}:{VERSION}"
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def file_name(crop_key: str, width: int, extension: str) -> str:
    """The storage's name of a rendition."""
    return f"{stem_name(crop_key)}-{width}.{extension}"


def stem_name(crop_key: str) -> str:
    """What the names of a crop's files begin with, in a folder that stays small."""
    return f"anh/{crop_key[:2]}/{crop_key}"


def is_current(image: Image) -> bool:
    """Whether what is ready was made of this focal point by this encoder."""
    return not _missing(image)


def _missing(image: Image) -> list[str]:
    ready = {name: crop["key"] for name, crop in image.renditions.items()}
    return [name for name in CROPS if ready.get(name) != key(image, name)]


def make(image: Image, anew: bool = False) -> dict:
    """Make and store a picture's missing files, or all of them anew; return what
    `Image.renditions` should say then:

    {crop: {"key", "fallback": "jpg" | "png", "files": [[width, height, [bytes by format]], ...]}}
    """
    wanted = list(CROPS) if anew else _missing(image)
    made = _made(image, wanted) if wanted else {}
    return {name: made.get(name) or image.renditions[name] for name in CROPS}


def _made(image: Image, names: list[str]) -> dict:
    with default_storage.open(image.file.name) as file, Pillow.open(file) as picture:
        # A JPEG much larger than needed is decoded at a half, a quarter or an eighth of its size.
        picture.draft("RGB", (WIDEST, WIDEST))
        plain = _plain(picture)
    return {name: _crop(plain, image, name) for name in names}


def _plain(picture: Pillow.Image) -> Pillow.Image:
    """Decoded, without metadata, and with transparency only where something shines through."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    # Copied only where it must be: the largest picture has 26 MB.
    plain = picture if picture.mode == mode else picture.convert(mode)
    plain.load()
    if mode == "RGBA" and plain.getextrema()[3][0] == 255:
        plain = plain.convert("RGB")
    plain.info.clear()
    return plain


def _crop(plain: Pillow.Image, image: Image, name: str) -> dict:
    """One crop in all its widths, each made of the next larger one, which is quicker."""
    crop, crop_key, files = CROPS[name], key(image, name), []
    box, picture = _box(plain.size, crop, image), plain
    wide, high = box.right - box.left, box.bottom - box.top
    for width in reversed(widths_for(wide, crop.widths)):
        height = max(1, round(width * high / wide))
        picture = picture.resize((width, height), LANCZOS, box, reducing_gap=3.0)
        box = Box(0, 0, width, height)
        files.insert(0, [width, height, _stored(picture, crop_key)])
    return {"key": crop_key, "fallback": _formats(plain.mode)[-1][0], "files": files}


def _box(size: tuple[int, int], crop: Crop, image: Image) -> Box:
    if crop.ratio is None:
        return Box(0, 0, *size)
    return crop_box(size, crop.ratio, (image.focal_x, image.focal_y))


def _stored(picture: Pillow.Image, crop_key: str) -> list[int]:
    """The bytes of the files that were stored of a picture, one in each format."""
    sizes = []
    for extension, (kind, options) in _formats(picture.mode):
        data = encode(picture, kind, options)
        put(file_name(crop_key, picture.width, extension), data)
        sizes.append(len(data))
    return sizes


def _formats(mode: str) -> list[tuple[str, tuple[str, dict]]]:
    """Extension and encoder, the best first; the last is for every browser."""
    return [("avif", AVIF), ("webp", WEBP), ("png", PNG) if mode == "RGBA" else ("jpg", JPEG)]


def encode(picture: Pillow.Image, kind: str, options: dict) -> bytes:
    """A picture's bytes in a format."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def put(name: str, data: bytes) -> None:
    """Store a file under exactly this name, whole or not at all, whatever stood there before."""
    storing.put(default_storage, name, data)


def delete_files(crops: Iterable[dict]) -> None:
    """Remove the files of crops, as `Image.renditions` describes them."""
    for name in files_of(crops):
        default_storage.delete(name)


def files_of(crops: Iterable[dict]) -> Iterator[str]:
    """The storage's names of the files of crops, as `Image.renditions` describes them."""
    for crop in crops:
        for width, _, _ in crop["files"]:
            for extension in ("avif", "webp", crop["fallback"]):
                yield file_name(crop["key"], width, extension)

"""How a page shows a picture: the files that are ready, best format first, else the original."""

import re
from dataclasses import dataclass, field, replace

from django.core.files.storage import default_storage
from django.db.models import F, Func, JSONField, Value

from news.media.models import Image
from news.media.renditions import file_name, stem_name
from news.text.richtext import MEDIA_URL, Responsive


@dataclass(frozen=True)
class Place:
    """A kind of place on a page: the crop it shows, and how wide it is at which window."""

    crop: str
    sizes: str


# The widths follow from static/css (layout, home, lists, article), measured in a browser. They
# are in pixels, because browsers take a rem here for 16 of them while our pages' rem has 17.
PLACES = {
    "article": Place(
        "full",
        "(min-width: 1211px) 714px, (min-width: 960px) calc(87vw - 340px), "
        "(min-width: 776px) 714px, 92vw",
    ),
    # Text runs beside it.
    "article-side": Place("full", "(min-width: 640px) 328px, 92vw"),
    "lead": Place("lead", "(min-width: 1330px) 799px, (min-width: 960px) calc(89vw - 383px), 92vw"),
    "beside": Place(
        "card",
        "(min-width: 1330px) 385px, (min-width: 960px) calc(44vw - 198px), "
        "(min-width: 640px) 45vw, 92vw",
    ),
    "block": Place(
        "card",
        "(min-width: 1330px) 284px, (min-width: 960px) calc(22vw - 8px), "
        "(min-width: 640px) 45vw, 92vw",
    ),
    # The further cards of a block are small on a phone.
    "block-more": Place(
        "card",
        "(min-width: 1330px) 284px, (min-width: 960px) calc(22vw - 8px), "
        "(min-width: 640px) 45vw, 106px",
    ),
    # The large story of a block with titles beside it, and the lesser pictures of a photo story.
    "led": Place(
        "card",
        "(min-width: 1330px) 325px, (min-width: 960px) calc(27vw - 28px), "
        "(min-width: 816px) 52vw, 92vw",
    ),
    "photo": Place("card", "(min-width: 1330px) 294px, (min-width: 816px) 22vw, 45vw"),
    "row": Place(
        "card",
        "(min-width: 1330px) 294px, (min-width: 846px) 22vw, (min-width: 640px) 187px, 29vw",
    ),
    "emblem": Place("full", "64px"),
    # The staff side: a picture among others in the library and its window.
    "library": Place("card", "(min-width: 768px) 200px, 45vw"),
}
TYPES = {"avif": "image/avif", "webp": "image/webp"}
# What a page needs to know of a picture in a text.
KNOWN = ("width", "height", "renditions", "alt", "decorative")
# How the gate writes the address of a picture; words that look like one do no harm.
IN_TEXT = f'src="{MEDIA_URL}([^"]+)"'


# What sites that link to a page want of its picture at least.
PREVIEW_WIDTH = 1200


def described(own: str, image: Image) -> str:
    """What a reader who cannot see a picture hears of it, "" when it only decorates.

    The article's own words win, because the same picture says different things in different
    articles; without them the library's stand in. On cards and in lists a picture repeats the
    title beside it: there it is always "" (templates/parts/_picture.html).
    """
    return own or ("" if image.decorative else image.alt)


def preview(image: Image, own: str) -> Responsive:
    """The picture as other sites show it beside a link: cropped and in a format they all read."""
    alt, crop = described(own, image), image.renditions.get("lead")
    if not crop or crop["files"][-1][0] < PREVIEW_WIDTH:
        return Responsive(image.file.url, str(image.width), str(image.height), alt=alt)
    width, height, _ = crop["files"][-1]
    src = default_storage.url(file_name(crop["key"], width, crop["fallback"]))
    return Responsive(src, str(width), str(height), alt=alt)


def responsive(image: Image, place: str) -> Responsive:
    """The picture as that place shows it."""
    shown = PLACES[place]
    crop = image.renditions.get(shown.crop)
    if not crop:
        return Responsive(image.file.url, str(image.width), str(image.height))
    stem = default_storage.url(stem_name(crop["key"]))
    width, height, _ = crop["files"][-1]
    return Responsive(
        # The picture's own address: whoever copies it from the page copies what the library knows.
        src=image.file.url,
        width=str(width),
        height=str(height),
        srcset=_srcset(crop, stem, crop["fallback"]),
        sizes=shown.sizes,
        sources=tuple((TYPES[name], _srcset(crop, stem, name)) for name in TYPES),
    )


def _srcset(crop: dict, stem: str, extension: str) -> str:
    return ", ".join(f"{stem}-{width}.{extension} {width}w" for width, _, _ in crop["files"])


class TextPictures(Func):
    """In a query: what the library knows of the pictures in a text, by their files.

    A text names its pictures in one form, so the database finds them without a further query:
    {file: {its columns}}.
    """

    template = (
        "(SELECT jsonb_object_agg(file, jsonb_build_object(%(columns)s)) "
        "FROM %(table)s WHERE file IN "
        "(SELECT found[1] FROM regexp_matches(%(expressions)s, 'g') AS found))"
    )
    output_field = JSONField()

    def __init__(self, text: str):
        columns = ", ".join(f"'{name}', {name}" for name in KNOWN)
        table = Image._meta.db_table
        super().__init__(F(text), Value(IN_TEXT), table=table, columns=columns)


def known(text: str) -> dict:
    """The same of a text that stands in no row yet, in one query; none without a picture."""
    files = re.findall(IN_TEXT, text)
    rows = Image.objects.filter(file__in=files).values("file", *KNOWN) if files else ()
    return {row.pop("file"): row for row in rows}


@dataclass(frozen=True)
class Shelf:
    """The pictures of one text, for the gate: from a src to the files that are ready."""

    known: dict = field(default_factory=dict)

    def __call__(self, src: str, own: str, beside: bool) -> Responsive | None:
        """The picture of that src and description, None when the library does not know it."""
        file = src.removeprefix(MEDIA_URL)
        if file not in self.known:
            return None
        image = Image(file=file, **self.known[file])
        shown = responsive(image, "article-side" if beside else "article")
        return replace(shown, alt=described(own, image))

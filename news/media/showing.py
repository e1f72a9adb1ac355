"""How a page shows a picture: the files that are ready, best format first, else the original."""

from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.db.models import F, Func, JSONField, Value

from news.media.models import Image
from news.media.renditions import stem_name
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
    "row": Place(
        "card",
        "(min-width: 1330px) 294px, (min-width: 846px) 22vw, (min-width: 640px) 187px, 29vw",
    ),
    # The staff side: a picture among others in the library and its window.
    "library": Place("card", "(min-width: 768px) 200px, 45vw"),
}
TYPES = {"avif": "image/avif", "webp": "image/webp"}
# How the gate writes the address of a picture; words that look like one do no harm.
IN_TEXT = f'src="{MEDIA_URL}([^"]+)"'


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
    {file: [width, height, renditions]}.
    """

    template = (
        "(SELECT jsonb_object_agg(file, jsonb_build_array(width, height, renditions)) "
        "FROM %(table)s WHERE file IN "
        "(SELECT found[1] FROM regexp_matches(%(expressions)s, 'g') AS found))"
    )
    output_field = JSONField()

    def __init__(self, text: str):
        super().__init__(F(text), Value(IN_TEXT), table=Image._meta.db_table)


@dataclass(frozen=True)
class Shelf:
    """The pictures of one text, for the gate: from a src to the files that are ready."""

    known: dict = field(default_factory=dict)

    def __call__(self, src: str, beside: bool) -> Responsive | None:
        """The picture of that src, None when the library does not know it."""
        found = self.known.get(src.removeprefix(MEDIA_URL))
        if found is None:
            return None
        file, (width, height, renditions) = src.removeprefix(MEDIA_URL), found
        image = Image(file=file, width=width, height=height, renditions=renditions)
        return responsive(image, "article-side" if beside else "article")

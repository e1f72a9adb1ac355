"""The one gate for HTML: what a body may hold, in one stored form, and how a page shows it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from django.utils.safestring import SafeString, mark_safe

from .document import MEDIA_URL, Block, image_source, link_target, number, scope
from .tidy import HEADINGS, MARKS, tree
from .writer import REL, PageWriter, Responsive, Show, Writer, text_of

__all__ = ["MEDIA_URL", "Anchor", "Picture", "Responsive", "TooLarge", "clean", "images", "links"]
__all__ += ["outline", "paragraphs", "render", "to_text"]

MAX_CHARACTERS = 2_000_000
MAX_TAGS = 100_000
MAX_OPEN = 2_000
MAX_REPEATS = 500_000
MAX_ATTRIBUTES = 20_000
MAX_REFERENCES = 300_000  # the parser takes time by the square of the "&" it writes
TOO_LONG = (
    "Nội dung dài hơn 2.000.000 ký tự. Hãy chia thành nhiều bài, hoặc dán lại dưới dạng văn bản "
    "thuần và thêm ảnh từ thư viện ảnh."
)
TOO_TANGLED = (
    "Nội dung có quá nhiều thẻ HTML lồng nhau nên không thể xử lý. Hãy dán lại dưới dạng văn bản "
    "thuần rồi định dạng bằng thanh công cụ."
)


def _names(words: str) -> set[str]:
    return set(words.split())


TEXT_ALIGN = {"ta-left", "ta-center", "ta-right", "ta-justify"}
ALIGN = {"align-left", "align-center", "align-right"}
STORED_TAGS = _names(
    "p br hr h2 h3 h4 strong em u s sub sup blockquote ul ol li a figure figcaption img "
    "table caption thead tbody tfoot tr th td"
)
STORED_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
STORED_CLASSES = dict.fromkeys(("p", "td", "th", "h2", "h3", "h4"), TEXT_ALIGN)
STORED_CLASSES |= {"figure": {"image", "video"} | ALIGN}
# Gone with all they hold. Word's data islands are <xml>; the rest shows nothing or runs.
DROPPED = _names(
    "script style object embed svg math template noscript textarea select title xmp noembed "
    "noframes xml audio video canvas datalist"
)
# The first pass lets through what the tidy pass still needs to understand the text.
BOXES = _names(
    "div section article main header footer aside nav address center pre dl dt dd details "
    "summary form fieldset hgroup legend"
)
LOOSE_CLASSED = {*HEADINGS, *_names("p td th div figure img")}
LOOSE_TAGS = STORED_TAGS | BOXES | set(MARKS) | set(HEADINGS) | {"span", "iframe"}
LOOSE_ATTRIBUTES = STORED_ATTRIBUTES | {"iframe": {"src", "title"}}
LOOSE_ATTRIBUTES |= {tag: {"style"} for tag in _names("span p b strong i em")}
LOOSE_CLASSES = {tag: TEXT_ALIGN | ALIGN | {"video"} for tag in LOOSE_CLASSED}
SCHEMES = {"http", "https", "mailto", "tel"}

_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
# Elements that end by themselves, so that leaving them open nests nothing.
_SELF_ENDING = _names(
    "area base br col embed hr img input link meta param source track wbr "
    "p li td th tr dt dd option thead tbody tfoot colgroup"
)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-z][^\s/>]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*", re.I | re.S
)

_FRAME_TEXT = re.compile(r"(<iframe[^>]*>).*?(?=</iframe>)", re.S)


class TooLarge(ValueError):
    """The HTML is longer or more tangled than any article; its message tells the writer so."""


@dataclass(frozen=True)
class Picture:
    """A picture in a text: its address and alternative text, "" when none was written."""

    src: str
    alt: str


@dataclass(frozen=True)
class Anchor:
    """A link in a text: where it leads and its visible words."""

    href: str
    text: str


def _stored_value(tag: str, name: str, value: str) -> str | None:
    """The rule of nh3's second pass: a value stays only in the very form the tidy pass wrote."""
    rules = {"href": link_target, "src": image_source, "colspan": number, "rowspan": number}
    rules |= {"width": number, "height": number, "start": number, "scope": scope}
    return value if name not in rules or rules[name](value) == value else None


_LOOSE = nh3.Cleaner(
    tags=LOOSE_TAGS,
    clean_content_tags=DROPPED,
    attributes=LOOSE_ATTRIBUTES,
    allowed_classes=LOOSE_CLASSES,
    url_schemes=SCHEMES,
    link_rel=None,
)
_STRICT = nh3.Cleaner(
    tags=STORED_TAGS,
    clean_content_tags=DROPPED | {"iframe"},
    attributes=STORED_ATTRIBUTES,
    allowed_classes=STORED_CLASSES,
    attribute_filter=_stored_value,
    url_schemes=SCHEMES,
    link_rel=REL,
)


# Bounds


def _refuse_too_large(html: str) -> None:
    """Raise TooLarge for what would keep a parser busy for longer than a person waits."""
    if len(html) > MAX_CHARACTERS:
        raise TooLarge(TOO_LONG)
    if _tangled(html):
        raise TooLarge(TOO_TANGLED)


def _tangled(html: str) -> bool:
    tags = html.count("<")
    if tags > MAX_TAGS or html.count("&") > MAX_REFERENCES:
        return True
    if any(_attributes(part) > MAX_ATTRIBUTES for part in html.split("<")[1:]):
        return True
    return tags > 1_000 and _nests_too_deep(html)


def _attributes(part: str) -> int:
    return len(part.partition(">")[0].split())


def _nests_too_deep(html: str) -> bool:
    """HTML repeats every formatting tag left open in every later paragraph: add up that work."""
    opened, depth, formats, repeats = Counter(), 0, 0, 0
    for closing, name in ((m[1], m[2].lower()) for m in _TAG.finditer(html) if m[2]):
        if name in _SELF_ENDING:
            repeats += formats
            continue
        step = -1 if closing else 1
        if closing and not opened[name]:
            continue
        opened[name] += step
        depth += step
        formats += step * (name in _FORMATTING)
        repeats += formats
        if depth > MAX_OPEN or repeats > MAX_REPEATS:
            return True
    return False


# The gate


# One save cleans the same text several times: in the form, the fields, the version.
@lru_cache(maxsize=4)
def clean(html: str) -> str:
    """Take any HTML; return what may be stored, in its one stored form. Raises TooLarge."""
    stored = _STRICT.clean(Writer().blocks(_blocks(html)))
    # Writing can lengthen: what is stored must be readable again.
    _refuse_too_large(stored)
    return stored


def render(html: str, show: Show = lambda src, alt, beside: None) -> SafeString:
    """Take stored HTML; return it for the page, cleaned once more. Raises TooLarge.

    `show` finds the files of a picture; without it pictures are shown as they are stored.
    """
    return mark_safe(PageWriter(show).blocks(_blocks(clean(html))))  # noqa: S308 - this is the gate


def _blocks(html: str) -> list[Block]:
    _refuse_too_large(html)
    # Half a surrogate pair, as JSON may bring, is no text and no encoder takes it.
    sound = html.encode("utf-8", "ignore").decode("utf-8")
    # No-break spaces become spaces anyway, and nh3 takes time by the square of them.
    loose = _LOOSE.clean(sound.replace("\u00a0", " ").replace("&nbsp;", " "))
    if loose.count("<") > 2 * MAX_TAGS:
        raise TooLarge(TOO_TANGLED)
    # What stands in a frame is raw text to nh3, but tags to Python's parser.
    return tree(_FRAME_TEXT.sub(r"\1", loose))


def _parts(html: str) -> Iterator[Block]:
    for block in _blocks(clean(html)):
        yield from block.walk()


def paragraphs(text: str) -> str:
    """Take plain text; return it as stored HTML, a paragraph for each part. Raises TooLarge.

    Blank lines part paragraphs and other line ends are breaks; without blank lines, every line
    is a paragraph.
    """
    parts = re.split(r"\n\s*\n", "\n".join(text.splitlines()).strip())
    if len(parts) == 1:
        parts = parts[0].split("\n")
    joined = ("<br>".join(map(escape, part.split("\n"))) for part in parts)
    return clean("".join(f"<p>{part}</p>" for part in joined))


def outline(html: str) -> list[Block]:
    """Take stored HTML; return its blocks, for whoever reads the text closely. Raises TooLarge."""
    return _blocks(html)


def pieces(html: str) -> list[str]:
    """Take HTML; return its blocks one by one, each in stored form. Raises TooLarge."""
    return [_STRICT.clean(Writer().block(block)) for block in _blocks(clean(html))]


def images(html: str) -> list[Picture]:
    """Take HTML; return its pictures in reading order. Raises TooLarge."""
    pictures = (part.attrs for part in _parts(html) if part.tag == "img")
    return [Picture(attrs["src"], attrs["alt"]) for attrs in pictures]


def links(html: str) -> list[Anchor]:
    """Take HTML; return its links with their words in reading order. Raises TooLarge."""
    found: list[Anchor] = []
    for part in _parts(html):
        for link, runs in groupby(part.runs, key=lambda run: run.link):
            if link:
                found.append(Anchor(link.href, "".join(run.text for run in runs)))
    return found


def to_text(html: str) -> str:
    """Take HTML; return its words, a line for each paragraph, item and row. Raises TooLarge.

    Captions are words of the text; alternative texts are not. Cells are parted by a tab.
    """
    return _plain(_blocks(clean(html)))


def _plain(blocks: list[Block]) -> str:
    return "\n".join(text for text in map(_plain_block, blocks) if text)


def _plain_block(block: Block) -> str:
    if block.tag == "tr":
        return "\t".join(_plain_block(cell).replace("\n", " ") for cell in block.children).strip()
    if block.tag == "video":
        return "" if block.attrs["label"] == block.attrs["href"] else block.attrs["label"]
    return "\n".join(part for part in (text_of(block), _plain(block.children)) if part)

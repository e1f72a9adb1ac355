"""An article read once for all checks: its passages, headings, links, tables and pictures."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Q

from news.media.attachments import listed
from news.media.models import Attachment, Image
from news.models import ArticleContent
from news.text.document import Block
from news.text.richtext import MEDIA_URL, Anchor, outline
from news.text.writer import text_of

HEADINGS = ("h2", "h3", "h4")
# How a person counts the parts of a text; what lies in a table or list is found by that.
NAMES = {"p": "đoạn", "ul": "danh sách", "ol": "danh sách", "table": "bảng", "figure": "hình"}
NAMES |= dict.fromkeys(HEADINGS, "tiêu đề mục")
HOLDERS = ("ul", "ol", "table", "figure")
# Addresses are no language: their digits and points mean nothing to a reader.
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]++@\S+|(?<![\w.-])[\w-]++(?:\.[\w-]++)*\.vn\b(?:/\S*)?"
)


@dataclass(frozen=True)
class Passage:
    """A stretch of text, the field it stands in and the words for where: "đoạn 4"."""

    field: str
    text: str
    where: str

    @cached_property
    def plain(self) -> str:
        """The text with addresses made unreadable; every other character stays in its place."""
        return ADDRESS.sub(lambda match: "x" * len(match[0]), self.text)


@dataclass(frozen=True)
class Library:
    """What the picture library knows of an article's pictures."""

    cover: Image | None = None
    decorative: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: ArticleContent, sources: list[str]) -> "Library":
        """One query for cover and text together, none when there is no picture."""
        names = [source.removeprefix(MEDIA_URL) for source in sources]
        if not names and not content.cover_id:
            return cls()
        rows = Image.objects.filter(Q(file__in=names) | Q(pk=content.cover_id))
        found = {row.pk: row for row in rows.only("file", "width", "height", "decorative")}
        decorative = (MEDIA_URL + row.file.name for row in found.values() if row.decorative)
        return cls(found.get(content.cover_id), frozenset(decorative))


@dataclass
class Reading:
    """One article's content, taken apart; checks ask it and parse nothing themselves."""

    content: ArticleContent
    blocks: list[Block] = field(init=False)
    library: Library | None = None

    def __post_init__(self):
        self.blocks = outline(self.content.body)
        if self.library is None:
            sources = [picture.attrs["src"] for picture in self.pictures]
            self.library = Library.of(self.content, sources)

    @cached_property
    def parts(self) -> list[Block]:
        """Every block of the body, in reading order."""
        return [part for block in self.blocks for part in block.walk()]

    @cached_property
    def pictures(self) -> list[Block]:
        """The pictures of the body."""
        return [part for part in self.parts if part.tag == "img"]

    @cached_property
    def tables(self) -> list[Block]:
        """The tables of the body."""
        return [part for part in self.parts if part.tag == "table"]

    @cached_property
    def attachments(self) -> list[Attachment]:
        """What is attached; one query, none when there is nothing."""
        return listed(self.content.attachments)

    @cached_property
    def headings(self) -> list[Block]:
        """The headings of the body."""
        return [part for part in self.parts if part.tag in HEADINGS]

    @cached_property
    def links(self) -> list[Anchor]:
        """The links of the body with their visible words."""
        return [anchor for part in self.parts for anchor in _links(part)]

    @cached_property
    def body(self) -> list[Passage]:
        """The text of the body, passage by passage."""
        counts: Counter[str] = Counter()
        return [passage for block in self.blocks for passage in _passages(block, counts)]

    @cached_property
    def passages(self) -> list[Passage]:
        """Everything a citizen reads: title, sapo, captions and body."""
        content = self.content
        head = [
            Passage("title", content.title, "tiêu đề"),
            Passage("subtitle", content.subtitle, "tiêu đề phụ"),
            Passage("summary", content.summary, "sapo"),
            Passage("cover_caption", content.cover_caption, "chú thích ảnh đại diện"),
        ]
        return [passage for passage in head if passage.text] + self.body


def _links(block: Block) -> Iterator[Anchor]:
    for link, runs in groupby(block.runs, key=lambda run: run.link):
        if link:
            yield Anchor(link.href, "".join(run.text for run in runs))


def _passages(block: Block, counts: Counter, inside: str = "") -> Iterator[Passage]:
    where = inside or _counted(block, counts)
    if text := text_of(block):
        yield Passage("body", text, where)
    held = where if inside or block.tag in HOLDERS else ""
    for child in block.children:
        yield from _passages(child, counts, held)


def _counted(block: Block, counts: Counter) -> str:
    name = NAMES.get(block.tag)
    if name is None:
        return "nội dung"
    counts[name] += 1
    return f"{name} {counts[name]}"

"""Two people saved the same article: what each changed, and one text made of both.

The common ground is the version that was opened. Where only one of two changed a paragraph or
a field, theirs is proposed; where both did, a person must choose, and mine is proposed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from news.media.attachments import listed
from news.models import ArticleContent, named
from news.text import compare
from news.text.richtext import pieces

MINE, THEIRS, BOTH = "mine", "theirs", "both"
# What goes together is chosen together: a picture and its words.
FIELDS = {
    "title": ("Tiêu đề", ("title",)),
    "subtitle": ("Tiêu đề phụ", ("subtitle",)),
    "summary": ("Sapo", ("summary",)),
    "cover": ("Ảnh đại diện", ("cover_id", "cover_alt", "cover_caption")),
    "filing": ("Chuyên mục, đơn vị", ("category_id", "unit_id")),
    "signature": ("Tác giả", ("author_id", "co_authors")),
    "source": ("Nguồn", ("source_name", "source_url")),
    "thread": ("Dòng sự kiện", ("thread_id",)),
    "related": ("Bài liên quan", ("related",)),
    "tags": ("Từ khoá", ("tags",)),
    "genre": ("Thể loại", ("genre",)),
    "attachments": ("Tệp đính kèm", ("attachments",)),
    "audio": ("Bản nghe", ("audio_id",)),
}


@dataclass(frozen=True)
class Choice:
    """Something that is not the same in both texts: its name in the form, its label, both sides
    as lines to read, and the side to propose."""

    name: str
    label: str
    mine: list[str]
    theirs: list[str]
    prefer: str

    @property
    def is_text(self) -> bool:
        """Whether both sides may stand one under the other."""
        return self.name.startswith("body.") and bool(self.mine and self.theirs)


def choices(base: ArticleContent, mine: ArticleContent, theirs: ArticleContent) -> list[Choice]:
    """Everything to choose, fields first, then the body's stretches in reading order."""
    return [*_field_choices(base, mine, theirs), *_body_choices(base, mine, theirs)]


def merged(base, mine, theirs, chosen: dict[str, str]) -> dict:
    """The content made of both, by ArticleContent.field_names(); `chosen` maps names of choices
    to MINE, THEIRS or BOTH, and what it leaves out is as proposed."""
    content = mine.content()
    for choice in _field_choices(base, mine, theirs):
        if chosen.get(choice.name, choice.prefer) == THEIRS:
            names = FIELDS[choice.name][1]
            content |= {name: getattr(theirs, name) for name in names}
    return content | {"body": _body(base, mine, theirs, chosen)}


def _field_choices(base, mine, theirs) -> Iterator[Choice]:
    for name, (label, columns) in FIELDS.items():
        ours, other, old = (_values(side, columns) for side in (mine, theirs, base))
        if ours != other:
            prefer = THEIRS if ours == old else MINE
            yield Choice(name, label, _said(mine, name), _said(theirs, name), prefer)


def _values(content, columns) -> list:
    return [getattr(content, column) for column in columns]


def _said(content, name: str) -> list[str]:
    """A field's value in words."""
    said = {
        "cover": lambda: [content.cover_alt or str(content.cover or ""), content.cover_caption],
        "filing": lambda: [str(content.category or ""), str(content.unit or "")],
        "signature": lambda: [str(content.author or ""), f"{len(content.co_authors)} đồng tác giả"],
        "source": lambda: [content.source_name, content.source_url],
        "attachments": lambda: [str(each) for each in listed(content.attachments)],
        "audio": lambda: [content.audio.facts_in_words if content.audio else ""],
        "thread": lambda: [str(content.thread or "")],
        "related": lambda: named(content.related),
        "tags": lambda: [", ".join(content.tags)],
        "genre": lambda: [content.get_genre_display()],
    }
    lines = said[name]() if name in said else [getattr(content, name)]
    return [line for line in lines if line]


def _stretches(mine: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Both bodies side by side: equal stretches as two equal lists."""
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        yield mine[k:m], theirs[i:j]


def _body_choices(base, mine, theirs) -> Iterator[Choice]:
    old = set(pieces(base.body))
    pairs = _stretches(pieces(mine.body), pieces(theirs.body))
    for number, (ours, other) in enumerate(pairs):
        if ours != other:
            lines = (compare.lines("".join(side)) for side in (ours, other))
            yield Choice(f"body.{number}", "Nội dung", *lines, _proposed(ours, other, old))


def _proposed(ours: list[str], other: list[str], old: set[str]) -> str:
    """The side that changed something; mine when both did."""
    untouched = all(piece in old for piece in ours) if ours else not old.issuperset(other)
    return THEIRS if untouched else MINE


def _body(base, mine, theirs, chosen: dict[str, str]) -> str:
    old, out = set(pieces(base.body)), []
    pairs = _stretches(pieces(mine.body), pieces(theirs.body))
    for number, (ours, other) in enumerate(pairs):
        side = chosen.get(f"body.{number}", _proposed(ours, other, old))
        both = other if ours == other else [*other, *ours]
        out += {THEIRS: other, BOTH: both}.get(side, ours)
    return "\n".join(out)

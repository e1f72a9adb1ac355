"""How two versions of an article differ, part by part, for people who must judge the change."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from news.authors.models import Author
from news.media.attachments import listed
from news.models import ArticleContent, Genre, named
from news.text import compare

# Unchanged paragraphs shown around a change; longer stretches fold away.
AROUND = 1
ONLY_LOOKS = "Chữ không đổi; chỉ cách trình bày đổi (chữ đậm, canh lề, cỡ ảnh …)."


@dataclass(frozen=True)
class Stretch:
    """Rows one after the other; `folded` when nothing changed in them and they need not show."""

    folded: bool
    rows: list[compare.Row]


@dataclass(frozen=True)
class Part:
    """A part of an article that is not the same in both versions, and a remark where it helps."""

    label: str
    stretches: list[Stretch]
    remark: str = ""


def between(old: ArticleContent, new: ArticleContent) -> list[Part]:
    """The parts that differ, in the order of the form; [] when the versions are equal."""
    authors = _authors(old, new)
    parts = (_part(label, lines, old, new, authors) for label, lines in PARTS)
    return [part for part in parts if part]


def _part(label: str, lines: Callable, old, new, authors: dict) -> Part | None:
    rows = compare.compare(lines(old, authors), lines(new, authors))
    if any(row.kind != compare.SAME for row in rows):
        return Part(label, _folded(rows))
    if lines is _body and old.body != new.body:
        return Part(label, [], ONLY_LOOKS)
    return None


def _folded(rows: list[compare.Row]) -> list[Stretch]:
    """What changed with a little around it; the rest folds away."""
    changed = [i for i, row in enumerate(rows) if row.kind != compare.SAME]
    near = {i + d for i in changed for d in range(-AROUND, AROUND + 1)}
    numbered = groupby(enumerate(rows), key=lambda pair: pair[0] not in near)
    stretches = [Stretch(folded, [row for _, row in group]) for folded, group in numbered]
    # Folding a single line would hide it for nothing.
    return [Stretch(s.folded and len(s.rows) > 1, s.rows) for s in stretches]


def _authors(*contents: ArticleContent) -> dict[int, Author]:
    ids = {pk for content in contents for pk in (content.author_id, *content.co_authors) if pk}
    return Author.objects.select_related("unit").in_bulk(ids) if ids else {}


def _text(name: str) -> Callable:
    return lambda content, authors: [line for line in getattr(content, name).split("\n") if line]


def _one(name: str) -> Callable:
    return lambda content, authors: [str(getattr(content, name))] if getattr(content, name) else []


def _cover(content, authors) -> list[str]:
    if content.cover is None:
        return []
    name = content.cover.file.name.rpartition("/")[2]
    return [f"[Ảnh {name}: {content.cover.original_name or content.cover.alt}]"]


def _body(content, authors) -> list[str]:
    return compare.lines(content.body)


def _files(content, authors) -> list[str]:
    return [f"{each} ({each.facts_in_words})" for each in listed(content.attachments)]


def _audio(content, authors) -> list[str]:
    found = content.audio
    return [f"{found.original_name or found} ({found.facts_in_words})"] if found else []


def _signers(content, authors) -> list[str]:
    found = (authors.get(pk) for pk in (content.author_id, *content.co_authors))
    return [str(author) for author in found if author]


def _related(content, authors) -> list[str]:
    return named(content.related)


def _tags(content, authors) -> list[str]:
    return list(content.tags)


def _genre(content, authors) -> list[str]:
    return [Genre(content.genre).label] if content.genre in Genre.values else [content.genre]


PARTS = (
    ("Tiêu đề", _text("title")),
    ("Tiêu đề phụ", _text("subtitle")),
    ("Sapo", _text("summary")),
    ("Ảnh đại diện", _cover),
    ("Mô tả ảnh đại diện", _text("cover_alt")),
    ("Chú thích ảnh đại diện", _text("cover_caption")),
    ("Nội dung", _body),
    ("Tệp đính kèm", _files),
    ("Bản nghe", _audio),
    ("Chuyên mục", _one("category")),
    ("Đơn vị", _one("unit")),
    ("Tác giả", _signers),
    ("Ký tên", _text("byline")),
    ("Nguồn", _text("source_name")),
    ("Liên kết nguồn", _text("source_url")),
    ("Dòng sự kiện", _one("thread")),
    ("Bài liên quan", _related),
    ("Từ khoá", _tags),
    ("Thể loại", _genre),
)

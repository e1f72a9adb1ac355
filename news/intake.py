"""One line of an import file: read, checked, and filed as an article, or refused whole."""

import os
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import MaxLengthValidator
from django.db import DataError, IntegrityError, models, transaction

from news import checklist, versions, workflow
from news.authors.models import Author, Unit
from news.legacy import noted
from news.media import uploads
from news.media.models import Image
from news.models import Article, ArticleVersion, Category, Genre, Thread
from news.text import richtext
from news.text.alts import is_meaningful_alt
from news.text.importfile import HAS_TAGS, Unacceptable, lines, parse, short
from news.text.legacy import Report
from news.text.vietnamese import fold, slugify

__all__ = ["Intake", "Unacceptable", "lines"]

PICTURE = re.compile(r"""<img\s(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
# Our own library's, another site's, or none at all: not a file beside the import.
NO_FILE = re.compile(r"[a-z]+:|/|$", re.IGNORECASE)


REFUSALS = (
    *(Unacceptable, ValidationError, workflow.Refused, richtext.TooLarge),
    *(IntegrityError, DataError),
)


@dataclass
class Intake:
    """Files the lines of one import. `folder` is where its pictures are; `create` lets it make
    the sections, units and authors that are missing; with `convert_letters` text in TCVN3 or VNI
    becomes Unicode, and `legacy` reports what of it was in the line filed last."""

    folder: Path
    create: bool = False
    convert_letters: bool = False
    legacy: Report | None = None
    _known: dict = field(default_factory=dict)
    _fresh: list[models.Model] = field(default_factory=list)

    def file(self, line: str) -> tuple[str, Article]:
        """File one JSON object; return ("made" | "changed" | "unchanged", the article).

        Raises Unacceptable, and then nothing of the line was kept.
        """
        self.legacy = None
        row = parse(line, self.convert_letters)
        self.legacy = row["legacy"]
        self._fresh = []
        try:
            with transaction.atomic():
                return self._file(row)
        except REFUSALS as error:
            self._forget()
            raise Unacceptable(_sentence(error)) from error

    def _file(self, row: dict) -> tuple[str, Article]:
        at = row["published_at"]
        _checked({"external_id": row["external_id"]})
        rows = Article.objects.select_related("category__parent")
        found = rows.filter(external_id=row["external_id"]).first()
        content = self._content(row)
        if found is None:
            article = Article(external_id=row["external_id"], published_at=at)
            return "made", _filed(article, content, at, self._note())
        if not _differs(found, content, at):
            return "unchanged", found
        if _in_staff_hands(found):
            raise Unacceptable("bài đã có người sửa hoặc duyệt trong hệ thống nên không nhập đè")
        if at and found.published_version is None:
            Article.objects.filter(pk=found.pk).update(published_at=at)
        return "changed", _filed(found, content, at, self._note())

    def _note(self) -> str:
        return noted(self.legacy) if self.legacy else ""

    def _forget(self) -> None:
        """What a refused line made is gone again: remember it no longer, keep no file of it."""
        if not self._fresh:
            return
        self._known = {key: row for key, row in self._known.items() if row not in self._fresh}
        for row in self._fresh:
            if isinstance(row, Image) and not Image.objects.filter(pk=row.pk).exists():
                row.file.delete(save=False)

    def _content(self, row: dict) -> dict:
        unit = self._once(self._unit, row["unit"])
        author = self._once(self._author, row["author"], unit)
        category = self._once(self._category, row["category"])
        thread = self._once(self._thread, row["thread"])
        body = row["body"] if HAS_TAGS.search(row["body"]) else richtext.paragraphs(row["body"])
        cover = self._picture(row["cover"]) if row["cover"] else None
        _describe(cover, row["cover_alt"], row["cover_caption"])
        same = ("title", "subtitle", "summary", "source_url", "tags", "cover_alt", "cover_caption")
        content = {
            **{name: row[name] for name in same},
            "body": PICTURE.sub(self._library_picture, body),
            "source_name": row["source"],
            "genre": row["genre"] or Genre.NEWS,
            "category_id": category and category.pk,
            "unit_id": unit.pk if unit else author and author.unit_id,
            "author_id": author and author.pk,
            "cover_id": cover and cover.pk,
            # A thread that staff have chosen stays where the line names none.
            **({"thread_id": thread.pk} if thread else {}),
        }
        return _checked(content)

    def _once(self, find: Callable, words, *more):
        """What `find` finds, looked for once in an import; None for no words."""
        key = (find.__name__, words, *more)
        if words and key not in self._known:
            self._known[key] = find(words, *more)
        return self._known.get(key)

    def _category(self, words: str) -> Category:
        for row in Category.objects.all():
            if row.slug == words or fold(row.name) == fold(words):
                return row
        return self._make(Category(name=words, slug=slugify(words, 80)), "chuyên mục", words)

    def _thread(self, words: str) -> Thread:
        for row in Thread.objects.all():
            if row.slug == words or fold(row.title) == fold(words):
                return row
        return self._make(Thread(title=words), "dòng sự kiện", words)

    def _unit(self, code: str) -> Unit:
        for row in Unit.objects.all():
            if fold(row.code) == fold(code):
                return row
        name = code.upper()
        return self._make(Unit(code=name, name=name, short_name=name), "đơn vị", code)

    def _author(self, name: str, unit: Unit | None) -> Author:
        rows = Author.objects.filter(full_name=name, **({"unit": unit} if unit else {}))[:2]
        if len(rows) == 1:
            return rows[0]
        if unit is None:
            how_many = "có nhiều" if rows else "chưa có"
            words = f"{how_many} tác giả “{short(name)}” và dòng này không ghi đơn vị"
            raise Unacceptable(words)
        return self._make(Author(full_name=name, unit=unit), "tác giả", name)

    def _make(self, row: models.Model, kind: str, words: str) -> models.Model:
        if not self.create:
            raise Unacceptable(f"chưa có {kind} “{short(words)}” (thêm --create để tạo)")
        row.full_clean()
        row.save()
        self._fresh.append(row)
        return row

    def _library_picture(self, tag: re.Match) -> str:
        """A picture by path becomes one from the library; an address is left to the gate."""
        attributes = _attributes(tag[0])
        source = attributes.get("src", "").strip()
        if NO_FILE.match(source):
            return tag[0]
        image = self._picture(source)
        _describe(image, attributes.get("alt", ""))
        size = {"width": str(image.width), "height": str(image.height)}
        attributes |= {"src": image.file.url, **size}
        return f"<img{''.join(f' {k}={quoteattr(v)}' for k, v in attributes.items())}>"

    def _picture(self, name: str) -> Image:
        return self._once(self._stored, self._path(name))

    def _path(self, name: str) -> Path:
        """The file of a name, which an archive made on a Mac spells in decomposed letters."""
        folder = self.folder.resolve()
        forms = [unicodedata.normalize(form, unquote(name)) for form in ("NFC", "NFD")]
        with suppress(OSError, ValueError, RuntimeError):
            for form in (name, *forms):
                path = (folder / form).resolve()
                named = Path(form).is_absolute() or path.is_relative_to(folder)
                if named and path.is_file() and os.access(path, os.R_OK):
                    return path
        raise Unacceptable(f"không thấy tệp ảnh “{short(name)}” bên cạnh tệp nhập")

    def _stored(self, path: Path) -> Image:
        with path.open("rb") as file:
            upload = File(file, name=path.name)
            known = uploads.find(upload)
            if known:
                return known
            image = uploads.store(uploads.accept(upload, apart=False))
        self._fresh.append(image)
        return image


def _describe(image: Image | None, alt: str, caption: str = "") -> None:
    """The library learns what a picture shows from the first article that says it."""
    if image and not image.alt and is_meaningful_alt(alt):
        image.alt, image.caption = alt[:300], caption
        image.save(update_fields=["alt", "caption"])


def _attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag; of two with one name the first counts, as in HTML."""
    found = ATTRIBUTE.findall(tag[len("<img") : -1])
    return {name.lower(): unescape(_unquoted(value)) for name, value in reversed(found)}


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in ("'", '"') else value


def _checked(content: dict) -> dict:
    """The content as the fields would store it; raises ValidationError for what does not fit."""
    stored, errors = {}, {}
    for name, value in content.items():
        column = Article._meta.get_field(name)
        try:
            stored[name] = value if column.is_relation else _cleaned(column, value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return stored


def _cleaned(column: models.Field, value):
    """Django leaves the length of a text of several lines to forms."""
    stored = column.clean(value, None)
    if isinstance(column, models.TextField) and column.max_length:
        MaxLengthValidator(column.max_length)(stored)
    return stored


def _differs(article: Article, content: dict, at: datetime | None) -> bool:
    """Whether a line says anything new; a date counts until the article is published."""
    dated = at and article.published_version is None and article.published_at != at
    return bool(dated or versions.changed_fields(versions.latest(article), content))


def _in_staff_hands(article: Article) -> bool:
    written = article.versions.filter(created_by__isnull=False)
    return written.exists() or article.events.filter(actor__isnull=False).exists()


def _filed(article: Article, content: dict, at: datetime | None, note: str) -> Article:
    """Saved and, when dated, published, or kept back with what it needs ("cần bổ sung")."""
    article = workflow.save(article, content, None, base=article.latest_version, note=note)
    if at is None:
        return article
    told = {"version": article.latest_version, "note": note}
    try:
        move = workflow.perform(article, "import", None, at=at, **told)
    except workflow.Refused:
        missing = checklist.musts(ArticleVersion(**content))
        if not missing:
            raise
        article.needs_work = "\n".join(finding.text for finding in missing)
        article.save(update_fields=["needs_work"])
        return article
    return move.article


def _sentence(error: Exception) -> str:
    if isinstance(error, IntegrityError | DataError):
        return f"cơ sở dữ liệu không nhận ({error.args[0].strip().splitlines()[0]})"
    if not isinstance(error, ValidationError):
        return str(error)
    if hasattr(error, "message_dict"):
        return "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
    return " ".join(error.messages)

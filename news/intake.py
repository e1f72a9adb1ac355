"""One line of an import file: read, checked, and filed as an article, or refused whole."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news import checklist, versions, workflow
from news.authors.models import Author, Unit
from news.media import uploads
from news.models import Article, Category
from news.text import richtext
from news.text.vietnamese import fold, normalise, slugify

TEXTS = ("title", "subtitle", "summary", "body", "category", "unit", "author", "source", "genre")
MORE_TEXTS = ("source_url", "cover", "cover_alt", "cover_caption", "published_at")
PICTURE = re.compile(r"""(<img\b[^>]*?\bsrc\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
HAS_TAGS = re.compile(r"<(?:[a-z][a-z0-9]*[\s>/]|!--)", re.IGNORECASE)


class Unacceptable(Exception):
    """A line that cannot be filed; its text says why."""


@dataclass
class Intake:
    """Files the lines of one import. `folder` is where its pictures are; `create` lets it make
    the sections, units and authors that are missing."""

    folder: Path
    create: bool = False
    _known: dict = field(default_factory=dict)

    def file(self, line: str) -> tuple[str, Article]:
        """File one JSON object; return ("made" | "changed" | "unchanged", the article).

        Raises Unacceptable, and then nothing of the line was kept.
        """
        row = _parse(line)
        try:
            with transaction.atomic():
                return self._file(row)
        except ValidationError as error:
            raise Unacceptable(_sentence(error)) from error
        except (workflow.Refused, richtext.TooLarge) as error:
            raise Unacceptable(str(error)) from error
        finally:
            # What a refused line made is gone again, and must not be remembered.
            self._known.clear()

    def _file(self, row: dict) -> tuple[str, Article]:
        at = _moment(row.get("published_at"))
        found = Article.objects.filter(external_id=row["external_id"]).first()
        article = found or Article(external_id=row["external_id"])
        content = self._content(row)
        newest = versions.latest(article) if found else None
        if newest and newest.created_by_id:
            raise Unacceptable("bài đã có người sửa trong hệ thống nên không nhập đè lên")
        if newest and not versions.changed_fields(newest, content):
            return "unchanged", article
        saved = workflow.save(article, content, None, base=article.latest_version)
        if at:
            saved = _publish(saved, at)
        return "changed" if found else "made", saved

    def _content(self, row: dict) -> dict:
        unit = self._unit(row["unit"])
        author = self._author(row["author"], unit)
        category = self._category(row["category"])
        body = row["body"] if HAS_TAGS.search(row["body"]) else richtext.paragraphs(row["body"])
        cover = self._picture(row["cover"]) if row["cover"] else None
        values = {name: row[name] for name in ("title", "subtitle", "summary", "source_url")}
        content = {
            **values,
            "body": PICTURE.sub(self._library_source, body),
            "source_name": row["source"],
            "tags": row["tags"],
            "genre": row["genre"] or Article._meta.get_field("genre").default,
            "category_id": category and category.pk,
            "unit_id": unit.pk if unit else author and author.unit_id,
            "author_id": author and author.pk,
            "cover_id": cover and cover.pk,
            "cover_alt": row["cover_alt"],
            "cover_caption": row["cover_caption"],
        }
        return _checked(content)

    def _category(self, words: str) -> Category | None:
        if not words:
            return None
        rows = self._all("category", Category.objects.all)
        for row in rows:
            if row.slug == words or fold(row.name) == fold(words):
                return row
        return self._make(Category(name=words, slug=slugify(words, 80)), "chuyên mục", words)

    def _unit(self, code: str) -> Unit | None:
        if not code:
            return None
        for row in self._all("unit", Unit.objects.all):
            if fold(row.code) == fold(code):
                return row
        name = normalise(code).upper()
        return self._make(Unit(code=name, name=name, short_name=name), "đơn vị", code)

    def _author(self, name: str, unit: Unit | None) -> Author | None:
        if not name:
            return None
        rows = self._all("author", Author.objects.select_related("unit").all)
        same = [row for row in rows if row.full_name == normalise(name)]
        for row in same:
            if unit is None or row.unit_id == unit.pk:
                return row
        if unit is None:
            raise Unacceptable(f"chưa có tác giả “{name}” và dòng này không ghi đơn vị")
        return self._make(Author(full_name=name, unit=unit), "tác giả", name)

    def _all(self, kind: str, query) -> list:
        if kind not in self._known:
            self._known[kind] = list(query())
        return self._known[kind]

    def _make(self, row, kind: str, words: str):
        if not self.create:
            raise Unacceptable(f"chưa có {kind} “{words}” (thêm --create để tạo)")
        row.full_clean()
        row.save()
        return row

    def _library_source(self, match: re.Match) -> str:
        """A picture by path becomes one from the library; an address is left to the gate."""
        start, quote, source = match.groups()
        if re.match(r"[a-z]+:|/", source, re.IGNORECASE):
            return match.group(0)
        image = self._picture(source)
        size = f' width="{image.width}" height="{image.height}"'
        return f"{start}{quote}{escape(image.file.url)}{quote}{size}"

    def _picture(self, name: str):
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise Unacceptable(f"không thấy tệp ảnh “{name}” bên cạnh tệp nhập")
        upload = SimpleNamespace(name=path.name, size=path.stat().st_size, read=path.read_bytes)
        return uploads.store(uploads.accept(upload))


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-empty lines of a file with their numbers; raises UnicodeDecodeError unless UTF-8."""
    with path.open(encoding="utf-8-sig") as rows:
        for number, line in enumerate(rows, start=1):
            if line.strip():
                yield number, line


def _parse(line: str) -> dict:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unacceptable(f"không phải JSON hợp lệ ({error})") from error
    if not isinstance(row, dict):
        raise Unacceptable("mỗi dòng phải là một đối tượng JSON")
    row = {**row, **{name: _text(row, name) for name in (*TEXTS, *MORE_TEXTS, "external_id")}}
    row["tags"] = _tags(row.get("tags") or [])
    for name, label in (("external_id", "external_id"), ("title", "title")):
        if not row[name].strip():
            raise Unacceptable(f"thiếu {label}")
    return row


def _text(row: dict, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and name == "external_id":
        return str(value)
    if not isinstance(value, str):
        raise Unacceptable(f"{name} phải là chữ")
    return value


def _tags(value) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise Unacceptable("tags phải là danh sách chữ")
    return list(dict.fromkeys(tag for tag in map(normalise, value) if tag))


def _moment(value: str) -> datetime | None:
    """ISO 8601; without an offset it is Vietnamese time."""
    if not value:
        return None
    try:
        moment = parse_datetime(value) or parse_datetime(f"{value}T00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise Unacceptable(f"published_at không đúng ISO 8601: “{value}”")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _checked(content: dict) -> dict:
    """The content as the fields would store it; raises ValidationError for what does not fit."""
    stored, errors = {}, {}
    for name, value in content.items():
        column = Article._meta.get_field(name.removesuffix("_id"))
        if column.is_relation:
            stored[name] = value
            continue
        try:
            stored[name] = column.clean(value, None)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return stored


def _publish(article: Article, at: datetime) -> Article:
    """Published as it was, or kept back with what it still needs ("cần bổ sung")."""
    missing = checklist.findings(versions.latest(article))
    if missing:
        article.needs_work = "\n".join(finding.text for finding in missing)
        article.published_at = article.published_at or at
        article.save(update_fields=["needs_work", "published_at"])
        return article
    return workflow.perform(article, "import", None, version=article.latest_version, at=at).article


def _sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
    return " ".join(error.messages)

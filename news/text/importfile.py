"""An import file line by line: JSON of the agreed shape, every one-line text normalised."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .legacy_fields import Fields
from .vietnamese import excerpt, normalise

LINES = (
    *("external_id", "title", "subtitle", "category", "unit", "author", "source", "source_url"),
    *("genre", "published_at", "cover_alt", "cover_caption", "thread"),
)
TEXTS = ("summary", "body", "cover")
# What may be in letters from before Unicode; the body last, as it is read.
WORDS = (
    *("title", "subtitle", "summary", "category", "author", "source", "cover_alt"),
    "cover_caption",
)
HAS_TAGS = re.compile(r"<(?:[a-z][a-z0-9]*[\s>/]|!--)", re.IGNORECASE)
# An article of 2,000,000 characters, every one of them written as \u1234.
LONGEST_LINE = 16_000_000
LEGACY = (
    "có {} đoạn chữ {}, không phải Unicode (thêm --convert-letters để chuyển sang Unicode khi nhập)"
)
YEARS = range(1900, 2101)


class Unacceptable(Exception):
    """A line that cannot be filed; its text says why."""


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-empty lines of a file with their numbers; what is not UTF-8 the intake refuses."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as rows:
        for number, line in enumerate(rows, start=1):
            if line.strip():
                yield number, line


def parse(line: str, convert_letters: bool = False) -> dict:
    """Take a line; return its texts ("" for a missing one), its tags, and published_at or None.

    TCVN3 and VNI become Unicode with `convert_letters`, and "legacy" is a report of them (None:
    there were none); without it such a line is refused. Raises Unacceptable.
    """
    if len(line) > LONGEST_LINE:
        raise Unacceptable("dòng dài hơn 16 triệu ký tự")
    try:
        line.encode()
        row = json.loads(line, object_pairs_hook=_unrepeated)
    except UnicodeEncodeError as error:
        raise Unacceptable("không phải mã UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Unacceptable(f"không phải JSON hợp lệ ({error})") from error
    if not isinstance(row, dict):
        raise Unacceptable("mỗi dòng phải là một đối tượng JSON")
    raw = {name: _text(row, name) for name in (*TEXTS, *LINES)}
    tags = _tags(row.get("tags"))
    # Before anything is normalised: that would drop the ư of TCVN3.
    report = _fields(raw, tags).inspect()
    if report and not convert_letters:
        raise Unacceptable(LEGACY.format(len(report.blocks), report.encoding.label))
    if report:
        raw, tags = _converted(raw, tags)
    parsed = {**raw, **{name: normalise(raw[name]) for name in LINES}}
    for name in ("external_id", "title"):
        if not parsed[name]:
            raise Unacceptable(f"thiếu {name}")
    published_at = _moment(parsed["published_at"])
    return {**parsed, "tags": _one_form(tags), "published_at": published_at, "legacy": report}


def _unrepeated(pairs: list[tuple]) -> dict:
    counts = Counter(key for key, _ in pairs)
    if len(counts) < len(pairs):
        raise Unacceptable(f"“{short(counts.most_common(1)[0][0])}” có hai lần")
    return dict(pairs)


def _text(row: dict, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if name == "external_id" and type(value) is int:
        return str(value)
    if not isinstance(value, str):
        raise Unacceptable(f"{name} phải là chữ")
    return value


def _tags(value) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise Unacceptable("tags phải là danh sách chữ")
    return value


def _one_form(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tag for tag in map(normalise, tags) if tag))


def _fields(raw: dict[str, str], tags: list[str]) -> Fields:
    """The words of a line; a body without tags is plain text, which is read line by line."""
    plain = {name: raw[name] for name in WORDS}
    plain |= {f"tag {at}": tag for at, tag in enumerate(tags)}
    if HAS_TAGS.search(raw["body"]):
        return Fields(plain, raw["body"])
    return Fields({**plain, "body": raw["body"]})


def _converted(raw: dict[str, str], tags: list[str]) -> tuple[dict[str, str], list[str]]:
    fields = _fields(raw, tags).converted()
    plain = {"body": fields.html, **fields.plain}
    words = {name: plain[name] for name in (*WORDS, "body")}
    return {**raw, **words}, [plain[f"tag {at}"] for at in range(len(tags))]


def _moment(value: str) -> datetime | None:
    """ISO 8601; without an offset it is Vietnamese time."""
    if not value:
        return None
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise Unacceptable(f"published_at không phải ngày giờ theo ISO 8601: “{short(value)}”")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def short(words: str) -> str:
    """Take what stands in a line; return it short enough for a message."""
    return excerpt(words, 80)

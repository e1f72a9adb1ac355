"""An import file line by line: JSON of the agreed shape, every one-line text normalised."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .vietnamese import excerpt, normalise

LINES = (
    *("external_id", "title", "subtitle", "category", "unit", "author", "source", "source_url"),
    *("genre", "published_at", "cover_alt", "cover_caption"),
)
TEXTS = ("summary", "body", "cover")
# An article of 2,000,000 characters, every one of them written as \u1234.
LONGEST_LINE = 16_000_000
YEARS = range(1900, 2101)


class Unacceptable(Exception):
    """A line that cannot be filed; its text says why."""


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-empty lines of a file with their numbers; what is not UTF-8 the intake refuses."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as rows:
        for number, line in enumerate(rows, start=1):
            if line.strip():
                yield number, line


def parse(line: str) -> dict:
    """Take a line; return its texts ("" for a missing one), its tags, and published_at or None.

    Raises Unacceptable.
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
    texts = {name: _text(row, name) for name in TEXTS}
    parsed = {**texts, **{name: normalise(_text(row, name)) for name in LINES}}
    for name in ("external_id", "title"):
        if not parsed[name]:
            raise Unacceptable(f"thiếu {name}")
    published_at = _moment(parsed["published_at"])
    return {**parsed, "tags": _tags(row.get("tags")), "published_at": published_at}


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
    return list(dict.fromkeys(tag for tag in map(normalise, value) if tag))


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

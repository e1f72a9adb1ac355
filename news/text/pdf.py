"""What a PDF is, for whoever takes it in: its pages, whether it has text, what is wrong with it.

Hostile files take all the time and memory they get. So a program of its own looks at them, within
limits: `inspect_apart` starts it, `python -m news.text.pdf` is it.
"""

import io
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import IndirectObject

SIGNATURE = b"%PDF-"
MAX_PAGES = 2_000
# Pages that are read for text; who scans a paper scans its first pages too.
READ_PAGES = 5
FEWEST_LETTERS = 25
SECONDS, MEMORY = 10, 512 * 1024 * 1024
ROOT = Path(__file__).parents[2]

LOCKED, ACTIVE, PARCEL = "locked", "active", "parcel"
LONG, DAMAGED, HARD = "long", "damaged", "hard"
# What a reader's program would do or run by itself, beyond turning pages.
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}
PROGRAMS = {"/JS", "/XFA"}
PARCELS = {"/EF", "/EmbeddedFiles"}
PARCEL_TYPES = {"/EmbeddedFile", "/FileAttachment", "/RichMedia"}
_TROUBLE = (PyPdfError, KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Report:
    """What was found; `trouble` is one of the words above, "" for a sound file.

    `has_text` is None where that could not be found out.
    """

    trouble: str = ""
    pages: int | None = None
    has_text: bool | None = None


def inspect_apart(data: bytes) -> Report:
    """Take the bytes of a PDF; return what another process found, HARD when its limits ended it."""
    command = [sys.executable, "-m", "news.text.pdf"]
    try:
        # Nothing of the file comes into the command.
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=2 * SECONDS, cwd=ROOT, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return Report(HARD)
    return Report(**json.loads(done.stdout))


def inspect(data: bytes) -> Report:
    """Take the bytes of a PDF; return what it is, in as much time and memory as it takes."""
    try:
        return _report(PdfReader(io.BytesIO(data)))
    except LimitReachedError:
        return Report(HARD)
    except _TROUBLE:
        return Report(DAMAGED)


def _report(reader: PdfReader) -> Report:
    if reader.is_encrypted:
        return Report(LOCKED)
    pages = len(reader.pages)
    if not pages:
        return Report(DAMAGED)
    if pages > MAX_PAGES:
        return Report(LONG, pages)
    return Report(_danger(reader), pages, _has_text(reader))


def _danger(reader: PdfReader) -> str:
    """Whatever the file holds counts, also what no page seems to lead to."""
    found = {_trouble_of(each) for thing in _objects(reader) for each in _dictionaries(thing)}
    return ACTIVE if ACTIVE in found else PARCEL if PARCEL in found else ""


def _objects(reader: PdfReader) -> Iterator:
    numbers = {number for entries in reader.xref.values() for number in entries}
    for number in sorted(numbers | set(reader.xref_objStm)):
        # A number that leads nowhere is in many a file that every program opens.
        with suppress(*_TROUBLE):
            yield reader.get_object(IndirectObject(number, _generation(reader, number), reader))
    yield reader.trailer


def _generation(reader: PdfReader, number: int) -> int:
    return next((g for g, entries in reader.xref.items() if number in entries), 0)


def _dictionaries(thing) -> Iterator[dict]:
    """Every dictionary of one object; what it refers to is an object of its own."""
    left = [thing]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            yield each
            left += dict.values(each)
        elif isinstance(each, list):
            left += list.__iter__(each)


def _trouble_of(found: dict) -> str:
    keys = set(dict.keys(found))
    if keys & PROGRAMS or _name(found, "/S") in ACTIONS:
        return ACTIVE
    is_parcel = keys & PARCELS or {_name(found, "/Type"), _name(found, "/Subtype")} & PARCEL_TYPES
    return PARCEL if is_parcel else ""


def _name(found: dict, key: str) -> str:
    value = dict.get(found, key)
    with suppress(*_TROUBLE):
        value = value.get_object() if isinstance(value, IndirectObject) else value
    return value if isinstance(value, str) else ""


def _has_text(reader: PdfReader) -> bool | None:
    """Whether a page has more than a stamp or a number that a scanner printed on it."""
    try:
        return any(map(_is_written, reader.pages[:READ_PAGES]))
    except LimitReachedError:
        # What becomes enormous here does so in a citizen's phone.
        raise
    except _TROUBLE:
        return None


def _is_written(page) -> bool:
    return sum(map(str.isalpha, page.extract_text())) >= FEWEST_LETTERS


def _limit(what: int, most: int) -> None:
    # Not every system knows every limit; the time of the whole is bounded from outside.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Read a PDF from standard input and write the report to standard output."""
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_AS, MEMORY)
    logging.disable()
    print(json.dumps(asdict(inspect(sys.stdin.buffer.read()))))  # noqa: T201


if __name__ == "__main__":
    main()

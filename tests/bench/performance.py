"""Writes what was measured into docs/performance.md, each bench between two marks of its own."""

import re
from datetime import date

from django.conf import settings

FILE = settings.BASE_DIR / "docs" / "performance.md"


def write(name: str, lines: list[str]) -> None:
    """Put lines in the place of what the bench of that name wrote last, with the day."""
    text = FILE.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    said = "\n".join([begin, f"Measured on {date.today().isoformat()}.", "", *lines, end])
    place = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    assert place.search(text), f"docs/performance.md has no place for {name}"
    FILE.write_text(place.sub(lambda _: said, text), encoding="utf-8")

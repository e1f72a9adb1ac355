"""docs/security.md promises nothing that is not there."""

import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "Shown by" not in line]
FILE = re.compile(r"`([a-z_]+/[\w/.-]+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:30])
def test_every_row_names_something_that_is_there(row):
    named = FILE.findall(row)
    assert named
    assert [path for path in named if not (settings.BASE_DIR / path).exists()] == []


def test_every_chapter_and_every_duty_has_its_row():
    chapters = re.findall(r"^\| V(\d+) ", PAGE, re.MULTILINE)
    assert [int(number) for number in chapters] == list(range(1, 18))
    duties = re.findall(r"^\| R(\d+) ", PAGE, re.MULTILINE)
    assert [int(number) for number in duties] == list(range(58, 65))

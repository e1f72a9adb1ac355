"""The manuals: words in bold are said to be those of the screens, and pictures are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANUALS = ["admins.vi.md"]
SPOKEN = (
    ("templates", "*.html"),
    ("static", "*.js"),
    ("accounts", "*.py"),
    ("news", "*.py"),
    ("config", "*.py"),
    ("config", "*.po"),
)
# Said of the document itself, or for emphasis where no screen is meant.
NO_SCREEN = {"in đậm"}


def screens() -> str:
    """Everything that a screen may say, as one text; sentences broken over lines are joined."""
    files = [file for folder, ending in SPOKEN for file in (ROOT / folder).rglob(ending)]
    said = " ".join(file.read_text(encoding="utf-8") for file in files)
    return re.sub(r'"\s*"|\s+', " ", re.sub(r"{%.*?%}", "", said)).lower()


def bold(manual: str) -> set[str]:
    """The words in bold; "Đăng nhập bằng …" stands for any ending."""
    text = (ROOT / "docs" / manual).read_text(encoding="utf-8")
    found = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", text, re.S)}
    return {words.partition("…")[0].strip() for words in found - NO_SCREEN}


def stands(words: str, said: str) -> bool:
    """Whether a screen says it; "Thêm phân công" is made of a catalogue's word and a name."""
    return words in said or (words.startswith("thêm ") and words.removeprefix("thêm ") in said)


@pytest.mark.parametrize("manual", MANUALS)
def test_words_in_bold_stand_on_a_screen(manual):
    said = screens()
    assert {words for words in bold(manual) if not stands(words.lower(), said)} == set()


@pytest.mark.parametrize("manual", ["admins.vi.md", "editors.vi.md"])
def test_pictures_are_there(manual):
    text = (ROOT / "docs" / manual).read_text(encoding="utf-8")
    named = re.findall(r"!\[(.+?)\]\((.+?)\)", text)
    assert named
    assert [name for words, name in named if not (ROOT / "docs" / name).is_file()] == []

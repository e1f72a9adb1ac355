"""What readers may narrow their search to, and what they have chosen, as the page words it."""

from typing import NamedTuple

from news.authors.models import Author, byline

# Keys of query.KINDS in the words of readers.
KINDS = {
    "tin": "Tin, bài",
    "trang": "Trang thông tin",
    "ban-nghe": "Bài có bản nghe",
    "tep": "Bài có tệp đính kèm",
}


class Chosen(NamedTuple):
    """A filter that is set: its label, what was chosen, and the address without it."""

    label: str
    name: str
    url: str


def number_of(text: str) -> int | None:
    """The number by which a link names an author; None for a name that was typed."""
    known = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if known else None


def signature(author: Author) -> str:
    """How an author is called where their unit must be told, too."""
    return byline([author], author.unit)

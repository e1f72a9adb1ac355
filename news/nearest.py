"""What a reader may have meant who asked for an address that does not exist.

The words of the address are all that is known: a number at its end belonged to another portal.
"""

from difflib import get_close_matches

from news.models import Article, Category
from news.text import oldaddress
from news.text.vietnamese import search_words

# Fewer words say nothing; so many are enough to know a title by.
FEWEST, ENOUGH = 3, 6
# Of so many articles found by the index the newest are shown.
LOOKED_AT = 200
SHOWN = 5
MOST_SECTIONS = 4
LONGEST_QUESTION, MOST_LETTERS = 12, 120
ALIKE = 0.75


def articles(path: str) -> list[Article]:
    """The newest public articles that have the first words of an address: one query, or none."""
    words = oldaddress.words_of(path)[:ENOUGH]
    if len(words) < FEWEST:
        return []
    # The index finds them first: in the order of a list PostgreSQL might read the whole archive.
    found = Article.objects.worded(" ".join(words)).live().order_by().values("pk")[:LOOKED_AT]
    rows = Article.objects.public().filter(pk__in=found).newest_first()
    return list(rows.only("title", "kind", "slug", "published_at")[:SHOWN])


def question(path: str) -> str:
    """The words of an address as a question for the search."""
    words = oldaddress.words_of(path)
    return " ".join(words[:LONGEST_QUESTION])[:MOST_LETTERS] if len(words) >= FEWEST else ""


def sections(path: str, visible: list[Category]) -> list[Category]:
    """The visible sections whose address stands in this one, or nearly does."""
    parts = {part.removesuffix(".html").removesuffix(".htm") for part in path.lower().split("/")}
    parts = {"-".join(search_words(part)) for part in parts if len(part) > 3}
    slugs = [category.slug for category in visible]
    near = {slug for part in parts for slug in get_close_matches(part[:80], slugs, 2, ALIKE)}
    return [category for category in visible if category.slug in near][:MOST_SECTIONS]

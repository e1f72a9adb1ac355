"""What a reader may have meant by an address that leads nowhere: nothing but its words is known.

A number at its end belonged to another portal.
"""

from difflib import get_close_matches

from news.models import Article, Category
from news.search import asking
from news.search.bounded import TooSlow
from news.search.query import Narrowing, somehow
from news.text import oldaddress
from news.text.lexemes import words as words_of
from news.text.question import LONGEST, ask
from news.text.vietnamese import fold, search_words

# Fewer words name nothing; by so many a title is known.
FEWEST, FEWEST_OF_PAGE, ENOUGH = 3, 2, 12
# Nobody waits for a guess, and whoever asks for addresses by the thousand must not hold us up.
PATIENCE = 300
MOST_SECTIONS, MOST_PARTS, ALIKE = 4, 6, 0.75


def near(address: str, limit: int = 5) -> list[Article]:
    """Take a path or the words of one ("/tin-tuc/dan-van-kheo-12/"); return at most `limit` public
    articles and pages whose title holds at least half of its words, the nearest first.

    Two queries, three once in a while; none for an address without words. Never raises: whatever
    is asked, and however long it takes, the answer is a list. Rows come without their body.
    """
    asked = ask(" ".join(oldaddress.words_of(address)[:ENOUGH]))
    if len(asked.words) < FEWEST_OF_PAGE:
        return []
    wanted = asking.somewhere_in_title(asked)
    try:
        numbers = somehow(asked, wanted, Narrowing(), 4 * limit, PATIENCE).numbers
    except TooSlow:
        return []
    rows = Article.objects.public().for_list().in_bulk(numbers)
    words = {word.folded for word in asked.words}
    return [rows[pk] for pk in numbers if pk in rows and _means(words, rows[pk])][:limit]


def question(address: str) -> str:
    """The words of an address as a question for the search; "" when they say too little."""
    words = oldaddress.words_of(address)
    return " ".join(words[:ENOUGH])[:LONGEST] if len(words) >= FEWEST else ""


def sections(address: str, visible: list[Category]) -> list[Category]:
    """The visible sections whose address stands in this one, or nearly does."""
    parts = [part for part in address.lower().split("/") if len(part) > 3][-MOST_PARTS:]
    words = {"-".join(search_words(oldaddress.without_ending(part[:80]))) for part in parts}
    slugs = [category.slug for category in visible]
    near_ones = {slug for part in words for slug in get_close_matches(part, slugs, 2, ALIKE)}
    return [category for category in visible if category.slug in near_ones][:MOST_SECTIONS]


def _means(words: set[str], row: Article) -> bool:
    """Whether a title holds half of the words; two alone may name a page, never an article."""
    if not row.is_page and len(words) < FEWEST:
        return False
    held = {word.folded for word in words_of(fold(row.title))}
    return 2 * len(words & held) >= len(words)

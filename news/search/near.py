"""What a reader may have meant by an address that leads nowhere."""

import re

from news.models import Article
from news.search import asking
from news.search.query import Narrowing, TooSlow, somehow
from news.text.lexemes import words as words_of
from news.text.question import ask
from news.text.vietnamese import fold

# What addresses hold besides the words of a title.
_NO_WORDS = re.compile(r"\.[a-z]{2,5}\b|\btin-tuc\b|%[0-9a-f]{2}|\b[0-9]+\b", re.IGNORECASE)


def near(address: str, limit: int = 5) -> list[Article]:
    """Take a path or the words of one ("/tin-tuc/dan-van-kheo-12/"); return at most `limit` public
    articles and pages whose title holds at least half of its words, the nearest first.

    Two queries, three once in a while; none for an address without words. Never raises: whatever
    is asked, and however long it takes, the answer is a list. Rows come without their body.
    """
    question = ask(re.sub(r"[\W_]+", " ", _NO_WORDS.sub(" ", address[:300])))
    wanted = asking.somewhere_in_title(question)
    if not wanted:
        return []
    try:
        numbers = somehow(question, wanted, Narrowing(), 4 * limit).numbers
    except TooSlow:
        return []
    rows = Article.objects.public().for_list().in_bulk(numbers)
    asked = {word.folded for word in question.words}
    close = [rows[pk] for pk in numbers if pk in rows and _shares(rows[pk].title, asked)]
    return close[:limit]


def _shares(title: str, asked: set[str]) -> bool:
    """Whether a title holds half of the words, as an address spells them."""
    held = {word.folded for word in words_of(fold(title))}
    return 2 * len(asked & held) >= len(asked)

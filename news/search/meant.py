"""What the words of a question were meant to be, where they cannot be meant as they were typed."""

from collections.abc import Iterable

from django.db import OperationalError, connection, transaction

from news.search import windows
from news.search.index import quoted
from news.text.keystrokes import Reading, read
from news.text.lexemes import Word
from news.text.question import Question, loose_words

# It is a courtesy: whoever asks must not wait for it.
_PRELUDE = "SET LOCAL statement_timeout = '300ms'; SET LOCAL enable_seqscan = off; "
_KNOWN = """
    SELECT word, NULL::timestamptz AS published_at
    FROM unnest(%s::text[], %s::text[]) AS asked(word, lexeme)
    WHERE EXISTS (SELECT 1 FROM search_document WHERE vector @@ lexeme::tsquery)
"""


def meant(question: Question) -> str:
    """Take a question; return its text with the leftovers of Telex and VNI read, "" when there are
    none. A word that the index knows is left as it is; at most one query."""
    readings = _readings(question)
    if not readings:
        return ""
    sure = any(reading.sure for reading in readings.values())
    known = _known({word.folded for word in readings}, titles_only=sure)
    changes = {word: r.text for word, r in readings.items() if word.folded not in known}
    return replaced(question.text, changes) if changes else ""


def guessed(question: Question) -> str:
    """The text with all such leftovers read, whether or not they are words; "" without any."""
    readings = _readings(question)
    return replaced(question.text, {w: r.text for w, r in readings.items()}) if readings else ""


def replaced(text: str, changes: dict[Word, str]) -> str:
    """The text with other words in the places of some of its own."""
    for word in sorted(changes, key=lambda word: -word.start):
        text = text[: word.start] + changes[word] + text[word.end :]
    return text


def _readings(question: Question) -> dict[Word, Reading]:
    """The words that can be read as something else; what makes sense only beside a sure reading
    is left out where there is none."""
    found = {word: read(word.text) for word in _touchable(question.text)}
    readings = {word: reading for word, reading in found.items() if reading}
    if any(reading.sure for reading in readings.values()):
        return readings
    return {word: reading for word, reading in readings.items() if not reading.rare}


def _touchable(text: str) -> list[Word]:
    """Its loose words without abbreviations, which are capitals among other letters."""
    shouting = text.isupper()
    return [w for w in loose_words(text) if shouting or not w.text.isupper()]


def _known(words: Iterable[str], titles_only: bool) -> set[str]:
    """Which of the words stand in an article, or in the title of one. The search that follows
    wants to know where its spans begin: this is asked at once."""
    words = sorted(words)
    lexemes = [quoted(f"t:{word}" if titles_only else word) for word in words]
    ahead = windows.stale()
    sql = f"{_KNOWN} UNION ALL SELECT NULL, b.* FROM ({windows.BEGINNINGS}) b" if ahead else _KNOWN
    try:
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute(_PRELUDE + sql, [words, lexemes])
            rows = cursor.fetchall()
    except OperationalError:
        # A word that is so common that looking for it takes long is known.
        return set(words)
    if ahead:
        windows.remember([at for word, at in rows if word is None])
    return {word for word, _ in rows if word is not None}

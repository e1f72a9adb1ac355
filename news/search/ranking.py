"""In which order matches stand: SQL over `vector` and `title_size`, for two hundred rows at most.

The words in the title count most, then words that stand together, then how near each other and
how often; age decides between equals only.
"""

from news.search import asking
from news.text.question import Question

# Weights of the fields D (text), C (signature), B (summary), A (title).
_FIELDS = "'{0.1, 0.2, 0.5, 1.0}'"
# Divided by the logarithm of the length, then brought below one.
_NORMAL = 1 | 32
_AGE = "0.35 / (1 + greatest(0, extract(epoch FROM {until} - published_at)) / 31536000)"

PHRASE_IN_TITLE, WORDS_IN_TITLE, TITLE_IS_ALL = 2.0, 1.5, 1.5
PHRASE, PHRASE_IN_SUMMARY, PAIRS, PAIRS_IN_TITLE, NEARNESS = 1.0, 0.5, 1.0, 1.0, 1.2
# What a bare word gains where the reader types diacritics and it is bare in the text too.
AS_MEANT = 1.0


class Score:
    """An SQL sum that grows part by part, with its parameters in order."""

    def __init__(self):
        self.parts: list[str] = []
        self.given: list = []

    def add(self, sql: str, *given) -> None:
        """One more part."""
        self.parts.append(sql)
        self.given += given

    def holds(self, worth: float, query: str) -> None:
        """So much where the vector matches."""
        if query:
            self.add(f"CASE WHEN vector @@ %s::tsquery THEN {worth:f}::float ELSE 0 END", query)

    @property
    def sql(self) -> str:
        """The whole sum."""
        return " + ".join(self.parts)


def score(question: Question, until) -> Score:
    """The score of what holds every word."""
    found = Score()
    titled = asking.in_title(question)
    found.holds(WORDS_IN_TITLE, titled)
    share = f"{TITLE_IS_ALL:f} * least(1, {len(question.words):d}::float / greatest(title_size, 1))"
    found.add(f"CASE WHEN vector @@ %s::tsquery THEN {share} ELSE 0 END", titled)
    if len(question.words) > 1:
        _together(found, question, asking.form, 1)
    if question.marked and any(not word.marked for word in question.words):
        _together(found, question, asking.exact, AS_MEANT)
    rank = f"{NEARNESS:f} * ts_rank_cd({_FIELDS}, vector, %s::tsquery, {_NORMAL})"
    found.add(rank, asking.everything(question))
    found.add(_AGE.format(until="%s"), until)
    return found


def loose_score(question: Question, until) -> Score:
    """The score of what holds the words without their diacritics, or most of them."""
    found, size = Score(), len(question.words)
    for word in question.words:
        found.holds(3.0 / size, asking.one_of([word.folded]))
        found.holds(1.0 / size, asking.one_of([word.exact]))
        found.holds(1.0 / size, asking.one_of([f"t:{word.folded}"]))
    if size > 1:
        _together(found, question, asking.folded, 1)
    rank = f"{NEARNESS:f} * ts_rank({_FIELDS}, vector, %s::tsquery, {_NORMAL})"
    found.add(rank, asking.any_word(question, asking.folded))
    found.add(_AGE.format(until="%s"), until)
    return found


def _together(found: Score, question: Question, of, worth: float) -> None:
    """Words that follow each other as they were typed, all of them or two by two."""
    found.holds(worth * PHRASE_IN_TITLE, asking.phrase(question, of, "A"))
    found.holds(worth * PHRASE_IN_SUMMARY, asking.phrase(question, of, "B"))
    found.holds(worth * PHRASE, asking.phrase(question, of))
    anywhere, titled = asking.pairs(question, of), asking.pairs_of_title(question, of)
    for rows, gain in ((anywhere, PAIRS), (titled, PAIRS_IN_TITLE)):
        for pair in rows:
            found.holds(worth * gain / len(rows), pair)

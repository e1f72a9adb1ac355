"""Words to articles for the staff: which of the rows that a person may see hold them."""

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from news.search import asking, given
from news.search.bounded import fetch
from news.text.question import Question, ask

# What the two indexes find by themselves.
_HITS = """
    SELECT article_id FROM search_document WHERE vector @@ %s::tsquery
    UNION ALL SELECT article_id FROM finding_newest WHERE vector @@ %s::tsquery
"""
# So many hits are looked up one by one; with more of them the list is walked in its order.
FEW = 2_000


def within(rows, text: str, most: int, number: int | None = None) -> list[int]:
    """Take a queryset of articles (who may see them, what narrows them, their order) and typed
    words; return the numbers of its first `most` that hold the words in what citizens read or in
    the newest version, or that have this `number`.

    Where none does, the words are looked for without their diacritics, and the last one by its
    beginning. Four queries at most. Raises TooSlow.
    """
    question = ask(text, given.same(text))
    found = _found(rows, asking.everything(question), most, number)
    if found or any(term.quoted for term in question.terms):
        return found
    return _found(rows, _begun(question), most, number)


def _begun(question: Question) -> str:
    """Every word without its diacritics, the last one as far as it was typed."""
    if not question.terms:
        return ""
    *others, last = question.terms
    whole = asking.everything(Question("", tuple(others)), asking.folded)
    first = asking.all_of(asking.folded(word) for word in last.typed[:-1])
    begun = f"{asking.quoted(asking.folded(last.typed[-1]))}:*"
    return asking.both(first, asking.both(whole, begun))


def _found(rows, wanted: str, most: int, number: int | None) -> list[int]:
    some = f"{_HITS} LIMIT {FEW + 1:d}"
    hits = _run(some, [wanted, wanted], walking="off") if wanted else []
    kept = rows.filter(_among(hits, wanted, number))
    try:
        return _run(*kept.values_list("pk", flat=True)[:most].query.sql_with_params())
    except EmptyResultSet:
        return []


def _among(hits: list[int], wanted: str, number: int | None):
    """The condition on an article. In an OR PostgreSQL makes a table of the hits and asks it row
    by row; alone it would look up every one of a hundred thousand."""
    if len(hits) <= FEW:
        return Q(pk__in=[*hits, *([] if number is None else [number])])
    own = f"(news_article.id IN ({_HITS}) OR news_article.id = %s)"
    return Q(RawSQL(own, [wanted, wanted, number], output_field=BooleanField()))


def _run(sql: str, params, walking: str = "on") -> list[int]:
    """`walking` along an index row by row would open every vector on the way to a few hits."""
    further = f"SET LOCAL enable_indexscan = {walking}; "
    return [pk for (pk,) in fetch(sql, params, further=further)]

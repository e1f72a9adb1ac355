"""A question as PostgreSQL is asked it: tsquery texts made of quoted lexemes and nothing typed."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from news.search.frequencies import common, rarest_first
from news.search.index import neighbours, pair_form, quoted
from news.text.lexemes import Word, words
from news.text.question import Question, Term

# So many words may each be missing in turn, before two may.
ONE_MISSING = range(3, 9)
TWO_MISSING = range(6, 9)
# Between words that follow each other; no lexeme has a space.
_THEN = " <-> "


def form(word: Word) -> str:
    """As typed: with diacritics the exact form, without them the folded one."""
    return word.exact if word.marked else word.folded


def folded(word: Word) -> str:
    """Whatever diacritics were typed."""
    return word.folded


def exact(word: Word) -> str:
    """A bare word is meant bare."""
    return word.exact


def everything(question: Question, of=form) -> str:
    """Every term must be there, in any order and place."""
    return _and(rarest_first(_term(term, of) for term in question.terms))


def as_typed(question: Question, of=form) -> str:
    """The same without other words for it; "" where there are none, or only rarer ones."""
    if not any(_is_crowded(term, of) for term in question.terms):
        return ""
    return _and(rarest_first(_alone(term, of) for term in question.terms))


def closely(question: Question, of=form) -> str:
    """Everything, where the words of another way must follow each other: "xã Bảo Thắng" for "Phố
    Lu" is not any text that has these words somewhere. "" where there is no other way.

    Finding by this would open every vector; it is for sifting what was found.
    """
    return _and(_close(term, of) for term in question.terms) if _others(question) else ""


def closely_or_nearly(question: Question) -> str:
    """What may be shown as near a question with other ways; "" where it has none."""
    close = closely(question, folded)
    return _or([close, nearly_everything(question), somewhere_in_title(question)]) if close else ""


def nearly_everything(question: Question) -> str:
    """One word may be missing, of six or more two; "" where that would mean little. Where it is
    known how common words are, one of the two is the commonest: it says least, and all pairs of
    many words take long."""
    terms = rarest_first(_term(term, folded) for term in question.terms if not term.quoted)
    kept = [_term(term, folded) for term in question.terms if term.quoted]
    if len(terms) not in ONE_MISSING:
        return ""
    missing = 2 if len(terms) in TWO_MISSING else 1
    if missing == 2 and common().known:
        terms, missing = terms[:-1], 1
    return _and([*kept, _all_but(missing, terms)])


def in_any_order(query: str) -> str:
    """A query without what only an opened vector tells: words that follow each other are asked for
    one by one."""
    return query.replace(_THEN, " & ")


def quotes_in_title(question: Question) -> str:
    """Everything, and the quotes stand in the title, as the index knows without looking."""
    quotes = (term.typed for term in question.terms if term.quoted)
    rows = [[word.exact for word in typed] for typed in quotes]
    near = (quoted(pair_form(*pair)) for row in rows for pair in pairwise(row))
    alone = (quoted(f"t:{row[0]}") for row in rows if len(row) == 1)
    loose = Question("", tuple(term for term in question.terms if not term.quoted))
    return _and([*near, *alone, everything(loose)])


def in_title(question: Question, of=form) -> str:
    """Every word of it is in the title."""
    return _and(_or(_title(term, of)) for term in question.terms)


def phrase_of_title(question: Question, of=form) -> str:
    """Its words follow each other in the title, as the index knows without looking; "" for one."""
    return _and(pairs_of_title(question, of))


def somewhere_in_title(question: Question) -> str:
    """Any two of its words follow each other in the title; a lone word is in it."""
    row = [word.folded for word in question.words]
    if len(row) == 1:
        return quoted(f"t:{row[0]}")
    return one_of(pair_form(*pair) for pair in pairwise(row))


def phrase(question: Question, of=form, weight: str = "") -> str:
    """Its words follow each other; with a weight ("A" is the title) in such a field only.

    Of several ways to write a term one is enough.
    """
    ways = [()]
    for term in question.terms:
        ways = [(*way, *more) for way in ways for more in term.ways[:3]][:8]
    return _or(_THEN.join(_weighted(quoted(of(word)), weight) for word in way) for way in ways)


def pairs(question: Question, of=form) -> list[str]:
    """Each two words that follow each other, as a phrase of its own."""
    row = [quoted(of(word)) for word in question.words]
    return [f"{first}{_THEN}{second}" for first, second in pairwise(row)]


def pairs_of_title(question: Question, of=form) -> list[str]:
    """Each two words that follow each other in the title, as a lexeme of its own."""
    return [quoted(_pair(*pair, of)) for pair in pairwise(question.words)]


def any_word(question: Question, of=form) -> str:
    """One of its words is enough: for the rank, not for finding."""
    return _or({quoted(of(word)) for term in question.terms for way in term.ways for word in way})


def one_of(lexemes: Iterable[str]) -> str:
    """One of the lexemes, such as the sections of a filter."""
    return _or(map(quoted, lexemes))


def signed(name: str) -> str:
    """The words of a readable name are in the signature, side by side where they were typed so."""
    alone = (quoted(f"s:{form(word)}") for word in words(name))
    return _and([*alone, *map(quoted, neighbours(name))])


def all_of(lexemes: Iterable[str]) -> str:
    """All of the lexemes, in any place."""
    return _and(map(quoted, lexemes))


def both(first: str, second: str) -> str:
    """Two queries at once; an empty one asks nothing."""
    return _and(filter(None, (first, second)))


def _term(term: Term, of) -> str:
    if term.form and of is not folded:
        return quoted(term.form)
    if term.quoted:
        return _THEN.join(quoted(word.exact) for word in term.typed)
    rows = {frozenset(of(word) for word in way): way for way in reversed(term.ways)}
    # A text that has the words of a longer way has those of a shorter one within it.
    kept = [way for row, way in rows.items() if not any(other < row for other in rows)]
    return _or(_and(quoted(of(word)) for word in way) for way in reversed(kept))


def _all_but(missing: int, terms: list[str]) -> str:
    """Of more terms than may be missing, all but so many: either half lacks its part of them. The
    index looks through all of it for every article, so it must not be a list of all choices."""
    if not missing:
        return _and(terms)
    first, second = terms[: len(terms) // 2], terms[len(terms) // 2 :]
    shares = ((left, missing - left) for left in range(missing + 1))
    kept = [(left, right) for left, right in shares if left <= len(first) and right <= len(second)]
    return _or(_and([_some(left, first), _some(right, second)]) for left, right in kept)


def _some(missing: int, terms: list[str]) -> str:
    """The same where all may be missing, which asks nothing."""
    return _all_but(missing, terms) if missing < len(terms) else ""


def _pair(first: Word, second: Word, of) -> str:
    """The index has pairs of exact words and of folded ones, none of one and the other."""
    mixed = of is form and first.marked != second.marked
    return pair_form(*map(folded if mixed else of, (first, second)))


def _weighted(lexeme: str, weight: str) -> str:
    return f"{lexeme}:{weight}" if weight else lexeme


def _title(term: Term, of) -> Iterator[str]:
    """The ways of a term in a title: as typed its words, another way in one piece."""
    yield _and(quoted(f"t:{of(word)}") for word in term.typed)
    for way in term.ways[1:]:
        row = [(folded if of is folded else exact)(word) for word in way]
        pieces = [pair_form(*pair) for pair in pairwise(row)] or [f"t:{of(way[0])}"]
        yield _and(map(quoted, pieces))


def _others(question: Question) -> bool:
    return any(len(term.ways) > 1 for term in question.terms)


def _is_crowded(term: Term, of) -> bool:
    """Whether another way to write it may be the more common one."""
    known = common()
    if not known.known:
        return len(term.ways) > 1
    own, *others = (known.walk(_and(quoted(of(word)) for word in way)) for way in term.ways)
    return any(other.walked > own.walked for other in others)


def _alone(term: Term, of) -> str:
    return _term(Term(term.ways[:1], term.form, term.quoted), of)


def _close(term: Term, of) -> str:
    rows = (_THEN.join(quoted(of(word)) for word in way) for way in term.ways[1:])
    return _or([_alone(term, of), *rows])


def _and(parts: Iterable[str]) -> str:
    return _joined(parts, " & ")


def _or(parts: Iterable[str]) -> str:
    return _joined(parts, " | ")


def _joined(parts: Iterable[str], sign: str) -> str:
    found = [part for part in parts if part]
    return f"({sign.join(found)})" if len(found) > 1 else "".join(found)

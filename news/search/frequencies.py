"""How common words are, by PostgreSQL's statistics: how far the index walks for a query."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

FEWEST = 1_000
# Of the articles that hold a word this part holds it in the title, at most.
_TITLED = 0.2
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([&|()]|<->)")
# One text for `remember`; whoever looks where the spans of time begin asks it in the same query.
STATISTICS = """
    SELECT json_build_object('articles', c.reltuples, 'shares', (
        SELECT json_object_agg(one.lexeme, one.share) FROM pg_stats s, unnest(
            s.most_common_elems::text::text[], s.most_common_elem_freqs::float[]
        ) AS one(lexeme, share)
        WHERE s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname
        AND s.attname = 'vector' AND one.lexeme IS NOT NULL
    ))::text FROM pg_class c WHERE c.oid = 'search_document'::regclass
"""
_remembered: dict[str, "Common"] = {}


@dataclass(frozen=True)
class Walk:
    """What a query asks of the index: the share of all articles it walks through, and the share it
    finds if words have nothing to do with each other."""

    walked: float
    found: float

    def and_(self, other: "Walk") -> "Walk":
        """Both at once: the rarer one leads."""
        return Walk(min(self.walked, other.walked), self.found * other.found)

    def or_(self, other: "Walk") -> "Walk":
        """Either of them."""
        return Walk(min(1, self.walked + other.walked), min(1, self.found + other.found))


@dataclass(frozen=True)
class Common:
    """The number of articles, negative where nobody counted, and the shares of common lexemes."""

    articles: float = -1
    shares: dict[str, float] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether anything can be said. Among few articles nothing is dear."""
        return self.articles >= FEWEST and bool(self.shares)

    def walk(self, query: str) -> Walk | None:
        """Take a tsquery made by `asking`; return what it asks of the index, None if unknown."""
        if not self.known:
            return None
        tokens = [(quoted, sign) for quoted, sign in _TOKEN.findall(query)]
        return self._any(tokens[::-1])

    def _any(self, tokens: list) -> Walk:
        found = self._all(tokens)
        while tokens and tokens[-1][1] == "|":
            tokens.pop()
            found = found.or_(self._all(tokens))
        return found

    def _all(self, tokens: list) -> Walk:
        found = self._one(tokens)
        while tokens and tokens[-1][1] in ("&", "<->"):
            tokens.pop()
            found = found.and_(self._one(tokens))
        return found

    def _one(self, tokens: list) -> Walk:
        lexeme, sign = tokens.pop()
        if sign != "(":
            share = self._share(lexeme)
            return Walk(share, share)
        inside = self._any(tokens)
        tokens.pop()
        return inside

    def _share(self, lexeme: str) -> float:
        if lexeme in self.shares:
            return self.shares[lexeme]
        titled = lexeme.startswith("t:")
        share = self.shares.get(lexeme[2:] if titled else lexeme, self._least)
        return share * _TITLED if titled else share

    @cached_property
    def _least(self) -> float:
        """What is no common word may be as common as the least common of them."""
        return min(self.shares.values())


def common() -> Common:
    """How common words are, as far as this process knows. No query."""
    return _remembered.get("common", Common())


def rarest_first(queries: Iterable[str]) -> list[str]:
    """The parts of a query in an order in which the index soon sees that an article does not match;
    as they came where nobody counted."""
    known = common()
    return sorted(queries, key=lambda one: known.walk(one).walked) if known.known else [*queries]


def remember(statistics: str) -> None:
    """What `STATISTICS` told."""
    told = json.loads(statistics)
    _remembered["common"] = Common(told["articles"], told["shares"] or {})


def forget() -> None:
    """For tests, which fill a table within a second."""
    _remembered.clear()

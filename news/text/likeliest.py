"""Which of several words was meant at each place of a row, by how often words follow each other."""

from collections.abc import Iterable, Sequence
from math import log

from .lexemes import Word

# A neighbour says more than how common a word is.
ALONE = 0.1


class Counts:
    """How often words stand in titles, alone and in pairs, asked by exact or by bare words."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]):
        self.by_form: dict[tuple[str, ...], int] = {}
        for exact, key, count in rows:
            for form in _mixed(zip(exact.split(), key.split(), strict=True)):
                self.by_form[form] = self.by_form.get(form, 0) + count

    def of(self, *row: Word) -> int:
        """In how many titles the words follow each other; a bare one is any with its letters."""
        return self.by_form.get(tuple(w.exact if w.marked else w.folded for w in row), 0)


def likeliest(row: Sequence[Sequence[Word]], counts: Counts) -> list[Word]:
    """Take the candidates of each place, the preferred ones first; return one for each place."""
    paths: list[tuple[float, list[Word]]] = [(0.0, [])]
    for place in row:
        paths = [_best(paths, word, counts) for word in place]
    return max(paths, key=lambda path: path[0])[1]


def _best(paths, word: Word, counts: Counts) -> tuple[float, list[Word]]:
    """The best way to come to a word, and what it is worth with it."""
    alone = ALONE * log(1 + counts.of(word))
    worths = [worth + _together(row[-1:], word, counts) for worth, row in paths]
    at = worths.index(max(worths))
    return worths[at] + alone, [*paths[at][1], word]


def _together(before: list[Word], word: Word, counts: Counts) -> float:
    return log(1 + counts.of(*before, word)) if before else 0.0


def _mixed(forms: Iterable[tuple[str, str]]) -> set[tuple[str, ...]]:
    """Each word in either of its forms."""
    found = {()}
    for both in forms:
        found = {(*row, form) for row in found for form in both}
    return found

"""The folded form of a phrase, by which tables of phrases are asked for those of a question."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models

from news.text.lexemes import readable, words
from news.text.question import LONGEST, MOST_WORDS

# So many words may a phrase of such a table have.
LONGEST_PHRASE = 8


def key(phrase: str) -> str:
    """Take a phrase; return its words without diacritics and signs, "KT-XH" as "kt xh"."""
    return " ".join(word.folded for word in words(readable(phrase)))


def parts(text: str) -> list[str]:
    """Take what a reader typed; return the keys of all rows of words in it that a phrase of a
    table may be."""
    row = key(text[: 2 * LONGEST][:LONGEST]).split()[:MOST_WORDS]
    return sorted(rows_of(row))


def rows_of(row: list[str]) -> set[str]:
    """All rows of up to LONGEST_PHRASE words that follow each other in these."""
    ends = ((at, at + size) for at in range(len(row)) for size in range(1, LONGEST_PHRASE + 1))
    return {" ".join(row[start:end]) for start, end in ends if end <= len(row)}


def keys(phrases: Iterable[str]) -> list[str]:
    """The keys of phrases in order, each once."""
    return [one for one in dict.fromkeys(map(key, phrases)) if one]


def pieces(phrases: Iterable[str]) -> list[str]:
    """All rows of words in phrases, as keys: by these a question finds them that says a part of
    one in other words."""
    return sorted({row for phrase in phrases for row in rows_of(key(phrase).split())})


class KeysField(ArrayField):
    """The keys of the row's `phrases`, made anew at every `save` and `bulk_create`."""

    make = staticmethod(keys)

    def __init__(self, **options):
        fixed = {"editable": False, "default": list, "base_field": models.TextField()}
        super().__init__(**{**options, **fixed})

    def pre_save(self, model_instance, add):
        """Compute the keys and set them on the object as well."""
        found = self.make(model_instance.phrases)
        setattr(model_instance, self.attname, found)
        return found

    def deconstruct(self):
        """Return the field as Django's own class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs


class PiecesField(KeysField):
    """The same for all rows of words in the phrases."""

    make = staticmethod(pieces)

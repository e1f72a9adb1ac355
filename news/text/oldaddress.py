"""One form of an old address, so that it is found however it is written, and what it leads to."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .vietnamese import search_words

LONGEST = 500
DEEPEST = 12
MOST_PARTS = 30
# What other sites hang on an address to know who came from where.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|zalo\w*|mc_[ce]id|_ga|igshid")
_PAGE = re.compile(r"\.html?$")


class Entry(Protocol):
    """A line of the table: where it leads, and whether what lies below goes along."""

    new: str
    below: str


# What becomes of the addresses below an old one: nothing, each to its like, all to one page.
ALONE, KEEP, GATHER = "", "keep", "gather"


@dataclass(frozen=True)
class Asked:
    """An address somebody asks for: the keys that may answer it, and its parts as they came."""

    exact: tuple[str, ...]
    above: tuple[str, ...]
    parts: tuple[str, ...]
    slash: str
    query: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key to look up."""
        return (*self.exact, *self.above)


def asked(path: str, query: str = "") -> Asked | None:
    """Take a path, percent-encoded or not, and its query; None where no old address can be
    meant: the front page, what is too long or too deep, and letters that no database holds."""
    parts = _parts(path)
    if not parts or len(parts) > DEEPEST:
        return None
    folded = _folded(parts)
    whole = "/" + "/".join(folded)
    kept = _query(query)
    exact = (f"{whole}?{kept}", whole) if kept else (whole,)
    if len(exact[0]) > LONGEST:
        return None
    above = tuple("/" + "/".join(folded[:end]) for end in range(len(parts) - 1, 0, -1))
    return Asked(exact, above, tuple(parts), "/" if path.endswith("/") else "", kept)


def key(address: str) -> str:
    """Take an old address as a person types or copies it, with its host or without; return the
    one form it is kept in, "" where it cannot be one."""
    place = _split(address.strip())
    found = asked(place[0], place[1]) if place else None
    return found.exact[0] if found else ""


def met(found: Mapping[str, Entry], asked_for: Asked) -> str:
    """The key of the most exact entry that answers; "" without one."""
    exact = (name for name in asked_for.exact if name in found)
    above = (name for name in asked_for.above if name in found and found[name].below)
    return next(exact, "") or next(above, "")


def target_of(found: Mapping[str, Entry], asked_for: Asked) -> str:
    """Where the most exact of the entries leads; "" without one."""
    name = met(found, asked_for)
    if not name or "?" in name:
        # A query that is part of the old address does not follow it to the new one.
        return found[name].new if name else ""
    rest = () if name in asked_for.exact else asked_for.parts[name.count("/") :]
    return _joined(found[name], asked_for, rest)


def words_of(path: str) -> list[str]:
    """The words of an address that may be those of a title: of its last part that has some,
    without its ending and number."""
    for part in reversed(_parts(path)[:DEEPEST]):
        words = search_words(without_ending(part.lower()))
        while words and words[-1].isdigit():
            words.pop()
        if words:
            return words
    return []


def without_ending(part: str) -> str:
    """A part of an address in small letters without the ending of a file."""
    return _PAGE.sub("", part)


def _split(address: str) -> tuple[str, str] | None:
    try:
        place = urlsplit(address)
    except ValueError:
        return None
    named = bool(place.scheme or place.netloc)
    if named and place.scheme not in ("http", "https", ""):
        return None
    return (place.path, place.query) if place.path.startswith("/") else None


def _parts(path: str) -> list[str]:
    """The parts of a path as written, unquoted; none where one is not a part at all."""
    if len(path) > 3 * LONGEST:
        return []
    parts = [unquote(part) for part in path.split("/")]
    # A quoted slash is one.
    parts = [part for part in "/".join(parts).split("/") if part]
    return [] if any(_odd(part) for part in parts) else parts


def _odd(part: str) -> bool:
    hidden = any(unicodedata.category(char) in ("Cc", "Cs", "Cn") for char in part)
    return hidden or part in (".", "..") or "\\" in part


def _folded(parts: list[str]) -> list[str]:
    lower = [unicodedata.normalize("NFC", part).lower().replace("?", "") for part in parts]
    lower[-1] = _PAGE.sub("", lower[-1]) or lower[-1]
    return lower


def _query(query: str) -> str:
    """The parts of a query that say which page is meant, in one order."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError:
        return ""
    wanted = sorted(pair for pair in pairs if not TRACKING.fullmatch(pair[0].lower()))
    return "" if any(map(_odd, sum(wanted, ()))) else urlencode(wanted)


def _joined(entry: Entry, asked_for: Asked, rest: tuple[str, ...]) -> str:
    """The entry's address; with KEEP the rest of the path and the query follow it."""
    if entry.below != KEEP:
        return entry.new
    if not rest:
        return _with_query(entry.new, asked_for)
    tail = "/".join(quote(part) for part in rest)
    return _with_query(f"{entry.new.rstrip('/')}/{tail}{asked_for.slash}", asked_for)


def _with_query(address: str, asked_for: Asked) -> str:
    plain = asked_for.query and "?" not in address and "#" not in address
    return f"{address}?{asked_for.query}" if plain else address

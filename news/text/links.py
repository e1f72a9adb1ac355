"""The links of a stored text: which there are, in which words, and where each leads."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

# Longer ones are hardly links, and no index holds them.
LONGEST = 1000
MOST = 300
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Named:
    """A link as it stands in a text: its address and its words."""

    href: str
    words: str


@dataclass(frozen=True)
class Target:
    """Where a link leads, in one form: a path of this portal, or an address elsewhere."""

    url: str
    inside: bool
    host: str = ""


class _Reader(HTMLParser):
    """Gathers what is linked and which pictures are shown."""

    def __init__(self):
        super().__init__()
        self.found: list[Named] = []
        self._href, self._words = None, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self._href, self._words = given["href"], []
        if tag == "img" and given.get("src"):
            self.found.append(Named(given["src"], _short(given.get("alt") or "") or "Ảnh"))

    def handle_data(self, data):
        if self._href is not None:
            self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            self.found.append(Named(self._href, _short("".join(self._words))))
            self._href = None


def links(body: str) -> list[Named]:
    """Take HTML that the gate has cleaned; return its links and pictures, so many at most."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.found[:MOST]


def target(href: str, site: str, hosts: frozenset[str]) -> Target | None:
    """Where a link leads on a portal with the address `site` and these names of its own; None for
    what is no page (mail, telephone, a place in the same text) or too long."""
    try:
        place = urlsplit(iri_to_uri(urljoin(f"{site}/", href.strip())))
        host = (place.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return _odd(href)
    if place.scheme not in ("http", "https") or href.strip().startswith("#"):
        return None
    inside = place.netloc.lower() in hosts
    parts = ("", "", place.path or "/", place.query, "")
    if not inside:
        parts = (place.scheme, place.netloc.lower(), *parts[2:])
    url = urlunsplit(parts)
    return Target(url, inside, "" if inside else host) if len(url) <= LONGEST else None


def _odd(href: str) -> Target | None:
    """An address that no browser could open; kept as it was written, so that it can be shown."""
    text = iri_to_uri(href.strip())
    fits = text.startswith(("http:", "https:")) and len(text) <= LONGEST
    return Target(text, inside=False) if fits else None


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST_WORDS]

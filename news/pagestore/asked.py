"""What a request asks the store for: the key of a page, or why the store has no part in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# Longer addresses are nobody's; more parameters than this no form of ours sends.
_LONGEST = 1000
_MOST = 40
# A page for the store is made for nobody: of what a reader's program sends only this goes along.
_SEEN = {
    "HTTP_HOST",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "HTTP_SEC_PURPOSE",
    "HTTP_X_REQUEST_ID",
}


class Any:
    """All names."""

    def __contains__(self, name) -> bool:
        return True

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 0


ANY = Any()


@dataclass(frozen=True)
class Rules:
    """names: for the first part of an address, the query parameters that its pages know; ANY
    where none may be left out. apart: first parts that the store never has to do with."""

    names: Mapping[str, Collection[str]]
    apart: Collection[str]


@dataclass(frozen=True)
class Asked:
    """key: that of the page, "" where the store has no part in it; why: the reason for that.
    cut: whether the address said more than the page knows. An old address may have to be told by
    just that, so only a page that exists answers such a request."""

    key: str = ""
    why: str = ""
    cut: bool = False


def asked(environ: Mapping, rules: Rules) -> Asked:
    """What a request asks for."""
    why = _why_not(environ, rules)
    if why:
        return Asked(why=why)
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    return _with_query(path, query, rules.names.get(_first(path))) if query else Asked(path)


def _with_query(path: str, query: str, names: Collection[str] | None) -> Asked:
    pairs = _pairs(query)
    if pairs is None or names is None:
        return Asked(why="query")
    known = sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: pair[0])
    key = f"{path}?{urlencode(known)}" if known else path
    return Asked(key, cut=len(known) < len(pairs))


def bare(environ: Mapping, key: str) -> dict:
    """The request as the store makes it: to read this page, from nobody in particular."""
    kept = {n: v for n, v in environ.items() if not n.startswith("HTTP_") or n in _SEEN}
    _, _, query = key.partition("?")
    return {**kept, "REQUEST_METHOD": "GET", "QUERY_STRING": query}


def _why_not(environ: Mapping, rules: Rules) -> str:
    path = environ.get("PATH_INFO", "")
    no = {
        "method": environ["REQUEST_METHOD"] not in ("GET", "HEAD"),
        "body": _has_body(environ),
        "authorization": "HTTP_AUTHORIZATION" in environ,
        "range": "HTTP_RANGE" in environ,
        "session": settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""),
        "path": bool(environ.get("SCRIPT_NAME")) or path[:1] != "/" or "?" in path,
        "length": len(path) + len(environ.get("QUERY_STRING", "")) > _LONGEST,
        "apart": _first(path) in rules.apart,
        "host": not _came_as_readers_do(environ),
    }
    return next((why for why, so in no.items() if so), "")


def _has_body(environ: Mapping) -> bool:
    return environ.get("CONTENT_LENGTH", "") not in ("", "0") or (
        "HTTP_TRANSFER_ENCODING" in environ
    )


def _came_as_readers_do(environ: Mapping) -> bool:
    """By the portal's name, and safely where that is asked for."""
    if settings.SECURE_SSL_REDIRECT and not _secure(environ):
        return False
    return _known_host(environ.get("HTTP_HOST", ""))


@lru_cache(maxsize=64)
def _known_host(host: str) -> bool:
    domain, _ = split_domain_port(host)
    staff = settings.STAFF_HOST and domain == settings.STAFF_HOST
    return bool(domain) and not staff and validate_host(domain, settings.ALLOWED_HOSTS)


def _secure(environ: Mapping) -> bool:
    header = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if header and header[0] in environ:
        return environ[header[0]] == header[1]
    return environ.get("wsgi.url_scheme") == "https"


def _pairs(query: str) -> list[tuple[str, str]] | None:
    """The parameters; None where Django must look itself, and refuse."""
    try:
        query.encode("ascii")
        unquote_to_bytes(query).decode()
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST, errors="strict")
    except ValueError:
        return None
    return None if any("\0" in text for pair in pairs for text in pair) else pairs


def _first(path: str) -> str:
    return path[1:].partition("/")[0]

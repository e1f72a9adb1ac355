"""An answer from a finished page: in an encoding that the reader's program knows, or 304."""

import re

from news.pagestore.entry import Entry

STATE = "X-Page-Store"
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def encodings(environ) -> set[str]:
    """Which of "br" and "gzip" the program takes (RFC 9110 §12.5.3)."""
    found = set()
    for part in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, rest = part.partition(";")
        if rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            found.add(name.strip())
    return found & {"br", "gzip"}


def answer(entry: Entry, environ, start_response, state: str):
    """The entry as a WSGI answer; `state` says where it came from. Brotli is taken where it has
    been made."""
    known = encodings(environ)
    encoding = "br" if "br" in known and entry.brotli else "gzip" if "gzip" in known else ""
    headers = [*entry.headers, ("Vary", "Accept-Encoding"), ("ETag", entry.tag(encoding))]
    headers.append((STATE, state))
    if entry.status == 200 and _has(environ, entry.tag(encoding)):
        start_response("304 Not Modified", [h for h in headers if h[0].lower() != "content-type"])
        return []
    body = entry.body(encoding)
    if encoding:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    start_response(entry.line, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _has(environ, tag: str) -> bool:
    """Whether the reader has these very bytes (RFC 9110 §13.1.2)."""
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    return bool(asked) and (asked.strip() == "*" or tag in _TAG.findall(asked))

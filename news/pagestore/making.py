"""What Django answers to a request for a page, whether it may be kept, and for how long."""

from dataclasses import dataclass

from news.pagestore import moments
from news.pagestore.entry import Entry
from news.pagestore.generations import mark
from news.pagestore.handing import STATE
from news.pagestore.reading import Reading

# Statuses of pages, and of answers that anybody can bring about by asking for nonsense.
_LASTING, _BRIEF = {200, 301}, {404, 410}
_BRIEF_SECONDS = 60
# Nobody knows every way in which time shows on a page; an hour bounds what was not thought of.
_LONGEST_SECONDS = 3600


@dataclass
class Made:
    """An answer whose body has not been read yet; it is read, handed on or dropped, once."""

    status: str
    headers: list[tuple[str, str]]
    body: object

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    def header(self, name: str) -> str:
        """The header of that name, "" without one."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def read(self) -> bytes:
        """The whole body."""
        try:
            return b"".join(self.body)
        finally:
            self.drop()

    def drop(self) -> None:
        """Nobody wants the body."""
        if hasattr(self.body, "close"):
            self.body.close()

    def hand_on(self, environ, start_response, state: str):
        """This answer itself."""
        start_response(self.status, [*self.headers, (STATE, state)])
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.body
        self.drop()
        return []


def ask(application, environ) -> Made:
    """What a WSGI application answers; Django's says its headers before it returns."""
    told = []
    body = application(environ, lambda status, headers, *error: told.append((status, headers)))
    return Made(*told[0], body)


def refusal(made: Made, reading: Reading) -> str:
    """Why the answer may not be kept; "" if it may."""
    control = made.header("cache-control")
    if made.code not in _LASTING | _BRIEF or not made.header("content-length"):
        return "status"
    if made.code == 200 and "public" not in control:
        return "not public"
    if "no-store" in control or "private" in control:
        return "not public"
    if made.header("set-cookie"):
        return "cookie"
    if made.header("vary").lower() not in ("", "accept-encoding"):
        return "vary"
    return f"made of {', '.join(sorted(reading.unwatched))}" if reading.unwatched else ""


def holds(made: Made, reading: Reading, now: float) -> dict:
    """On which marks the answer depends, what it was made of, and when it is made anew though
    nothing changed."""
    seconds = [_LONGEST_SECONDS, reading.seconds or _LONGEST_SECONDS]
    if made.code in _BRIEF:
        seconds.append(_BRIEF_SECONDS)
    names = [*reading.names, moments.NAME]
    fresh = now + min(seconds)
    return {"marks": tuple(map(mark, names)), "fresh": fresh, "made": now, "steps": reading.steps}


def brief(entry: Entry) -> bool:
    """Whether strangers can ask for such answers without end: errors, words after an article's
    number that lead on to its address, searches, lists narrowed and read on."""
    return entry.status != 200 or "?" in entry.key or entry.fresh - entry.made <= _BRIEF_SECONDS

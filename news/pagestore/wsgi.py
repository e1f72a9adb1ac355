"""Hands out finished pages before Django has seen the request; what there is none of, Django makes.

Whoever is not a plain reader of a page (a session, a form, a part of a file) goes to Django as he
came. Decision 0036 has the reasons.
"""

import logging
import time
from dataclasses import replace
from threading import Lock

from django.db import Error

from news.pagestore import asked, making, moments
from news.pagestore.again import all_same, as_for_a_request
from news.pagestore.asked import Asked, Rules
from news.pagestore.entry import Entry
from news.pagestore.generations import BYPASS, HIT, KEPT, MISS, SAME, Generations
from news.pagestore.handing import STATE, answer, encodings
from news.pagestore.making import Made
from news.pagestore.reading import Reading
from news.pagestore.remembering import listening

logger = logging.getLogger(__name__)

# Seconds to wait for another who makes the same page.
_PATIENCE = 5
# After the database did not answer, so long nobody tries it for a page that is kept.
_PAUSE = 1.0
_AWAY = "kept; database away"
# What the header says of where a page came from, and how that is counted.
_HIT, _SAME, _MISS = "hit", "hit; read again", "miss"
_KINDS = {_HIT: HIT, _SAME: SAME, _MISS: MISS}


class PageStore:
    """A WSGI application around Django's; `listen` is called once, by the first request of each
    process, as threads do not come along when a process divides."""

    def __init__(self, application, rules: Rules, generations: Generations, shelves, listen):
        self._application, self._rules = application, rules
        self._generations = generations
        self._lasting, self._brief = shelves
        self._listen, self._listening, self._lock = listen, False, Lock()
        self._away_until = 0.0

    def __call__(self, environ, start_response):
        if not self._listening:
            self._begin()
        wanted = asked.asked(environ, self._rules)
        if not wanted.key:
            return self._pass(environ, start_response, f"bypass; {wanted.why}")
        if not self._generations.trusted:
            return self._without(environ, start_response, wanted)
        entry = self._good(wanted.key)
        if entry is None:
            return self._anew(environ, start_response, wanted)
        return self._hand(entry, environ, start_response, wanted, _HIT)

    def at_hand(self, environ) -> Entry | None:
        """The page that a request would get from the memory of this process."""
        wanted = asked.asked(environ, self._rules)
        found = self._in_memory(wanted.key) if wanted.key and self._listening else ()
        entry = next(filter(self.is_good, found), None)
        return None if entry is None or (wanted.cut and entry.status != 200) else entry

    def is_good(self, entry: Entry) -> bool:
        """Whether the page may be handed out at this moment."""
        now = time.time()
        return self._generations.trusted and now < entry.fresh and self._holds(entry, now)

    def count(self, kind: int) -> None:
        """Count an answer that was given from this store."""
        self._generations.count(kind)

    def _begin(self) -> None:
        with self._lock:
            if not self._listening:
                self._listen()
                self._listening = True

    def _hand(self, entry: Entry, environ, start_response, wanted: Asked, state: str):
        if wanted.cut and entry.status != 200:
            return self._pass(environ, start_response, "bypass; query")
        self._generations.count(_KINDS[state])
        if state == _HIT and not entry.brotli and "br" in encodings(environ):
            entry.body("br")
            self._shelf(entry).put(wanted.key, entry)
        return answer(entry, environ, start_response, state)

    def _anew(self, environ, start_response, wanted: Asked):
        """Make the page, unless it would be made the same; or wait for who is making it."""
        with self._lasting.making(wanted.key, _PATIENCE):
            entry, state = self._good(wanted.key), _HIT
            if entry is None:
                entry, state = self._again(wanted.key), _SAME
            if entry is not None:
                return self._hand(entry, environ, start_response, wanted, state)
            made, entry, why = self._make(environ, wanted.key)
        if entry is not None:
            return self._hand(entry, environ, start_response, wanted, _MISS)
        if wanted.cut and made.code != 200:
            made.drop()
            return self._pass(environ, start_response, "bypass; query")
        self._generations.count(MISS)
        return made.hand_on(environ, start_response, f"miss; {why}")

    def _again(self, key: str) -> Entry | None:
        """The page that something may have changed for, if it reads the same as it did."""
        since, now = self._generations.now(), time.time()
        found = next(
            (entry for entry in self._in_memory(key) if self._may_be_same(entry, now)), None
        )
        if found is None:
            return None
        with as_for_a_request():
            until = _end(since, now) if all_same(found.steps) else None
        if until is None:
            return None
        entry = replace(found, since=since, until=min(found.until, until))
        self._shelf(entry).put(key, entry)
        return entry

    def _may_be_same(self, entry: Entry, now: float) -> bool:
        holds = now < min(entry.fresh, entry.until) and self._generations.keeps(entry.since)
        return holds and bool(entry.steps)

    def _make(self, environ, key: str) -> tuple[Made, Entry | None, str]:
        """What Django answers, the entry that was kept of it, or why it was not."""
        since, now, reading = self._generations.now(), time.time(), Reading()
        with listening(reading):
            made = making.ask(self._application, asked.bare(environ, key))
        why = making.refusal(made, reading)
        if why:
            return made, None, why
        until = _end(since, now)
        if until is None:
            return made, None, "database lost"
        holds = {"since": since, "until": until, **making.holds(made, reading, now)}
        entry = Entry.of(key, made.code, made.headers, made.read(), **holds)
        self._shelf(entry).put(key, entry)
        return made, entry, ""

    def _without(self, environ, start_response, wanted: Asked):
        """Nobody hears whether a page still holds: Django answers, and where it cannot, the last
        page that is not known to be wrong."""
        kept = self._last(wanted.key)
        if kept is not None and time.monotonic() < self._away_until:
            return self._hand_kept(kept, environ, start_response)
        made = making.ask(self._application, environ)
        if made.code < 500 or kept is None:
            self._generations.count(BYPASS)
            return made.hand_on(environ, start_response, "bypass; not listening")
        made.drop()
        self._away_until = time.monotonic() + _PAUSE
        return self._hand_kept(kept, environ, start_response)

    def _hand_kept(self, kept: Entry, environ, start_response):
        self._generations.count(KEPT)
        return answer(kept, environ, start_response, _AWAY)

    def _pass(self, environ, start_response, state: str):
        self._generations.count(BYPASS)

        def started(status, headers, *error):
            return start_response(status, [*headers, (STATE, state)], *error)

        return self._application(environ, started)

    def _good(self, key: str) -> Entry | None:
        """The page of the key that holds and need not be made anew."""
        return next(filter(self.is_good, self._found(key)), None)

    def _last(self, key: str) -> Entry | None:
        """The page of the key that is not known to be wrong."""
        now = time.time()
        return next((found for found in self._found(key) if self._holds(found, now)), None)

    def _found(self, key: str):
        yield from self._in_memory(key)
        yield from filter(None, (shelf.in_files(key) for shelf in (self._lasting, self._brief)))

    def _in_memory(self, key: str):
        return filter(None, (shelf.in_memory(key) for shelf in (self._lasting, self._brief)))

    def _holds(self, entry: Entry, now: float) -> bool:
        return now < entry.until and self._generations.holds(entry.since, entry.marks)

    def _shelf(self, entry: Entry):
        return self._brief if making.brief(entry) else self._lasting


def _end(since: int, now: float) -> float | None:
    """Until when a page holds that was read at `now`; None where the database is lost meanwhile."""
    try:
        return moments.until(since, now)
    except Error:
        # What was read is good, and nobody knows for how long.
        logger.exception("a page is not kept")
        return None

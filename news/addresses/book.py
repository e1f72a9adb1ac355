"""The whole table of redirects in memory, to follow every entry to its end before it is written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import is_valid_path

from news.text import oldaddress

from . import targets

MOST_STEPS = 10
LOOP = "Chuyển hướng này tạo thành vòng: địa chỉ mới lại dẫn về địa chỉ cũ. Hãy chọn địa chỉ khác."


class Loop(Exception):
    """Addresses that lead round in a circle; `trail` names the old ones."""

    def __init__(self, trail: Iterable[str]):
        super().__init__(LOOP)
        self.trail = set(trail)


@dataclass(frozen=True)
class Entry:
    """A line of the table."""

    old: str
    new: str
    below: str = oldaddress.ALONE
    note: str = ""
    automatic: bool = False


class Book:
    """Entries by their old addresses."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = {entry.old: entry for entry in entries}

    def put(self, entry: Entry) -> None:
        """Add an entry, or another for the same old address, with the end of its way as target.
        Raises Loop, and then nothing was changed."""
        before = self.entries.get(entry.old)
        self.entries[entry.old] = entry
        try:
            self.entries[entry.old] = self._to_end(entry)
        except Loop:
            self.drop(entry.old)
            if before:
                self.entries[entry.old] = before
            raise

    def drop(self, old: str) -> None:
        """Take an entry out, if it is there."""
        self.entries.pop(old, None)

    def collapse(self) -> None:
        """Let every entry lead to the end of its way. Raises Loop; then some may not yet."""
        for entry in list(self.entries.values()):
            self.entries[entry.old] = self._to_end(entry)

    def _to_end(self, entry: Entry) -> Entry:
        """The same entry with the address that all its steps lead to. A step that a page may stand
        before (the addresses below another entry) counts for loops only."""
        trail, address, end, sure = [entry.old], entry.new, entry.new, True
        while (step := self._step(address)) is not None:
            met, address = step.met, step.to
            if address == entry.new or met.old == entry.old or len(trail) > MOST_STEPS:
                raise Loop([*trail, met.old])
            trail.append(met.old)
            sure = sure and step.sure
            end = address if sure else end
        return entry if end == entry.new else replace(entry, new=end)

    def _step(self, address: str) -> "Step | None":
        """The entry that an address of ours meets, and where that leads."""
        if not address.startswith("/"):
            return None
        path, _, query = address.partition("#")[0].partition("?")
        asked = oldaddress.asked(path, query)
        found = {k: self.entries[k] for k in asked.keys if k in self.entries} if asked else {}
        name = oldaddress.met(found, asked) if found else ""
        if not name:
            return None
        met = found[name]
        sure = name in asked.exact or met.automatic or not is_valid_path(path)
        return Step(met, targets.slashed(oldaddress.target_of(found, asked)), sure)


@dataclass(frozen=True)
class Step:
    """One entry on the way: whether it is certain that no page stands before it."""

    met: Entry
    to: str
    sure: bool

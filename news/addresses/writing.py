"""Every way into the table of redirects: one line, a whole file, or an address that changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from news.text import oldaddress

from . import targets
from .book import LOOP, Book, Entry, Loop
from .models import Below, Redirect

TWICE = "Địa chỉ cũ này đã có ở dòng {}."
THERE = "Địa chỉ cũ này đã được chuyển tới {}."
ITSELF = "Địa chỉ cũ và địa chỉ mới là một."
UNKNOWN_BELOW = "Không hiểu phạm vi “{}”. Để trống, hoặc ghi “giữ đuôi” hay “về một trang”."
AT_NEW = (LOOP, ITSELF, targets.NO_NEW, targets.FOREIGN, targets.NO_PAGE, targets.PLAIN)
AT_NEW += (targets.NOT_STAFF, targets.TOO_LONG)
FIELDS = ("old", "new", "below", "note", "automatic")


@dataclass(frozen=True)
class Line:
    """What somebody wants: addresses as they were typed, and the number of the line."""

    old: str
    new: str
    below: str = Below.ALONE
    note: str = ""
    number: int = 0


@dataclass
class Outcome:
    """What becomes of a line: "new", "changed", "same" or "wrong", and why."""

    line: Line
    kind: str
    says: str = ""
    entry: Entry | None = None
    # Whether it is the new address that must be another.
    at_new: bool = False


def hold() -> None:
    """Two who write at once could close a loop that neither sees; readers never wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Redirect._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def write(lines: Iterable[Line], user, *, replace=False, dry=False, instead_of="") -> list[Outcome]:
    """Check the lines in their order and write those that are right; `replace` lets a line take
    the place of what is there, `dry` writes nothing, `instead_of` is an old address that goes.
    Return what became of each."""
    hold()
    before = _stored()
    book, outcomes = Book(before.values()), []
    book.drop(instead_of)
    seen: dict[str, int] = {}
    for line in lines:
        outcomes.append(_outcome(line, book, before, seen, replace))
    _break_loops(book, outcomes, before)
    if not dry:
        _store(book, before, user)
    return outcomes


@transaction.atomic
def moved(pairs: Iterable[tuple[str, str]], user) -> None:
    """Let former addresses of pages of ours lead to the present ones, what lies below included;
    nothing leads away from where a page stands now."""
    hold()
    before = _stored()
    book = Book(before.values())
    ends = [(oldaddress.key(old), new) for old, new in pairs]
    for _, new in ends:
        book.drop(oldaddress.key(new))
    for old, new in ends:
        if old and old != oldaddress.key(new) and not targets.always_here(old):
            _put_first(book, Entry(old, new, Below.KEEP, automatic=True))
    _break_loops(book, [], before)
    _store(book, before, user)


def taken(addresses: Iterable[str]) -> None:
    """A page stands at these addresses from now on: nothing leads away from them any more."""
    keys = [oldaddress.key(address) for address in addresses]
    Redirect.objects.filter(old__in=keys).delete()


def _put_first(book: Book, entry: Entry) -> None:
    """What the portal knows of its own pages wins over lines that would close a circle with it."""
    while True:
        try:
            book.put(entry)
            return
        except Loop as loop:
            others = loop.trail - {entry.old}
            for old in others:
                book.drop(old)
            if not others:
                return


def _stored() -> dict[str, Entry]:
    return {row[0]: Entry(*row) for row in Redirect.objects.values_list(*FIELDS)}


def _outcome(line: Line, book: Book, before: dict, seen: dict, replace: bool) -> Outcome:
    try:
        entry = _entry(line)
        if entry.old in seen:
            raise targets.Unfit(TWICE.format(seen[entry.old]))
        book.put(entry)
        entry = book.entries[entry.old]
        kind = _kind(entry, before.get(entry.old), replace)
    except Refused as refused:
        book.entries[entry.old] = before[entry.old]
        return Outcome(line, "wrong", str(refused))
    except (targets.Unfit, Loop) as error:
        return Outcome(line, "wrong", str(error), at_new=str(error) in AT_NEW)
    if kind == "same":
        book.entries[entry.old] = before[entry.old]
    seen[entry.old] = line.number
    return Outcome(line, kind, entry=entry)


class Refused(ValueError):
    """A line that would take the place of another; its text says so."""


def _entry(line: Line) -> Entry:
    if line.below not in Below.values:
        raise targets.Unfit(UNKNOWN_BELOW.format(line.below[:40]))
    old, new = targets.old(line.old), targets.new(line.new, line.below)
    if oldaddress.key(new) == old and new.startswith("/"):
        raise targets.Unfit(ITSELF)
    return Entry(old, new, line.below, line.note)


def _kind(entry: Entry, stored: Entry | None, replace: bool) -> str:
    """What an entry is beside the stored one of the same address. Raises Refused."""
    if stored is None:
        return "new"
    if (stored.new, stored.below) == (entry.new, entry.below):
        return "changed" if replace and stored.note != entry.note else "same"
    if not replace:
        raise Refused(THERE.format(stored.new))
    return "changed"


def _break_loops(book: Book, outcomes: list[Outcome], before: dict) -> None:
    """Collapse the book; lines that close a circle are taken back until there is none, and what
    came to lead in one by itself (pages may have got other addresses) helps nobody."""
    while True:
        try:
            book.collapse()
            return
        except Loop as loop:
            guilty = [o for o in outcomes if o.entry and o.entry.old in loop.trail]
            guilty = [o for o in guilty if o.kind in ("new", "changed")]
            if guilty:
                _take_back(guilty[-1], book, before)
            else:
                for old in loop.trail:
                    book.drop(old)


def _take_back(outcome: Outcome, book: Book, before: dict) -> None:
    old = outcome.entry.old
    book.drop(old)
    if old in before:
        book.entries[old] = before[old]
    outcome.kind, outcome.says, outcome.entry = "wrong", LOOP, None


def _store(book: Book, before: dict[str, Entry], user) -> None:
    """Write the difference between the book and what was stored."""
    gone = [old for old in before if old not in book.entries]
    fresh = [entry for old, entry in book.entries.items() if old not in before]
    other = [e for old, e in book.entries.items() if old in before and e != before[old]]
    Redirect.objects.filter(old__in=gone).delete()
    rows = [Redirect(made_by=user, **vars(entry)) for entry in [*fresh, *other]]
    Redirect.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["old"],
        update_fields=["new", "below", "note", "automatic", "made_by", "made_at"],
    )

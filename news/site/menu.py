"""What readers see of the menu and the footer's links: entries that lead somewhere, on one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from news.site.models import MenuItem

SERVICES = ("Dịch vụ công trực tuyến", "https://dichvucong.gov.vn/")
# What an entry takes of the line: its letters, and the room around it, in letters too.
LINE = 118
AROUND = 4
ARROW = 2


@dataclass(frozen=True)
class Entry:
    """A word with an address ("" for a heading) and what stands under it."""

    label: str
    url: str
    children: list["Entry"] = field(default_factory=list)

    @property
    def external(self) -> bool:
        """Whether it leads away from this portal."""
        return self.url.startswith(("https://", "http://"))

    @property
    def width(self) -> int:
        """What it takes of the line, in letters."""
        return len(self.label) + AROUND + (ARROW if self.children else 0)

    def leads_to(self, path: str) -> bool:
        """Whether it or something under it is the page of that address."""
        return path in {self.url, *(child.url for child in self.children)} - {""}


@dataclass(frozen=True)
class Menu:
    """The entries that fit on one line of a wide window, and the rest, under one word."""

    line: list[Entry]
    rest: list[Entry]


def entries(items: Iterable[MenuItem], target: Callable[[MenuItem], str | None]) -> list[Entry]:
    """The entries of a place in their order, two levels deep. `target` gives an item's address,
    "" for a heading and None for a target that is gone: such an item is left out, and so is a
    heading without anything under it."""
    below: dict[int | None, list[MenuItem]] = {}
    for item in sorted(items, key=lambda item: (item.position, item.pk)):
        below.setdefault(item.parent_id, []).append(item)
    made = [
        Entry(item.label, target(item) or "", _under(below.get(item.pk, []), target))
        for item in below.get(None, [])
    ]
    return [entry for entry in made if entry.url or entry.children]


def fitted(found: list[Entry]) -> Menu:
    """The menu that never breaks the header, however many entries there are."""
    used = 0
    for number, entry in enumerate(found):
        used += entry.width
        if used > LINE and number < len(found):
            return Menu(found[:number], found[number:])
    return Menu(found, [])


def _under(items: list[MenuItem], target) -> list[Entry]:
    return [Entry(item.label, url) for item in items if (url := target(item))]

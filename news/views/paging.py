"""A list's place in the portal, and the page links from its newest page down to the oldest."""

from dataclasses import dataclass, field

from news import archive, paths
from news.models import Article

# Numbers shown on either side of the current one.
BESIDE = 2


@dataclass(frozen=True)
class Place:
    """Where a list lives: its articles, its newest numbered page, its title and addresses."""

    listing: archive.Listing
    last: int
    title: str
    description: str
    url: str
    page_url: tuple
    # The numbers of the articles featured on its first page.
    pins: list[int] = field(default_factory=list)
    # The address of its feed, where it has one of its own.
    feed: str = ""

    def url_of(self, number: int) -> str:
        """The address of a numbered page."""
        name, *args = self.page_url
        return paths.to(name, *args, number)


@dataclass(frozen=True)
class Pages:
    """One page of a list and the way to the others; `number` is None on the front page."""

    place: Place
    number: int | None
    articles: list[Article]
    following: int

    @property
    def newer(self) -> str:
        """The address of the next newer page, "" on the front page."""
        if self.number is None:
            return ""
        above = self.number + 1
        return self.place.url_of(above) if above <= self.place.last else self.place.url

    @property
    def older(self) -> str:
        """The address of the next older page, "" on the oldest."""
        return self.place.url_of(self.following) if self.following > 0 else ""

    @property
    def links(self) -> list[tuple[int, str]]:
        """Numbers with their addresses, newest first; (0, "") stands for a gap."""
        found, above = [], None
        for number in sorted(self._shown(), reverse=True):
            if above and above - number > 1:
                found.append((0, ""))
            found.append((number, self.place.url_of(number)))
            above = number
        return found

    def _shown(self) -> set[int]:
        if not (self.newer or self.older):
            return set()
        last, here = self.place.last, self.number or self.place.last
        near = range(here - BESIDE, here + BESIDE + 1)
        return {n for n in (1, last, *near) if 1 <= n <= last}

"""The public pages around one page: those above, beside and below it; and all as a tree."""

from dataclasses import dataclass, field

from .models import Page

# A portal has some dozens; nobody lists more.
MOST = 500


@dataclass
class Family:
    """The way down to a page, the pages it stands among, and those under it."""

    path: list[Page] = field(default_factory=list)
    siblings: list[Page] = field(default_factory=list)
    children: list[Page] = field(default_factory=list)
    duty: str = ""


@dataclass(frozen=True)
class Branch:
    """A page with those under it."""

    page: Page
    under: list[Page]


def public() -> list[Page]:
    """Every page citizens see, in order: one query."""
    return list(Page.objects.public().for_links()[:MOST])


def of(pk: int) -> Family:
    """The family of a public page, by the number of its article. A page whose page above is not
    public stands by itself."""
    rows = public()
    here = next((row for row in rows if row.pk == pk), None)
    if here is None:
        return Family()
    above = next((row for row in rows if row.pk == here.parent_id), None)
    siblings = [row for row in rows if above and row.parent_id == above.pk]
    children = [row for row in rows if row.parent_id == here.pk]
    return Family([above] if above else [], siblings, children, here.duty)


def tree() -> list[Branch]:
    """All public pages, each under the one above it."""
    rows = public()
    known = {row.pk for row in rows}
    tops = [row for row in rows if row.parent_id not in known]
    return [Branch(top, [row for row in rows if row.parent_id == top.pk]) for top in tops]

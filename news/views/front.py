"""What fills the front page's blocks: as an editor arranged them, and no article twice.

A block takes what no block before it has: first those beside the newest, then those below. What
was chosen by hand (featured, a photo story) is kept back for its own place.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Extract, JSONObject

from news import front_plan
from news.front_plan import plans, recommended
from news.media.models import Image
from news.models import Article, Category
from news.readership import ranking
from news.readership.models import Period
from news.site.models import FrontBlock, Kind

# Of the arrangement as built; an editor's own may have more.
BLOCKS = 8


@dataclass(frozen=True)
class Block:
    """A block with what it shows, ready for its template."""

    plan: FrontBlock
    number: int
    articles: list[Article] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the rest of it is, "" for none."""
        return self.plan.category.get_absolute_url() if self.plan.category_id else ""


def photos(portal, elsewhere: list[int]) -> dict[int, Article]:
    """The articles of photo stories by number, without those that stand elsewhere."""
    wanted = {plan.article_id for plan in plans(portal) if plan.kind == Kind.PHOTOS}
    return front_plan.photos(wanted - {*elsewhere})


def fill(portal, stories: dict[int, Article], shown: set[int], pins: list[int]):
    """The blocks that have something to show, and the featured articles that are public: three
    queries at most for any number. `shown` are the numbers of what stands on the page already."""
    planned = plans(portal)
    chosen = _chosen(portal, planned, shown)
    wanted = {pk for numbers in chosen for pk in numbers}
    rows = recommended().for_list().in_bulk(wanted | {*pins})
    made, told = [], dict(stories)
    for number, (plan, numbers) in enumerate(zip(planned, chosen, strict=True), 1):
        # Of two blocks with the same story the first shows it.
        story = told.pop(plan.article_id, None)
        articles = [story] if story else [rows[pk] for pk in numbers if pk in rows]
        made.append(Block(plan, number, articles, story.pictures if story else []))
    blocks = [block for block in made if block.articles]
    return _at_most(blocks, portal), [rows[pk] for pk in pins if pk in rows]


def _at_most(blocks: list[Block], portal) -> list[Block]:
    """A portal of many sections does not show them all unless an editor says so."""
    if portal.front:
        return blocks
    beside = [block for block in blocks if block.plan.side]
    return [*beside, *[block for block in blocks if not block.plan.side][:BLOCKS]]


def _chosen(portal, planned: list[FrontBlock], shown: set[int]) -> list[list[int]]:
    """Per block the numbers of its articles, none twice."""
    under = {p.category_id: _parts(portal, p) for p in planned if p.kind == Kind.SECTION}
    newest = _newest(under, len(shown) + _deepest(planned, under)) if under else {}
    read = any(plan.kind == Kind.MOST_READ for plan in planned)
    most_read = ranking.numbers(Period.WEEK) if read else []
    used, chosen = {*shown}, []
    for plan in planned:
        found = most_read if plan.kind == Kind.MOST_READ else []
        if plan.kind == Kind.SECTION:
            found = _merged(newest.get(pk, []) for pk in under[plan.category_id])
        numbers = [pk for pk in found if pk not in used][: plan.count]
        used |= {*numbers}
        chosen.append(numbers)
    return chosen


def _parts(portal, plan: FrontBlock) -> list[int]:
    """The section of a block and those under it."""
    return [plan.category_id, *(c.pk for c in portal.under(plan.category))]


def _deepest(planned: list[FrontBlock], under: dict[int, list[int]]) -> int:
    """How many articles of one section the blocks may take together, at most."""
    taken: dict[int, int] = {}
    for plan in planned:
        for pk in under.get(plan.category_id, []):
            taken[pk] = taken.get(pk, 0) + plan.count
    # A list of the most read may take some of any section before the others.
    lists = sum(plan.count for plan in planned if plan.kind == Kind.MOST_READ)
    return max(taken.values(), default=0) + lists


def _newest(under: dict[int, list[int]], count: int) -> dict[int, list[tuple[float, int]]]:
    """Per section when and which: its newest articles."""
    sections = {pk for parts in under.values() for pk in parts}
    # A range of one and the section first in the order: only the section's own index fits, while
    # for "=" PostgreSQL may walk the whole portal backwards to fill a section of few articles.
    inside = recommended().filter(category__gte=OuterRef("pk"), category__lte=OuterRef("pk"))
    newest = inside.order_by("category_id", "-published_at", "-pk")
    pair = JSONObject(at=Extract("published_at", "epoch"), pk="pk")
    found = ArraySubquery(newest.values(pair=pair)[:count])
    rows = Category.objects.filter(pk__in=sections).values_list("pk", found)
    return {pk: [(each["at"], each["pk"]) for each in pairs] for pk, pairs in rows}


def _merged(lists) -> list[int]:
    """The numbers of several such lists, the newest first."""
    return [pk for _, pk in sorted((pair for found in lists for pair in found), reverse=True)]

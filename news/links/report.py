"""The dead links of the articles that a person may change, and what they say of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from news.links.models import Link
from news.models import Article
from news.rights import permitted, visible

RIGHT = "news.change_article"
MOST = 200
MOST_ROWS = 20_000
HEADINGS = (
    *("Số bài", "Tiêu đề", "Lời của liên kết", "Địa chỉ", "Vì sao hỏng", "Hỏng từ"),
    "Kiểm tra lần cuối",
)


@dataclass
class Broken:
    """An article and its dead links, those found last first."""

    article: Article
    links: list[Link] = field(default_factory=list)


def of(user):
    """The dead links of the articles that this person sees and may change, as a queryset."""
    articles = visible(user).filter(permitted(user, RIGHT)).order_by().values("pk")
    rows = Link.objects.filter(address__broken_at__isnull=False, article__in=articles)
    rows = rows.filter(article__in=Article.objects.public().order_by().values("pk"))
    return rows.select_related("article", "address", "let_be_by")


def by_article(user, *, let_be: bool) -> list[Broken]:
    """So many of them, or of those let be, under their articles."""
    rows = of(user).filter(let_be_at__isnull=not let_be).order_by("-address__broken_at", "-pk")
    found: dict[int, Broken] = {}
    for link in rows[:MOST]:
        found.setdefault(link.article_id, Broken(link.article)).links.append(link)
    return list(found.values())


def let_be(user, pk: int, *, undo: bool = False) -> bool:
    """Let a dead link be, or watch it again; return whether there was one to say it of."""
    rows = of(user).filter(pk=pk, let_be_at__isnull=not undo)
    found = list(rows.values_list("pk", flat=True))
    said = {"let_be_by": None, "let_be_at": None}
    if not undo:
        said = {"let_be_by": user.pk, "let_be_at": timezone.now()}
    return bool(Link.objects.filter(pk__in=found).update(**said))


def lines(user) -> Iterator[tuple]:
    """The heading and a line for every dead link that was not let be."""
    yield HEADINGS
    rows = of(user).filter(let_be_at=None).order_by("article_id", "pk")
    for link in rows[:MOST_ROWS].iterator(chunk_size=1000):
        address = link.address
        yield (
            *(link.article_id, link.article.title, link.words, address.url),
            *(address.why, address.broken_at, address.checked_at),
        )

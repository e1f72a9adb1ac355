"""Lists of any condition, newest first, read on from an article: neither OFFSET nor COUNT."""

from django.db.models import Q

from news import archive
from news.models import Article
from news.text.numbers import whole

AFTER = "truoc"


def begun(rows, request):
    """The rows older than the article that the address names; all of them where it names none."""
    pk = whole(request.GET.get(AFTER, ""))
    last = (
        pk and Article.objects.live().filter(pk=pk).values_list("published_at", flat=True).first()
    )
    if not last:
        return rows
    return rows.filter(Q(published_at__lt=last) | Q(published_at=last, pk__lt=pk))


def step(rows, request) -> tuple[list[Article], int]:
    """So many of the rows as a page holds, and the number of the article from which to read on
    (0: that was all)."""
    found = list(begun(rows, request).newest_first().for_list()[: archive.PAGE_SIZE + 1])
    shown = found[: archive.PAGE_SIZE]
    return shown, shown[-1].pk if len(found) > len(shown) else 0

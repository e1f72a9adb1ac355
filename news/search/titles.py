"""The titles that are offered while somebody types: kept with the publication, counted later."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from news.models import Article
from news.search.models import Title
from news.text.phrases import key_of
from news.text.vietnamese import VIETNAM


def put(articles: Iterable[Article]) -> None:
    """Bring the rows of articles before citizens up to date; the caller holds their locks."""
    Title.objects.bulk_create(
        [_row(article) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["key", "year", "stale"],
    )


def drop(pk: int) -> None:
    """An article has left the site; what its title was counted for is taken off by the clock."""
    Title.objects.filter(pk=pk).update(key="", stale=True)


def missing():
    """Live articles that have no row yet, as after an upgrade."""
    return Article.objects.live().filter(~Exists(Title.objects.filter(pk=OuterRef("pk"))))


def _row(article: Article) -> Title:
    year = article.published_at.astimezone(VIETNAM).year
    return Title(article_id=article.pk, key=key_of(article.title), year=year, stale=True)

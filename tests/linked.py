"""Articles before citizens whose texts have links."""

from datetime import timedelta

from django.utils import timezone

from news.links import scanning
from news.links.models import Address, Link
from news.models import Article
from tests.factories import make_article


def linked(*hrefs: str, **values) -> Article:
    """An article before citizens, at no matter which moment, with these links; they are read."""
    body = "".join(f'<p><a href="{href}">Xem {href}</a></p>' for href in hrefs)
    article = make_article(at=timezone.now() - timedelta(days=900), **values)
    Article.objects.filter(pk=article.pk).update(body=body)
    scanning.read_new()
    return article


def broken(article: Article, **values) -> Link:
    """A dead link of an article."""
    given = {"url": f"https://hong.vn/{article.pk}", "inside": False, "host": "hong.vn"}
    given |= {"broken_at": timezone.now(), "checked_at": timezone.now(), "detail": "Mất rồi."}
    address = Address.objects.create(**{**given, **values})
    return Link.objects.create(article=article, address=address, words="Nghị quyết số 5")

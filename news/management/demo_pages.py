"""Puts the demonstration's standing pages before citizens and links them in the footer."""

from datetime import datetime

from django.db import transaction

from news import workflow
from news.demo import frame
from news.demo.standing_pages import GROUP, PAGES, Standing
from news.models import Article
from news.pages import making
from news.pages.models import Page
from news.site.models import Account, MenuItem, Official, Place


def make(prefix: str, at: datetime) -> None:
    """Publish every page that is not there yet, dated `at`. `prefix` begins the number by which
    a page is known as one of the demonstration's."""
    for each in PAGES:
        number = f"{prefix}{each.key}"
        if not Article.objects.filter(external_id=number).exists():
            _publish(each, number, at)


def link(position: int) -> None:
    """Add the group of links to those pages at this place of the footer."""
    place = {"place": Place.FOOTER, "position": position}
    group = MenuItem.objects.create(label=GROUP, **place)
    for each in PAGES:
        if each.in_footer:
            page = Article.objects.pages().get(slug=each.address)
            MenuItem.objects.create(label=each.title, article=page, parent=group, **place)


def reach() -> None:
    """Name officials and an account on the page “Liên hệ”."""
    for position, row in enumerate(frame.OFFICIALS, 1):
        name, post, unit, number, box, speaks = row
        ways = {"phone": frame.PHONE.format(number), "email": frame.MAIL.format(box)}
        who = {"name": name, "post": post, "unit": unit, "speaks": speaks}
        Official.objects.get_or_create(name=name, defaults={**who, **ways, "position": position})
    for name, address in frame.ACCOUNTS:
        Account.objects.get_or_create(name=name, defaults={"address": address})


@transaction.atomic
def _publish(each: Standing, number: str, at: datetime) -> None:
    above = Page.objects.get(article__slug=each.above) if each.above else None
    words = {"title": each.title, "body": each.body}
    article = making.make(None, words, each.address, above, each.key)
    Article.objects.filter(pk=article.pk).update(external_id=number)
    workflow.perform(article, "import", None, at=at, version=article.latest_version, note="")

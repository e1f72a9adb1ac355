"""A follower misses no change, whoever else is writing at that moment."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news.changes import following
from news.changes.following import Mark
from news.models import Article
from tests.factories import make_article

BEGINNING = Mark(timezone.now().replace(year=2000))


def told(mark: Mark = BEGINNING) -> list[Mark]:
    return following.after(mark, following.safe_until(), 100)


def rename(article, title: str) -> None:
    Article.objects.filter(pk=article.pk).update(title=title)


class Slow(Thread):
    """Somebody whose change is made, but not yet for everybody to see."""

    def __init__(self, article):
        super().__init__(daemon=True)
        self.article, self.made, self.go_on = article, Event(), Event()

    def run(self):
        try:
            with transaction.atomic():
                rename(self.article, "Chậm")
                self.made.set()
                assert self.go_on.wait(30)
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_late_is_told_after_all_and_in_its_order():
    slow, quick = make_article(), make_article()
    seen = told()[-1]
    writer = Slow(slow)
    writer.start()
    assert writer.made.wait(30)
    rename(quick, "Nhanh")
    # The later change is there for everybody, but telling it now would lose the earlier one.
    assert told(seen) == []
    writer.go_on.set()
    writer.join(30)
    assert [mark.article for mark in told(seen)] == [slow.pk, quick.pk]


@pytest.mark.django_db(transaction=True)
def test_who_only_reads_holds_nobody_up():
    article = make_article()
    with transaction.atomic():
        assert Article.objects.count() == 1
        assert [mark.article for mark in told()] == [article.pk]


@pytest.mark.django_db
def test_what_was_published_before_the_list_of_changes_began_is_in_it():
    assert told() == []
    articles = [make_article() for _ in range(3)]
    assert sorted(mark.article for mark in told()) == [article.pk for article in articles]

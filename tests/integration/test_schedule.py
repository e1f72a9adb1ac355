"""Times: hẹn giờ đăng, bản sửa đúng giờ hẹn, hết hạn, nhắc rà soát."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news import workflow
from news.models import Article, State
from tests import staff
from tests.factories import WAYS, make_article, make_user, move

pytestmark = pytest.mark.django_db


def soon(**delta):
    return timezone.now() + timedelta(**(delta or {"hours": 2}))


def pass_by(article, name="due_at"):
    """Let the moment go by."""
    Article.objects.filter(pk=article.pk).update(**{name: timezone.now() - timedelta(seconds=1)})


def revised(title="Bản sửa đã duyệt", at=None):
    """A live article whose approved new version waits for its moment."""
    article = make_article(title="Bản đang đăng")
    editor = make_user("editor")
    workflow.save(article, {"title": title}, editor, base=1)
    article.refresh_from_db()
    for action in WAYS[State.APPROVED]:
        move(article, action, editor if action == "submit" else None)
    move(article, "publish", at=at or soon())
    return article


def test_a_first_publication_shows_at_its_moment_without_anybody():
    article, at = make_article(State.APPROVED), soon()
    move(article, "publish", at=at)
    assert (article.state, article.is_scheduled, article.is_public()) == ("published", True, False)
    assert article.is_public(at)
    assert Article.objects.public(at).filter(pk=article.pk).exists()


def test_a_moment_that_has_passed_is_refused():
    with pytest.raises(workflow.Refused, match="Giờ hẹn đã qua"):
        move(make_article(State.APPROVED), "publish", at=timezone.now() - timedelta(minutes=1))


def test_a_scheduled_first_publication_can_be_called_off():
    article = make_article(State.APPROVED)
    move(article, "publish", at=soon())
    move(article, "unschedule", make_user("publisher"))
    assert (article.state, article.published_version, article.published_at) == (
        State.APPROVED,
        None,
        None,
    )


def test_what_citizens_see_already_cannot_be_called_off():
    article = make_article()
    assert "không hẹn giờ" in workflow.refusal(article, "unschedule", make_user("publisher"))


def test_the_old_version_stays_until_the_moment_of_the_new(client):
    article = revised()
    assert (article.state, article.title) == (State.APPROVED, "Bản đang đăng")
    assert "Bản đang đăng" in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["", "/", "/tin-tuc/"])
def test_whoever_reads_first_after_the_moment_sees_the_new_version(client, address):
    article = revised()
    pass_by(article)
    page = client.get(address or article.get_absolute_url()).content.decode()
    assert "Bản sửa đã duyệt" in page
    assert "Bản đang đăng" not in page
    article.refresh_from_db()
    assert (article.state, article.due_at, article.published_version) == ("published", None, 2)


def test_the_switch_keeps_address_and_date_and_is_recorded_as_the_systems():
    article = revised()
    slug, published_at = article.slug, article.published_at
    pass_by(article)
    event = workflow.switch(article.pk)
    article.refresh_from_db()
    assert (article.slug, article.published_at) == (slug, published_at)
    assert (event.action, event.actor, event.version) == ("switch", None, 2)


def test_nothing_switches_before_its_moment():
    article = revised()
    assert workflow.switch(article.pk) is None


def test_a_change_of_the_text_calls_the_switch_off():
    article = revised()
    workflow.save(article, {"title": "Sửa lần nữa"}, make_user("publisher"), base=2)
    article.refresh_from_db()
    assert (article.due_at, article.state) == (None, State.PENDING)


@pytest.mark.parametrize("action", ["return", "withdraw", "unschedule"])
def test_moves_that_call_the_switch_off(action):
    article = revised()
    move(article, action, make_user("publisher"))
    assert (article.due_at, article.due_change) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_a_switch_happens_exactly_once():
    article, made = revised(), []
    pass_by(article)

    def switch():
        made.append(workflow.switch(article.pk))
        connection.close()

    threads = [threading.Thread(target=switch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([event for event in made if event]) == 1
    assert article.events.filter(action="switch").count() == 1


def test_an_article_leaves_at_its_expiry_and_the_date_can_be_taken_back(client):
    article, publisher = make_article(), make_user("publisher")
    move(article, "expire", publisher, at=soon())
    assert article.is_public()
    assert not article.is_public(soon(hours=3))
    pass_by(article, "expires_at")
    assert client.get(article.get_absolute_url()).status_code == 410
    move(article, "expire", publisher, at=None)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_date_of_expiry_before_publication_is_refused():
    article = make_article(State.APPROVED)
    move(article, "publish", at=soon(hours=5))
    with pytest.raises(workflow.Refused, match="sau ngày đăng"):
        move(article, "expire", make_user("publisher"), at=soon(hours=2))


def test_a_reminder_is_kept_with_the_article():
    article, at = make_article(), soon(days=90)
    move(article, "remind", make_user("editor"), at=at)
    assert article.review_at == at


def test_nobody_is_led_to_a_page_that_is_not_there_yet():
    """A scheduled article answers 404 on the site, an expired one 410."""
    publisher = staff.browser(make_user("publisher"))
    scheduled = make_article(at=timezone.now() + timedelta(hours=2))
    expired = make_article()
    Article.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    for article in (scheduled, expired):
        assert "Xem trên trang" not in publisher.get(staff.change(article)).content.decode()
    online = publisher.get(staff.change(make_article())).content.decode()
    assert "Xem trên trang" in online

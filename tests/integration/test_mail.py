"""Mail: to those who want them, tried again after a failure, and never sent twice."""

import smtplib
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as outside
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import mail, notices
from news.models import Mail, Notice, NoticeChoice
from news.rights import viewers
from tests.factories import make_draft, make_unit, make_user, move

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def configured(settings):
    settings.MAIL = True


@pytest.fixture
def editor():
    return make_user("editor", unit=make_unit(), email="binh@example.vn", full_name="Trần Bình")


def choose(user, how, hour=7):
    return NoticeChoice.objects.create(user=user, how=how, hour=hour)


def sent_in(title="Thu hoạch vụ mùa", body="<p>Nội dung rất riêng.</p>"):
    """A move that tells the editors of the unit."""
    article = make_draft(title=title, body=body, summary="Sapo rất riêng.")
    move(article, "submit")
    return article


def queued(user):
    """A mail in the queue, without its task."""
    article = make_draft(user)
    notices.tell(article, viewers(article), "next", "Chờ bạn xem.", f"x:{article.pk}")
    queued_mail = Mail.objects.get(recipient=user)
    DBTaskResult.objects.all().delete()
    return queued_mail


def broken(monkeypatch, error, name="send_messages"):
    """From now on the mail server fails this way; return how to mend it."""

    def fail(self, *args):
        raise error

    monkeypatch.setattr(EmailBackend, name, fail)
    return monkeypatch.undo


def test_a_letter_says_what_happened_and_where_and_nothing_of_the_article(editor, work):
    article = sent_in()
    work()
    (queued_mail,) = outside.outbox
    assert queued_mail.to == ["binh@example.vn"]
    assert queued_mail.subject == Notice.objects.get(recipient=editor).sentence
    assert "Chào Trần Bình," in queued_mail.body
    assert "“Thu hoạch vụ mùa”" in queued_mail.body
    assert f"http://testserver/quan-tri/news/article/{article.pk}/change/" in queued_mail.body
    assert "http://testserver/quan-tri/thong-bao/cach-bao-tin/" in queued_mail.body
    assert "riêng" not in queued_mail.body + queued_mail.subject
    assert Mail.objects.get().sent_at


def test_without_an_address_or_by_choice_no_letter_is_queued(editor):
    make_user("editor", unit=make_unit())
    choose(editor, "none")
    choose(make_user("editor", unit=make_unit(), email="d@example.vn"), "digest")
    sent_in()
    assert Notice.objects.count() == 3
    assert not Mail.objects.exists()


def test_a_portal_without_mail_queues_nothing(editor, settings):
    settings.MAIL = False
    sent_in()
    assert Notice.objects.filter(recipient=editor).count() == 1
    assert not Mail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_work_done_twice_sends_once(editor, work):
    queued_mail = queued(editor)
    for _ in range(3):
        mail.deliver.enqueue(queued_mail.pk)
    work()
    assert len(outside.outbox) == 1


def test_a_server_that_says_no_is_asked_again_later_with_longer_pauses(editor, monkeypatch):
    queued_mail, waits = queued(editor), []
    mend = broken(monkeypatch, smtplib.SMTPDataError(451, b"later"))
    for _ in range(3):
        mail.deliver.call(queued_mail.pk)
        queued_mail.refresh_from_db()
        assert queued_mail.sent_at is None
        waits.append((queued_mail.due_at - timezone.now()).total_seconds() // 60 + 1)
        assert mail.claim(queued_mail.pk) is None, "not before its time"
        Mail.objects.update(due_at=timezone.now())
    assert waits == [1, 5, 25]
    mend()
    mail.deliver.call(queued_mail.pk)
    assert len(outside.outbox) == 1


def test_it_is_given_up_in_the_end(editor, monkeypatch):
    queued_mail = queued(editor)
    broken(monkeypatch, OSError("no route"), "open")
    for _ in range(mail.TRIES + 2):
        Mail.objects.update(due_at=timezone.now())
        mail.deliver.call(queued_mail.pk)
    queued_mail.refresh_from_db()
    assert (queued_mail.tries, queued_mail.given_up_at is None, queued_mail.error) == (
        mail.TRIES,
        False,
        "no route",
    )
    assert mail.requeue() == 0


def test_killed_before_the_letter_leaves_it_is_sent_after_the_lease(editor, monkeypatch):
    queued_mail = queued(editor)
    mend = broken(monkeypatch, Killed(), "open")
    with pytest.raises(Killed):
        mail.deliver.call(queued_mail.pk)
    mend()
    mail.deliver.call(queued_mail.pk)
    assert outside.outbox == [], "the lease still runs"
    past = timezone.now() - timedelta(hours=1)
    Mail.objects.update(claimed_until=past, due_at=past)
    assert mail.requeue() == 1
    mail.deliver.call(queued_mail.pk)
    assert len(outside.outbox) == 1


@pytest.mark.parametrize("left", [False, True])
def test_killed_while_the_letter_leaves_it_is_never_sent_again(editor, monkeypatch, left):
    queued_mail, real = queued(editor), EmailBackend.send_messages

    def die(self, messages):
        if left:
            real(self, messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(Killed):
        mail.deliver.call(queued_mail.pk)
    monkeypatch.undo()
    past = timezone.now() - timedelta(hours=1)
    Mail.objects.update(due_at=past)
    assert mail.requeue() == 0
    mail.deliver.call(queued_mail.pk)
    assert len(outside.outbox) == left


def test_a_line_that_breaks_during_the_sending_is_noted_and_not_tried_again(editor, monkeypatch):
    queued_mail = queued(editor)
    broken(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    mail.deliver.call(queued_mail.pk)
    queued_mail.refresh_from_db()
    assert queued_mail.sent_at
    assert queued_mail.error == "Không rõ đã tới chưa: gone"
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_workers_send_one_letter(editor):
    queued_mail, sent = queued(editor), []

    def run():
        found = mail.claim(queued_mail.pk)
        sent.append(found)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([found for found in sent if found]) == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_whoever_left_meanwhile_gets_no_letter(editor, change):
    queued_mail = queued(editor)
    type(editor).objects.filter(pk=editor.pk).update(**change)
    mail.deliver.call(queued_mail.pk)
    assert outside.outbox == []
    queued_mail.refresh_from_db()
    assert queued_mail.given_up_at


def test_what_one_may_no_longer_open_is_in_no_letter(editor):
    queued_mail = queued(editor)
    editor.assignments.all().delete()
    mail.deliver.call(queued_mail.pk)
    assert outside.outbox == []


def test_a_letter_is_rolled_back_with_its_event(editor, monkeypatch):
    article = make_draft()
    monkeypatch.setattr(mail, "deliver", SimpleNamespace(enqueue=lambda pk: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        move(article, "submit")
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 0)

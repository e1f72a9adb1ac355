"""What falls due by the clock is done, once, by one process, whatever the server's time zone."""

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outside
from django.core.management import CommandError, call_command
from django.utils import timezone

from news import due, mail, notices, workflow
from news.models import Article, Mail, Notice, NoticeChoice, Reminder, Sitting, State
from news.rights import viewers
from tests import beside
from tests.factories import make_article, make_draft, make_unit, make_user
from tests.integration.test_schedule import pass_by, revised, soon

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Killed(BaseException):
    """The process ends here."""


def clock(monkeypatch, hour, minute=0, day=10):
    """Let it be that hour in Viet Nam."""
    moment = datetime(2027, 3, day, hour, minute, tzinfo=HERE)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(ZoneInfo("UTC")))
    return moment


@pytest.fixture
def editor():
    return make_user("editor", unit=make_unit(), email="binh@example.vn")


def kinds(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_a_due_version_is_switched_without_any_reader():
    article = revised()
    pass_by(article)
    call_command("tick")
    article.refresh_from_db()
    assert (article.published_version, article.state) == (2, State.PUBLISHED)
    call_command("tick")
    assert article.events.filter(action="switch").count() == 1
    assert kinds(article.created_by)[-1] == "switch"


def test_one_that_cannot_be_switched_keeps_no_other_waiting(monkeypatch):
    first, second = revised(), revised()
    pass_by(first)
    pass_by(second)
    real = workflow.switch

    def switch(pk):
        if pk == first.pk:
            raise workflow.Refused("Không đăng được.")
        return real(pk)

    monkeypatch.setattr(workflow, "switch", switch)
    assert due.switches() == 1
    second.refresh_from_db()
    assert second.published_version == 2


def test_killed_within_a_switch_it_leaves_the_old_version_and_the_next_one_switches(monkeypatch):
    article = revised()
    pass_by(article)

    def die(*args):
        raise Killed

    monkeypatch.setattr(notices, "of_event", die)
    with pytest.raises(Killed):
        due.everything()
    article.refresh_from_db()
    assert (article.published_version, article.state) == (1, State.APPROVED)
    assert not article.events.filter(action="switch").exists()
    monkeypatch.undo()
    assert due.everything()["switches"] == 1
    article.refresh_from_db()
    assert article.published_version == 2


@pytest.mark.parametrize(("column", "kind"), [("review_at", "review"), ("expires_at", "expiry")])
def test_a_reminder_comes_once_for_each_date(editor, column, kind):
    strangers = [make_user("editor", unit=make_unit("KHAC")), make_user("contributor")]
    article = make_article()
    ahead = {"review_at": timedelta(seconds=-1), "expires_at": timedelta(hours=23)}[column]
    Article.objects.filter(pk=article.pk).update(**{column: timezone.now() + ahead})
    Notice.objects.all().delete()
    for _ in range(3):
        due.everything()
    assert kinds(editor) == [kind]
    assert kinds(article.created_by).count(kind) == 1
    assert all(kind not in kinds(user) for user in strangers)
    Notice.objects.all().delete()
    due.everything()
    assert not Notice.objects.exists(), "also when its notice is long gone"
    Article.objects.filter(pk=article.pk).update(
        **{column: timezone.now() + ahead - timedelta(minutes=1)}
    )
    due.everything()
    assert kinds(editor) == [kind]


def test_what_is_not_live_or_not_yet_due_reminds_nobody(editor):
    future, gone, far = make_article(), make_article(State.WITHDRAWN), make_article()
    Article.objects.filter(pk=future.pk).update(review_at=soon())
    Article.objects.filter(pk=gone.pk).update(review_at=timezone.now(), expires_at=soon())
    Article.objects.filter(pk=far.pk).update(expires_at=soon(hours=30))
    Notice.objects.all().delete()
    due.everything()
    assert not Notice.objects.exists()


def test_a_reminder_that_is_cut_short_is_made_up_for(editor, monkeypatch):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(review_at=timezone.now())
    Notice.objects.all().delete()
    monkeypatch.setattr(notices, "tell", lambda *args: 1 / 0)
    assert due.everything()["reviews"] is None
    assert not Reminder.objects.exists()
    monkeypatch.undo()
    assert due.everything()["reviews"] == 1
    assert kinds(editor) == ["review"]


def told(editor, monkeypatch, hour, minute=0, day=10):
    moment = clock(monkeypatch, hour, minute, day)
    article = make_draft(editor)
    notices.tell(article, viewers(article), "next", "Chờ bạn.", f"x:{article.pk}")
    Notice.objects.filter(key=f"x:{article.pk}").update(at=moment)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_digest_comes_at_the_persons_hour_in_viet_nam(editor, monkeypatch, settings, zone):
    settings.MAIL = True
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    NoticeChoice.objects.create(user=editor, how="digest", hour=16)
    told(editor, monkeypatch, 9)
    told(editor, monkeypatch, 11)
    clock(monkeypatch, 15, 59)
    assert due.digests() == 0
    clock(monkeypatch, 16, 0)
    assert due.digests() == 1
    assert due.digests() == 0
    assert Mail.objects.get().notices.count() == 2
    mail.deliver.call(Mail.objects.get().pk)
    (sent,) = outside.outbox
    assert sent.subject == "2 việc ở bàn làm việc"
    told(editor, monkeypatch, 17)
    clock(monkeypatch, 23)
    assert due.digests() == 0, "what came after the hour waits for the next day"
    clock(monkeypatch, 16, 0, day=11)
    assert due.digests() == 1
    monkeypatch.undo()
    time.tzset()


def test_what_was_read_or_is_days_old_is_in_no_digest(editor, monkeypatch, settings):
    settings.MAIL = True
    NoticeChoice.objects.create(user=editor, how="digest", hour=7)
    told(editor, monkeypatch, 9, day=5)
    told(editor, monkeypatch, 9, day=9)
    Notice.objects.filter(at__gte=clock(monkeypatch, 0, day=9)).update(read_at=timezone.now())
    clock(monkeypatch, 7, day=10)
    assert due.digests() == 0


def test_a_digest_that_is_cut_short_is_made_up_for(editor, monkeypatch, settings):
    settings.MAIL = True
    NoticeChoice.objects.create(user=editor, how="digest", hour=7)
    told(editor, monkeypatch, 6)
    clock(monkeypatch, 8)
    monkeypatch.setattr(mail, "deliver", SimpleNamespace(enqueue=lambda pk: 1 / 0))
    assert due.everything()["digests"] is None
    assert not Mail.objects.exists()


def test_old_sittings_and_read_notices_go_and_unread_ones_stay(editor):
    now, article = timezone.now(), make_draft(editor)
    for days in (29, 31):
        Sitting.objects.create(user=editor, seen_at=now - timedelta(days=days))
    for number, days in enumerate((89, 91, None)):
        at = days and now - timedelta(days=days)
        values = {"recipient": editor, "article": article, "sentence": "x", "key": str(number)}
        Notice.objects.create(**values, read_at=at, at=now - timedelta(days=200))
    due.everything()
    assert Sitting.objects.count() == 1
    assert set(Notice.objects.values_list("key", flat=True)) == {"0", "2"}


def test_it_says_what_it_did_and_fails_aloud(capsys, monkeypatch):
    call_command("tick")
    assert "switches: 0" in capsys.readouterr().out
    monkeypatch.setitem(due.ERRANDS, "reviews", lambda: 1 / 0)
    with pytest.raises(CommandError, match="reviews"):
        call_command("tick")


@pytest.mark.django_db(transaction=True)
def test_a_second_one_leaves_the_work_to_the_first_and_a_killed_one_leaves_no_lock():
    command = [sys.executable, "-c", HOLDS]
    with subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=ROOT, env=beside.environment(), stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"True"
        with due.alone() as mine:
            assert mine is False
        other.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not _free() and time.monotonic() < deadline:
        time.sleep(0.05)
    with due.alone() as mine:
        assert mine is True


HOLDS = """
import django, time
django.setup()
from news import due
with due.alone() as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


def _free() -> bool:
    with due.alone() as mine:
        return mine

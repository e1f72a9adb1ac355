"""Mail about accounts: one for each event that makes one, composed as it leaves."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail as outside
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import codes, record
from accounts.mail import TOLD
from accounts.models import AccountEvent
from news import account_mail, due, mail
from news.media.tasks import make_renditions
from news.models import Mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def configured(settings):
    settings.MAIL = True
    settings.OIDC_NAME = "tài khoản của tỉnh"


@pytest.fixture
def user():
    return make_user("editor", username="lan.pt", full_name="Phạm Thị Lan", email="lan@example.vn")


@pytest.fixture
def admin():
    return make_user("account_admin", full_name="Vũ Văn Quản")


def told(action, user, **values) -> AccountEvent:
    """An event of which somebody else is the actor, unless one is given."""
    return record.log(action, subject=user, **values)


def lose_tasks() -> None:
    DBTaskResult.objects.all().delete()


SAMPLES = {
    "reset_asked": {},
    "code_made": {"after": {"by": "mail", "purpose": "password"}},
    "password_changed": {"after": {"by": "link"}},
    "new_device": {},
    "locked": {"note": "Chuyển công tác"},
    "unlocked": {},
    "dormant": {"after": {"until": "10/12/2026"}},
    "role_given": {"after": {"role": "Biên tập viên", "unit": "Ban Tuyên giáo", "category": ""}},
    "factor_added": {},
    "factor_removed": {},
    "codes_stopped": {},
    "sso_linked": {},
}


def test_what_is_told_and_what_is_written_are_the_same_list():
    # That of a lost device goes to others: test_mail_to_administrators.
    assert TOLD == set(account_mail.MAILS) == {*SAMPLES, "factor_reset_asked"}
    assert set(record.ACTIONS) >= TOLD


@pytest.mark.parametrize("action", SAMPLES)
def test_every_mail_is_plain_vietnamese_and_leaves_once(user, admin, work, action):
    told(action, user, actor=admin, **SAMPLES[action])
    for _ in range(2):
        work()
        due.everything()
    (sent,) = outside.outbox
    assert sent.to == ["lan@example.vn"]
    assert sent.content_subtype == "plain"
    assert sent.body.startswith("Chào Phạm Thị Lan,\n\n")
    assert sent.body.endswith("không cần trả lời.")
    assert "None" not in sent.body + sent.subject
    assert "{" not in sent.body


def test_a_mail_says_what_matters(user, admin, work):
    told("locked", user, actor=admin, note="Chuyển công tác")
    told("role_given", user, actor=admin, **SAMPLES["role_given"])
    told("dormant", user, **SAMPLES["dormant"])
    told("dormant", user, after={"days": 31})
    work()
    locked, role, dormant, without_date = (sent.body for sent in outside.outbox)
    assert "Lý do: Chuyển công tác" in locked
    assert "Vũ Văn Quản giao cho bạn vai trò Biên tập viên (Ban Tuyên giáo)." in role
    assert "sẽ bị khoá sau ngày 10/12/2026" in dormant
    assert "sẽ bị khoá nếu bạn vẫn không dùng" in without_date


def test_a_code_is_made_as_the_mail_leaves_and_waits_nowhere(user, admin, work):
    user.set_unusable_password()
    user.save()
    event = told("code_made", user, actor=admin, after={"by": "mail", "purpose": "invite"})
    assert not user.codes.exists()
    work()
    code = re.search(r"mã là (\S+)", outside.outbox[0].body)[1]
    assert f"http://testserver/ma-mot-lan/#lan.pt/{code}" in outside.outbox[0].body
    assert code not in str([*Mail.objects.values(), *DBTaskResult.objects.values()])
    assert codes.check("lan.pt", code) == user
    assert user.codes.get().made_by == event.actor


def test_a_code_on_a_slip_makes_no_mail(user, admin, work):
    told("code_made", user, actor=admin, after={"by": "slip", "purpose": "invite"})
    work()
    due.everything()
    assert not Mail.objects.exists()


def test_an_invitation_that_was_followed_meanwhile_is_not_sent(user, admin, work):
    told("code_made", user, actor=admin, after={"by": "mail", "purpose": "invite"})
    work()
    assert outside.outbox == []
    assert Mail.objects.get().given_up_at


def test_the_locked_hear_of_the_lock_and_of_nothing_else(user, admin, work):
    user.is_active = False
    user.save()
    for action in ("locked", "reset_asked", "new_device"):
        told(action, user, actor=admin)
    work()
    assert [sent.subject for sent in outside.outbox] == ["Tài khoản của bạn đã bị khoá"]


@pytest.mark.parametrize("action", ["signed_in", "refused", "changed", "exported"])
def test_other_events_make_no_mail_and_no_task(user, action):
    told(action, user)
    assert not DBTaskResult.objects.exists()


def test_without_an_address_and_without_mail_there_is_none(user, settings, work):
    told("new_device", make_user("editor"))
    settings.MAIL = False
    told("new_device", user)
    due.everything()
    work()
    assert not Mail.objects.exists()


def test_a_mail_does_not_wait_behind_the_pictures(user, work):
    for missing in range(3):
        make_renditions.enqueue(missing)
    told("new_device", user)
    work()
    order = DBTaskResult.objects.order_by("started_at").values_list("task_path", flat=True)
    pictures = ["news.media.tasks.make_renditions"] * 3
    assert list(order) == ["news.mail.write_about", "news.mail.deliver", *pictures]


def test_an_event_that_is_rolled_back_makes_no_mail(user):
    with transaction.atomic():
        told("new_device", user)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert not AccountEvent.objects.exists()


def test_the_clock_finds_what_a_lost_task_left(user, work):
    told("new_device", user)
    lose_tasks()
    assert due.account_mail() == 1
    assert due.account_mail() == 0
    work()
    assert len(outside.outbox) == 1


def test_what_is_a_day_old_is_no_news(user):
    old = timezone.now() - timedelta(days=2)
    AccountEvent.objects.create(action="new_device", subject=user, at=old)
    assert due.account_mail() == 0


def test_a_link_asked_for_long_ago_is_not_sent(user, work):
    hours = timezone.now() - timedelta(hours=2)
    AccountEvent.objects.create(action="reset_asked", subject=user, at=hours)
    assert due.account_mail() == 1
    work()
    assert outside.outbox == []


def test_the_clock_asks_the_same_however_many_mails_were_written(
    user, work, django_assert_num_queries
):
    for _ in range(5):
        told("new_device", user)
    work()
    with django_assert_num_queries(3):
        due.account_mail()


@pytest.mark.django_db(transaction=True)
def test_many_clocks_and_workers_write_one_mail():
    user = make_user(email="lan@example.vn")
    event = told("new_device", user)
    lose_tasks()

    def run():
        mail.write_about.call(event.pk)
        due.account_mail()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Mail.objects.count() == 1
    assert DBTaskResult.objects.count() == 1

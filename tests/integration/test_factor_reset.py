"""A lost device: one administrator asks, another agrees, never about himself or someone above."""

import io
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.factors import recovery, resetting
from accounts.models import AccountEvent, FactorReset
from tests import staff
from tests.factories import make_user
from tests.factors import first_step, give_app, give_codes, is_in
from tests.integration.test_second_factor_duty import due, local_day

pytestmark = pytest.mark.django_db

REASON = "Mất điện thoại ngày 12/3, đã gọi lại số cơ quan."
REQUESTS = "/quan-tri/accounts/user/yeu-cau-hai-buoc/"


def page(user) -> str:
    return f"/quan-tri/accounts/user/{user.pk}/hai-buoc/"


def ask(actor, user, reason=REASON):
    return staff.browser(actor).post(page(user), {"viec": "xin", "reason": reason})


def decide(actor, user, what="dong-y"):
    asked = FactorReset.objects.filter(user=user, decided_at=None).first()
    return staff.browser(actor).post(
        page(user), {"viec": what, "yeu-cau": asked.pk if asked else ""}
    )


def actions(user) -> list[str]:
    rows = AccountEvent.objects.filter(subject=user, action__startswith="factor_reset")
    return list(rows.order_by("serial").values_list("action", flat=True))


@pytest.fixture
def user(db):
    found = make_user("publisher")
    give_app(found)
    give_codes(found)
    return found


@pytest.fixture
def first(db):
    return make_user("account_admin")


@pytest.fixture
def second(db):
    return make_user("account_admin")


def test_one_asks_another_agrees_and_everything_goes(client, user, first, second):
    session = staff.browser(user)
    assert is_in(session)
    assert ask(first, user).status_code == 302
    assert user.factors.exists()
    assert REASON in staff.browser(second).get(page(user)).text
    assert decide(second, user).status_code == 302
    assert not user.factors.exists()
    assert recovery.left(user) == 0
    assert not is_in(session)
    assert due(user) == local_day(3)
    assert actions(user) == ["factor_reset_asked", "factor_reset_agreed"]
    agreed = AccountEvent.objects.get(action="factor_reset_agreed")
    assert (agreed.actor, agreed.note) == (second, REASON)
    assert agreed.before == {"factors": ["totp"], "codes": 10}
    first_step(client, user)
    assert is_in(client)


def test_who_asked_does_not_agree_but_may_take_it_back(user, first):
    ask(first, user)
    decide(first, user)
    assert user.factors.exists()
    decide(first, user, "khong")
    assert not resetting.pending(user)
    assert actions(user) == ["factor_reset_asked", "factor_reset_refused"]


def test_a_refusal_leaves_everything(user, first, second):
    ask(first, user)
    decide(second, user, "khong")
    assert user.factors.exists()
    assert recovery.left(user) == 10
    assert decide(second, user).status_code == 302
    assert user.factors.exists()


@pytest.mark.parametrize("role", ["account_admin", "system_admin", "superuser"])
def test_nobody_asks_or_decides_about_himself(role, first):
    actor = make_user(is_superuser=True) if role == "superuser" else make_user(role)
    give_app(actor)
    assert staff.browser(actor).get(page(actor)).status_code == 403
    assert ask(actor, actor).status_code == 403
    FactorReset.objects.create(user=actor, asked_by=first, reason=REASON)
    assert decide(actor, actor).status_code == 403
    assert actor.factors.exists()


@pytest.mark.parametrize("actor", ["contributor", "publisher", "account_admin"])
@pytest.mark.parametrize("kind", ["account_admin", "system_admin", "superuser"])
def test_nobody_reaches_equals_or_above(actor, kind, second):
    target = make_user(is_superuser=True) if kind == "superuser" else make_user(kind)
    give_app(target)
    person = make_user(actor)
    assert ask(person, target).status_code == 403
    FactorReset.objects.create(user=target, asked_by=second, reason=REASON)
    assert decide(person, target).status_code == 403
    assert target.factors.exists()


def test_a_request_that_is_out_of_reach_is_not_listed(first, second):
    above = make_user("system_admin")
    FactorReset.objects.create(user=above, asked_by=make_user("system_admin"), reason=REASON)
    assert str(above) not in staff.browser(first).get(REQUESTS).text
    listed = staff.browser(make_user("system_admin")).get(REQUESTS).text
    assert str(above) in listed
    assert REASON in listed


def test_the_desk_of_administrators_says_what_waits(user, first, second):
    ask(first, user)
    told = "1 yêu cầu gỡ xác minh hai bước"
    assert told in staff.browser(second).get("/quan-tri/").text
    assert told not in staff.browser(first).get("/quan-tri/").text
    assert told not in staff.browser(make_user("publisher")).get("/quan-tri/").text


def test_the_desk_counts_only_what_this_administrator_may_decide(first):
    above = make_user("system_admin")
    FactorReset.objects.create(user=above, asked_by=make_user("system_admin"), reason=REASON)
    told = "yêu cầu gỡ xác minh hai bước"
    assert told not in staff.browser(first).get("/quan-tri/").text
    assert told in staff.browser(make_user("system_admin")).get("/quan-tri/").text


@pytest.mark.parametrize("reason", ["", "   ", "abc", "x" * 301, "a\0bcdef"])
def test_a_reason_is_needed(user, first, reason):
    assert ask(first, user, reason).status_code == 200
    assert not FactorReset.objects.exists()


@pytest.mark.parametrize("what", ["", "xoa", "dong-y", "khong"])
def test_what_is_not_there_is_not_done(user, first, what):
    answer = staff.browser(first).post(page(user), {"viec": what, "yeu-cau": "x"}, follow=True)
    assert "Không có yêu cầu nào đang chờ." in answer.text
    assert user.factors.exists()


def test_what_was_decided_meanwhile_is_not_decided_again(user, first, second):
    ask(first, user)
    old = resetting.pending(user)
    decide(second, user, "khong")
    ask(first, user, "Một lý do khác hẳn")
    staff.browser(second).post(page(user), {"viec": "dong-y", "yeu-cau": old.pk})
    assert user.factors.exists()


def test_one_request_at_a_time_and_none_for_nothing(user, first, second):
    ask(first, user)
    ask(second, user)
    assert FactorReset.objects.count() == 1
    without = make_user("publisher")
    ask(first, without)
    assert not resetting.pending(without)


def test_an_unknown_account_is_not_found(first):
    for number in (999_999, 2**70):
        place = f"/quan-tri/accounts/user/{number}/hai-buoc/"
        assert staff.browser(first).get(place).status_code == 404


def test_the_database_itself_wants_two(user, first):
    values = {"user": user, "asked_by": first, "reason": REASON, "agreed": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(**values, decided_by=first, decided_at=timezone.now())


def test_a_person_without_the_duty_gets_no_day(first, second):
    user = make_user("editor")
    give_app(user)
    ask(first, user)
    decide(second, user)
    assert due(user) is None


def test_the_technician_resets_alone_and_is_recorded(client, user):
    out = io.StringIO()
    call_command("reset_second_factor", user.username.upper(), reason=REASON, stdout=out)
    assert "Đã gỡ 1 cách xác minh và 10 mã khôi phục" in out.getvalue()
    assert not user.factors.exists()
    event = AccountEvent.objects.get()
    assert (event.action, event.actor, event.subject) == ("factor_reset_agreed", None, user)
    assert (event.note, event.after) == (REASON, {"by": "cli"})
    assert due(user) <= timezone.now() + timedelta(days=3)


def test_the_technician_closes_what_was_asked(user, first):
    ask(first, user)
    call_command("reset_second_factor", user.username, reason=REASON, stdout=io.StringIO())
    closed = FactorReset.objects.get()
    assert (closed.decided_by, closed.agreed) == (None, False)
    assert closed.decided_at is not None


@pytest.mark.parametrize(("name", "reason"), [("khong-co", REASON), (None, "  ")])
def test_the_command_wants_an_account_and_a_reason(user, name, reason):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name or user.username, reason=reason)
    assert user.factors.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once():
    user, first = make_user("publisher"), make_user("account_admin")
    give_app(user)
    others = [make_user("account_admin") for _ in range(2)]
    ask(first, user)
    asked = resetting.pending(user)
    gate = threading.Barrier(2)

    def run(client, what):
        try:
            gate.wait()
            client.post(page(user), {"viec": what, "yeu-cau": asked.pk})
        finally:
            connection.close()

    work = zip(map(staff.browser, others), ("dong-y", "khong"), strict=True)
    threads = [threading.Thread(target=run, args=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(actions(user)) == 2
    asked.refresh_from_db()
    assert user.factors.exists() != asked.agreed

"""Who must have a second factor, from when on, and what opens without one."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.factors import duty
from accounts.roles import ROLES
from tests import staff
from tests.factories import LABELS, assign, make_user
from tests.factors import DESK, OWN, code, first_step, give_app, is_in, prove

pytestmark = pytest.mark.django_db

MUST = {"approver", "publisher", "account_admin", "system_admin"}
TOLD = "Hãy bật xác minh hai bước trước ngày"


def due(user) -> datetime | None:
    user.refresh_from_db(fields=["factor_due_at"])
    return user.factor_due_at


def local_day(days: int) -> datetime:
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.mark.parametrize("role", [role.key for role in ROLES])
def test_the_first_sign_in_sets_the_day_for_those_who_publish_or_administer(client, role):
    user = make_user(role)
    first_step(client, user)
    assert due(user) == (local_day(14) if role in MUST else None)
    assert (TOLD in client.get(DESK).text) == (role in MUST)


def test_a_superuser_has_the_duty_too(client):
    user = make_user(is_superuser=True)
    first_step(client, user)
    assert due(user) == local_day(14)
    assert f"{TOLD} {local_day(14):%d/%m/%Y}" in client.get(DESK).text


def test_the_day_stays_at_later_sign_ins(client):
    day = timezone.now() + timedelta(days=3)
    user = make_user("publisher", factor_due_at=day)
    first_step(client, user)
    assert due(user) == day


def test_the_days_are_a_setting(client, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    user = make_user("publisher")
    first_step(client, user)
    assert client.get(DESK).url == OWN
    assert "Đã đến hạn" in client.get(OWN).text


def test_a_role_given_begins_the_time_at_once(client, signed_in):
    signed_in("system_admin")
    user = make_user("editor")
    role = Group.objects.get(name=LABELS["publisher"])
    data = {"user": user.pk, "role": role.pk}
    assert client.post("/quan-tri/news/assignment/add/", data).status_code == 302
    assert due(user) == local_day(14)


@pytest.mark.parametrize("path", [DESK, staff.ARTICLES, staff.ARTICLE_ADD, "/tai-khoan/khac/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_past_the_day_nothing_of_the_work_opens(client, signed_in, path, method):
    signed_in("publisher", factor_due_at=timezone.now() - timedelta(minutes=1))
    assert getattr(client, method)(path).url == OWN
    assert client.get("/doi-mat-khau/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/dang-xuat/").url == "/#da-dang-xuat"


def test_an_app_opens_the_desk_again(client, signed_in):
    user = signed_in("publisher", factor_due_at=timezone.now() - timedelta(minutes=1))
    prove(client)
    path = f"{OWN}ung-dung/"
    secret = client.get(path).context["secret"].replace(" ", "")
    assert client.post(path, {"code": code(secret)}).status_code == 200
    assert due(user) is None
    assert is_in(client)


def test_who_has_a_factor_has_no_day(client):
    user = make_user("publisher")
    give_app(user)
    duty.settle(user)
    assert due(user) is None


def test_a_role_taken_back_opens_the_door_with_the_next_request(client, signed_in):
    user = signed_in("publisher", factor_due_at=timezone.now() - timedelta(minutes=1))
    user.assignments.all().delete()
    assign(user, "contributor")
    assert is_in(client)
    assert due(user) is None


def test_the_duty_costs_no_query_while_there_is_time(client, signed_in):
    user = signed_in("publisher")
    client.get(DESK)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(staff.ARTICLES)
        return len(found)

    without = queries()
    user.factor_due_at = timezone.now() + timedelta(days=1)
    user.save()
    assert queries() == without

"""Nobody raises himself and nobody reaches above himself, whatever he sends by hand."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import sync
from news.models import Assignment
from tests import staff
from tests.factories import LABELS, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db

USERS = "/quan-tri/accounts/user/"
ASSIGNMENTS = "/quan-tri/news/assignment/"
NEW_PASSWORD = "Mật khẩu do người khác đặt 7"
# Who may change whose account: everybody else's answer is 403.
MAY_CHANGE = {
    "contributor": set(),
    "publisher": set(),
    "account_admin": {"no role", "contributor", "publisher"},
    "system_admin": {"no role", "contributor", "publisher", "account_admin", "system_admin"},
    "superuser": {
        *("no role", "contributor", "publisher", "account_admin", "system_admin", "superuser"),
    },
}
RANKS = ["no role", "contributor", "publisher", "account_admin", "system_admin", "superuser"]


def person(kind: str) -> User:
    if kind == "superuser":
        return make_user(is_superuser=True)
    return make_user(*([] if kind == "no role" else [kind]))


def assignment(user, role: str, **values) -> dict:
    return {"user": user.pk, "role": Group.objects.get(name=LABELS[role]).pk, **values}


def held(user) -> set[str]:
    return set(user.assignments.values_list("role__name", flat=True))


def card(user, **values) -> dict:
    """An account's form as it stands, with values put in by hand."""
    return {"username": user.username, "full_name": user.full_name, "is_active": "on", **values}


@pytest.mark.parametrize("actor", MAY_CHANGE)
@pytest.mark.parametrize("kind", RANKS)
def test_accounts_and_passwords_of_equals_and_superiors_are_out_of_reach(actor, kind):
    client, user = staff.browser(person(actor)), person(kind)
    before = User.objects.filter(pk=user.pk).values().get()
    tries = {staff.change(user): card(user, full_name="Tên mới", is_active="")}
    tries[f"{USERS}{user.pk}/password/"] = dict.fromkeys(("password1", "password2"), NEW_PASSWORD)
    allowed = kind in MAY_CHANGE[actor]
    assert {client.post(*t).status_code for t in tries.items()} == {302 if allowed else 403}
    assert (User.objects.filter(pk=user.pk).values().get() != before) == allowed


@pytest.mark.parametrize("actor", ["account_admin", "system_admin"])
@pytest.mark.parametrize("role", LABELS)
def test_nobody_gives_himself_a_role(actor, role):
    user = make_user(actor)
    staff.browser(user).post(f"{ASSIGNMENTS}add/", assignment(user, role))
    assert held(user) == {LABELS[actor]}


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
def test_an_account_administrator_gives_no_rank_as_high_as_his(role):
    user = make_user()
    client = staff.browser(make_user("account_admin"))
    answer = client.post(f"{ASSIGNMENTS}add/", assignment(user, role))
    assert "Bạn không được giao vai trò này" in answer.text
    assert held(user) == set()


@pytest.mark.parametrize("actor", ["contributor", "editor", "secretary", "approver", "publisher"])
def test_the_newsroom_gives_no_roles(actor):
    client, user = staff.browser(make_user(actor)), make_user()
    assert client.post(f"{ASSIGNMENTS}add/", assignment(user, "publisher")).status_code == 403
    assert client.post(f"{USERS}add/", card(user)).status_code == 403
    assert held(user) == set()


@pytest.mark.parametrize("superior", ["account_admin", "system_admin"])
def test_roles_of_equals_and_superiors_stay(superior):
    target = make_user(superior)
    client, row = staff.browser(make_user("account_admin")), target.assignments.get()
    changed = client.post(staff.change(row), assignment(target, "contributor"))
    deleted = client.post(staff.address(row, "delete"), {"post": "yes"})
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert held(target) == {LABELS[superior]}


@pytest.mark.parametrize("row_of", ["account_admin", "contributor"])
def test_no_assignment_is_turned_into_one_of_ones_own(row_of):
    actor = make_user("account_admin")
    row = (
        make_user(row_of).assignments.get() if row_of == "contributor" else Assignment.objects.get()
    )
    staff.browser(actor).post(staff.change(row), assignment(actor, "publisher"))
    assert held(actor) == {LABELS["account_admin"]}


def test_no_assignment_is_raised_by_editing_it():
    row = make_user("contributor").assignments.get()
    client = staff.browser(make_user("account_admin"))
    client.post(staff.change(row), assignment(row.user, "system_admin"))
    assert held(row.user) == {LABELS["contributor"]}


@pytest.mark.parametrize("action", ["delete_selected", "", "no_such_action", "\0"])
def test_no_list_acts_on_many_rows_at_once(action):
    rows = list(make_user("system_admin").assignments.all()) + list(
        make_user("contributor").assignments.all()
    )
    for client in map(staff.browser, (make_user("account_admin"), make_user(is_superuser=True))):
        data = {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"}
        assert client.post(ASSIGNMENTS, data).status_code < 500
    assert Assignment.objects.filter(pk__in=[row.pk for row in rows]).count() == len(rows)


EXTRA = {"is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1"}


def test_fields_put_in_by_hand_make_nobody_a_superuser():
    client, user = staff.browser(make_user("system_admin")), make_user()
    group = Group.objects.get(name=LABELS["publisher"])
    extra = {**EXTRA, "groups": group.pk, "password": "md5$a$b", "date_joined": "2020-01-01"}
    assert client.post(staff.change(user), card(user, **extra)).status_code == 302
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.is_superuser, fresh.groups.count(), fresh.password) == (False, 0, user.password)


def test_a_new_account_has_no_role_and_must_choose_its_password():
    sync()
    client = staff.browser(make_user("account_admin"))
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    data = {"username": "nguyenvana", "full_name": "Nguyễn Văn A", **passwords, **EXTRA}
    assert client.post(f"{USERS}add/", data).status_code == 302
    fresh = User.objects.get(username="nguyenvana")
    assert (fresh.is_superuser, fresh.must_change_password, held(fresh)) == (False, True, set())


def test_a_password_set_by_somebody_else_is_for_one_sign_in():
    client, user = staff.browser(make_user("account_admin")), make_user("contributor")
    data = dict.fromkeys(("password1", "password2"), NEW_PASSWORD)
    assert client.post(f"{USERS}{user.pk}/password/", data).status_code == 302
    user.refresh_from_db()
    assert user.must_change_password
    assert user.check_password(NEW_PASSWORD)


def test_no_password_is_switched_off_by_hand():
    client, user = staff.browser(make_user("account_admin")), make_user("contributor")
    data = {"usable_password": "false", "unset-password": "1", "password1": "", "password2": ""}
    assert client.post(f"{USERS}{user.pk}/password/", data).status_code == 200
    assert User.objects.get(pk=user.pk).password == user.password


def test_no_account_is_ever_deleted():
    client, user = staff.browser(make_user(is_superuser=True)), make_user()
    assert client.post(staff.address(user, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(USERS, {"action": "delete_selected", "post": "yes"}).status_code < 500
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
@pytest.mark.parametrize("limit", ["unit", "category"])
def test_an_administrators_role_is_never_limited_in_appearance_only(role, limit):
    user, unit = make_user(), make_unit()
    client = staff.browser(make_user(is_superuser=True))
    values = {"unit": unit.pk} if limit == "unit" else {"category": make_category().pk}
    answer = client.post(f"{ASSIGNMENTS}add/", assignment(user, role, **values))
    assert "luôn áp dụng cho mọi đơn vị" in answer.text
    assert held(user) == set()

"""The last administrator of accounts and of the system cannot be lost, by whatever way."""

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from accounts.models import AccountEvent, User
from news.models import Assignment
from news.people import administrators, locking
from tests import staff
from tests.factories import LABELS, assign, make_unit, make_user

pytestmark = pytest.mark.django_db
USERS = "/quan-tri/accounts/user/"
KINDS = ("account_admin", "system_admin")


@pytest.fixture
def root():
    """Somebody above all, who is no administrator by a role."""
    return staff.browser(make_user(is_superuser=True))


def is_open(user) -> bool:
    return User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("role", KINDS)
def test_the_last_one_is_not_locked_and_the_page_says_what_to_do(root, role):
    last = make_user(role)
    page = root.get(f"{USERS}{last.pk}/khoa/").text
    assert "người cuối cùng" in page
    assert '<form method="post" class="card' not in page
    assert "người cuối cùng" in root.post(f"{USERS}{last.pk}/khoa/", {"reason": "x"}).text
    handed = {"to": make_user("editor").pk, "reason": "x", "locked": "on", "dong-y": "1"}
    root.post(f"{USERS}{last.pk}/ban-giao/", handed)
    assert is_open(last)
    assert not AccountEvent.objects.exclude(action="exported").exists()
    assign(make_user(), role)
    root.post(f"{USERS}{last.pk}/khoa/", {"reason": "Nghỉ hưu"})
    assert not is_open(last)


@pytest.mark.parametrize("role", KINDS)
def test_the_last_one_does_not_lose_the_role(root, role):
    last, other = make_user(role), make_user()
    row = last.assignments.get()
    mine = {"user": last.pk, "role": row.role_id}
    lesser = Group.objects.get(name=LABELS["editor"]).pk
    for data in ({**mine, "role": lesser}, {**mine, "user": other.pk}):
        assert "người cuối cùng" in root.post(staff.change(row), data).text
    deletion = staff.address(row, "delete")
    assert "người cuối cùng" in root.get(deletion).text
    assert "người cuối cùng" in root.post(deletion, {"post": "yes"}).text
    root.post("/quan-tri/news/assignment/", {"action": "delete_selected", "post": "yes"})
    assert [(r.user, r.role) for r in Assignment.objects.all()] == [(last, row.role)]
    assign(other, role)
    assert root.post(deletion, {"post": "yes"}).status_code == 302
    assert [r.user for r in Assignment.objects.all()] == [other]


def test_a_locked_one_does_not_count_and_may_lose_the_role(root):
    last, gone = make_user("system_admin"), make_user("system_admin", is_active=False)
    assert administrators.refusal_to_lock(last)
    root.post(staff.address(gone.assignments.get(), "delete"), {"post": "yes"})
    assert not gone.assignments.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["lock", "take"])
def test_two_who_throw_each_other_out_at_once_leave_one(way):
    users = [make_user("system_admin"), make_user("system_admin")]
    clients, start = [staff.browser(user) for user in users], Barrier(2)

    def go(client, other):
        paths = {
            "lock": (f"{USERS}{other.pk}/khoa/", {"reason": "x"}),
            "take": (staff.address(other.assignments.get(), "delete"), {"post": "yes"}),
        }
        start.wait()
        client.post(*paths[way])
        connection.close()

    pairs = zip(clients, reversed(users), strict=True)
    threads = [Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    label = LABELS["system_admin"]
    rows = Assignment.objects.filter(role__name=label, user__is_active=True)
    assert rows.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_was_locked_meanwhile_locks_nobody():
    first, second = make_user("system_admin"), make_user("system_admin")
    make_user("system_admin")
    with transaction.atomic():
        locking.lock(second, "x", first)
    with pytest.raises(locking.Refused, match="không được khoá"):
        locking.lock(first, "x", second)


def test_roles_given_changed_and_taken_are_on_record():
    admin, user = make_user("account_admin"), make_user()
    client, unit = staff.browser(admin), make_unit()
    role = Group.objects.get(name=LABELS["editor"])
    client.post("/quan-tri/news/assignment/add/", {"user": user.pk, "role": role.pk})
    row = user.assignments.get()
    mine = {"user": user.pk, "role": role.pk, "unit": unit.pk}
    client.post(staff.change(row), mine)
    client.post(staff.change(row), mine)
    client.post(staff.address(row, "delete"), {"post": "yes"})
    events = AccountEvent.objects.order_by("serial")
    assert [e.action for e in events] == ["role_given", "role_changed", "role_taken"]
    assert {(e.actor, e.subject, e.address) for e in events} == {(admin, user, "127.0.0.1")}
    everywhere = {"role": role.name, "unit": "", "category": ""}
    here = {**everywhere, "unit": unit.name}
    assert [(e.before, e.after) for e in events] == [
        ({}, everywhere),
        (everywhere, here),
        (here, {}),
    ]


def test_a_role_moved_to_somebody_else_is_taken_and_given():
    one, other = make_user("editor"), make_user()
    row = one.assignments.get()
    client = staff.browser(make_user("account_admin"))
    client.post(staff.change(row), {"user": other.pk, "role": row.role_id})
    rows = AccountEvent.objects.order_by("serial").values_list("action", "subject")
    assert list(rows) == [("role_taken", one.pk), ("role_given", other.pk)]

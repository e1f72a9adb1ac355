"""The table of roles: every permission it names exists, and syncing repairs what was changed."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts import roles
from accounts.roles import BY_LABEL, ROLES, may_manage, rank, sync
from news.models import Assignment
from news.transitions import TRANSITIONS
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def held() -> dict[str, set[str]]:
    """What every group in the database permits."""
    return {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def test_the_database_holds_exactly_the_table():
    Group.objects.all().delete()
    sync()
    assert held() == {role.label: set(role.permissions) for role in ROLES}


def test_syncing_twice_is_syncing_once():
    sync()
    before = held(), set(Group.objects.values_list("pk", flat=True))
    call_command("sync_roles", stdout=io.StringIO())
    assert (held(), set(Group.objects.values_list("pk", flat=True))) == before


def test_syncing_repairs_a_role_and_keeps_its_people_and_other_groups():
    user = make_user("editor")
    assignment = Assignment.objects.get(user=user)
    assignment.role.permissions.set(Permission.objects.filter(codename="add_user"))
    other = Group.objects.create(name="Nhóm khác")
    sync()
    assert held()[assignment.role.name] == set(BY_LABEL[assignment.role.name].permissions)
    assert Assignment.objects.get(user=user) == assignment
    assert held()[other.name] == set()


def test_a_permission_that_no_app_defines_stops_the_sync_whole(monkeypatch):
    Group.objects.all().delete()
    wrong = roles.Role("x", "Vai trò lạ", 1, ("news.fly_article",))
    monkeypatch.setattr(roles, "ROLES", (*ROLES, wrong))
    with pytest.raises(Permission.DoesNotExist):
        sync()
    assert not Group.objects.exists()


def test_every_move_of_the_workflow_is_in_somebody_s_hands():
    asked = {move.permission for move in TRANSITIONS.values() if not move.system}
    assert asked <= {name for role in ROLES for name in role.permissions}


def test_no_administrator_of_accounts_reads_drafts_or_publishes():
    for role in ROLES:
        if "accounts.change_user" in role.permissions:
            assert not [name for name in role.permissions if name.endswith("_article")]


def test_nobody_deletes_articles_versions_or_events():
    names = {name for role in ROLES for name in role.permissions}
    gone = {name for name in names if "delete" in name}
    assert gone == {"news.delete_assignment", "addresses.delete_redirect"}


@pytest.mark.parametrize(
    ("actor", "target", "may"),
    [(1, 1, False), (2, 1, True), (2, 2, False), (2, 3, False), (3, 3, True), (0, 0, False)],
)
def test_who_may_manage_whom(actor, target, may):
    assert may_manage(actor, target) is may


def test_the_rank_of_a_person_is_that_of_their_highest_role():
    assert rank(["Cộng tác viên", "Quản trị tài khoản", "Nhóm khác"]) == 2
    assert rank([]) == 0

"""Groups of a single sign-on that give a role in one unit only."""

import logging

import pytest

from accounts.models import AccountEvent, Identity
from news.models import Assignment
from tests import factories
from tests.factories import make_unit, make_user
from tests.sso import sign_in
from tests.staff import browser

pytestmark = pytest.mark.django_db
EDITOR = factories.LABELS["editor"]


@pytest.fixture
def lan():
    return make_user(username="lan.pt", email="lan@example.vn")


@pytest.fixture
def units():
    return make_unit("BTGHU", name="Ban Tuyên giáo"), make_unit("MTTQ")


def held(user) -> set[tuple]:
    rows = Assignment.objects.filter(user=user, category=None)
    return set(rows.values_list("role__name", "unit__code"))


def come(plan, *groups) -> None:
    plan(claims={"groups": list(groups)})
    assert sign_in(browser()).status_code == 302


def test_a_group_gives_the_role_in_its_unit_and_takes_it_back(plan, lan, units, settings):
    settings.OIDC_ROLES = {"a": "editor@BTGHU", "b": "editor@MTTQ", "c": "editor"}
    for groups, expected in (
        (["a"], {(EDITOR, "BTGHU")}),
        (["a", "b"], {(EDITOR, "BTGHU"), (EDITOR, "MTTQ")}),
        (["b", "c"], {(EDITOR, "MTTQ"), (EDITOR, None)}),
        ([], set()),
    ):
        come(plan, *groups)
        assert held(lan) == expected
    given = AccountEvent.objects.filter(action="role_given").order_by("serial")
    assert given[0].after == {"role": EDITOR, "unit": "Ban Tuyên giáo", "category": ""}


def test_it_opens_nothing_in_another_unit(plan, lan, units, settings):
    settings.OIDC_ROLES = {"a": "approver@BTGHU"}
    come(plan, "a")
    waiting = factories.State.PENDING
    mine = factories.make_article(waiting, unit=units[0])
    other = factories.make_article(waiting, unit=units[1])
    user = type(lan).objects.get(pk=lan.pk)
    assert user.has_perm("news.approve_article", mine)
    assert not user.has_perm("news.approve_article", other)


def test_what_an_administrator_gave_there_stays(plan, lan, units, settings):
    settings.OIDC_ROLES = {"a": "editor@BTGHU"}
    factories.assign(lan, "editor", unit=units[0])
    come(plan, "a")
    come(plan)
    assert held(lan) == {(EDITOR, "BTGHU")}


def test_a_table_that_becomes_narrower_takes_the_wider_role_back(plan, lan, units, settings):
    settings.OIDC_ROLES = {"a": "editor"}
    come(plan, "a")
    settings.OIDC_ROLES = {"a": "editor@BTGHU"}
    come(plan, "a")
    assert held(lan) == {(EDITOR, "BTGHU")}
    assert Identity.objects.get().roles == [f"{EDITOR}@BTGHU"]


@pytest.mark.parametrize(
    "entry",
    [
        "editor@",
        "editor@KHONG-CO",
        "@BTGHU",
        "account_admin@BTGHU",
        "system_admin@",
        "editor@btghu",
    ],
)
def test_what_names_no_unit_or_no_role_gives_nothing_anywhere(
    plan, lan, units, settings, entry, caplog
):
    settings.OIDC_ROLES = {"a": entry}
    with caplog.at_level(logging.ERROR):
        come(plan, "a")
    assert held(lan) == set()
    assert "OIDC_ROLES" in caplog.text


def test_the_unit_may_come_later(plan, lan, settings):
    settings.OIDC_ROLES = {"a": "editor@MOI"}
    come(plan, "a")
    assert held(lan) == set()
    make_unit("MOI")
    come(plan, "a")
    assert held(lan) == {(EDITOR, "MOI")}

"""Nobody raises himself and nobody reaches above himself, whatever he sends by hand."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import AccountEvent, OneTimeCode, User
from accounts.roles import sync
from news.models import Assignment, State
from news.people import ranks
from tests import staff
from tests.factories import LABELS, make_category, make_draft, make_unit, make_user

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
    return {"username": user.username, "full_name": user.full_name, **values}


def tries(user) -> dict:
    """What somebody may send about an account: the form, and every page of its life."""
    reason = {"reason": "Lý do"}
    path, spare = f"{USERS}{user.pk}/", make_user("editor")
    return {
        staff.change(user): card(user, full_name="Tên mới"),
        f"{path}ma/": {"cach": "phieu"},
        f"{path}khoa/": reason,
        f"{path}mo-khoa/": reason,
        f"{path}chuyen-don-vi/": {"left": make_unit("CU").pk, "joined": make_unit("MOI").pk},
        f"{path}ban-giao/": {"to": spare.pk, **reason, "locked": "on", "dong-y": "1"},
    }


@pytest.mark.parametrize("actor", MAY_CHANGE)
@pytest.mark.parametrize("kind", RANKS)
def test_accounts_of_equals_and_superiors_are_out_of_reach(actor, kind):
    person("account_admin"), person("system_admin")  # so that nobody is the last one
    client, user = staff.browser(person(actor)), person(kind)
    before, codes = User.objects.filter(pk=user.pk).values().get(), OneTimeCode.objects
    allowed = kind in MAY_CHANGE[actor]
    found = {path: client.post(path, data).status_code for path, data in tries(user).items()}
    assert {status == 403 for status in found.values()} == {not allowed}, found
    assert all(status in (200, 302, 403) for status in found.values()), found
    assert (User.objects.filter(pk=user.pk).values().get() != before) == allowed
    assert codes.filter(user=user).exists() == allowed
    assert AccountEvent.objects.filter(subject=user).exists() == allowed


@pytest.mark.parametrize("actor", MAY_CHANGE)
def test_the_form_for_roles_offers_exactly_the_accounts_within_reach(actor):
    actor, others = person(actor), [person(kind) for kind in RANKS]
    make_user("contributor", "account_admin")
    offered = set(ranks.touchable(actor))
    assert offered == {u for u in User.objects.all() if ranks.may_touch(actor, u)}
    assert (others[0] in offered) == (ranks.rank_of(actor) > 1)


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 40, "²", "chief", "own", "user"])
def test_the_form_for_roles_names_whom_the_address_names_if_within_reach(named):
    actor, chief, user = make_user("account_admin"), make_user("system_admin"), make_user()
    people = {"chief": chief, "own": actor, "user": user}
    number = people[named].pk if named in people else named
    answer = staff.browser(actor).get(f"{ASSIGNMENTS}add/?user={number}")
    assert answer.status_code == 200
    assert answer.context["account"] == (user if named == "user" else None)
    assert chief.full_name not in answer.text


@pytest.mark.parametrize("sent", [{}, {"user": "x", "role": "x"}, {"user": "0", "role": "²"}])
def test_a_form_for_roles_sent_half_says_what_is_missing(sent):
    client = staff.browser(make_user("account_admin"))
    answer = client.post(f"{ASSIGNMENTS}add/", {**sent, "unit": "x", "category": "9" * 40})
    assert answer.status_code == 200
    assert {"user", "role", "unit", "category"} == set(answer.context["adminform"].form.errors)


def test_a_role_of_somebody_above_is_only_looked_at():
    row = make_user("system_admin", full_name="Bà Trên").assignments.get()
    page = staff.browser(make_user("account_admin")).get(staff.change(row)).text
    assert "Bạn chỉ xem được" in page
    assert 'name="role"' not in page


def test_giving_changing_and_taking_lead_back_to_the_account():
    user, client = make_user(), staff.browser(make_user("account_admin"))
    sent = client.post(f"{ASSIGNMENTS}add/", assignment(user, "editor"))
    row = user.assignments.get()
    changed = client.post(staff.change(row), assignment(user, "publisher"))
    taken = client.post(staff.address(row, "delete"), {"post": "yes"})
    assert {answer.url for answer in (sent, changed, taken)} == {staff.change(user)}
    assert "Đã thu vai trò." in client.get(staff.change(user)).text


def test_the_same_role_twice_is_refused_in_words():
    user, client = make_user("editor"), staff.browser(make_user("account_admin"))
    for path in (f"{ASSIGNMENTS}add/", staff.change(Assignment.objects.create(**twin(user)))):
        answer = client.post(path, assignment(user, "editor"))
        assert "Vai trò này đã được giao với cùng phạm vi." in answer.text


def twin(user) -> dict:
    """The same role in one unit only."""
    return {"user": user, "role": user.assignments.get().role, "unit": make_unit()}


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
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "password": NEW_PASSWORD}
    data = {"username": "nguyenvana", "full_name": "Nguyễn Văn A", **passwords, **EXTRA}
    assert client.post(f"{USERS}add/", data).status_code == 302
    fresh = User.objects.get(username="nguyenvana")
    assert (fresh.is_superuser, fresh.must_change_password, held(fresh)) == (False, True, set())
    assert not fresh.has_usable_password()


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
def test_nobody_types_a_password_for_somebody_else(role):
    client, user = staff.browser(make_user(role)), make_user("contributor")
    data = dict.fromkeys(("password", "password1", "password2"), NEW_PASSWORD)
    client.post(f"{USERS}{user.pk}/password/", data)
    client.post(staff.change(user), {**card(user), **data})
    assert User.objects.get(pk=user.pk).password == user.password


def test_a_form_sent_by_hand_locks_and_opens_nobody():
    client, user = staff.browser(make_user("system_admin")), make_user("contributor")
    client.post(staff.change(user), card(user, is_active="", locked_reason="x"))
    assert User.objects.get(pk=user.pk).is_active
    client.post(f"{USERS}{user.pk}/khoa/", {"reason": "Nghỉ hưu"})
    client.post(staff.change(user), card(user, is_active="on"))
    assert not User.objects.get(pk=user.pk).is_active


def test_an_account_administrator_reads_and_moves_no_article():
    article = make_draft(title="Nhan đề kín")
    client = staff.browser(make_user("account_admin"))
    pages = staff.pages(staff.one_of_each()).values()
    # A new token for a form is nobody's secret.
    paths = [path for path in pages if "/news/article/" in path and "the-moi" not in path]
    number = staff.address(article, "change")
    for path in (*paths, number, number.replace("change", "history")):
        for answer in (client.get(path), client.post(path, {"_move": "publish"})):
            assert answer.status_code in (302, 403, 404, 405), path
            assert "Nhan đề kín" not in answer.text
    article.refresh_from_db()
    assert article.state == State.DRAFT


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

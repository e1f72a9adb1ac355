"""Who takes the last approver away is told before, and sees afterwards what lies still."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from news.models import Article, State
from tests import staff
from tests.factories import LABELS, assign, make_article, make_category, make_unit, make_user
from tests.integration.test_staff_queries import MOST, asked

pytestmark = pytest.mark.django_db
USERS = "/quan-tri/accounts/user/"
DESK, REPORT = "/quan-tri/", f"{USERS}bao-cao/"
ALONE = "không còn ai làm tiếp được"


@pytest.fixture
def admin():
    return make_user("account_admin")


@pytest.fixture
def browser(admin):
    return staff.browser(admin)


@pytest.fixture
def unit():
    return make_unit("BTGHU", name="Ban Tuyên giáo", short_name="Ban TG")


@pytest.fixture
def approver(unit, admin):
    """The only one who may approve there; two articles wait for them."""
    section = make_category("Văn hoá", steps=4)
    for _ in range(2):
        make_article(State.PENDING, unit=unit, category=section)
    User.objects.exclude(pk=admin.pk).update(is_active=False)
    make_user("secretary")
    return make_user("approver", unit=unit, full_name="Lê Duyệt")


def read(answer) -> str:
    """The text of a page that came."""
    assert answer.status_code == 200
    return answer.text


def warned(page) -> bool:
    """Whether the page says how many wait where, and that nobody else can go on."""
    text = read(page)
    return ALONE in text and "<b>2 bài</b> chờ duyệt · Ban TG · Văn hoá" in text


def pages(user, unit) -> dict:
    """Every way to take the person away, up to the button that does it."""
    row, other = user.assignments.get(), make_unit("MTTQ")
    heir = make_user("contributor")
    moved = {"left": unit.pk, "joined": other.pk}
    left = {"to": heir.pk, "reason": "Nghỉ", "locked": "on"}
    return {
        "lock": lambda client: client.get(f"{USERS}{user.pk}/khoa/"),
        "move": lambda client: client.post(f"{USERS}{user.pk}/chuyen-don-vi/", moved),
        "leave": lambda client: client.post(f"{USERS}{user.pk}/ban-giao/", left),
        "change": lambda client: client.get(staff.change(row)),
        "take": lambda client: client.get(staff.address(row, "delete")),
    }


WAYS = ("lock", "move", "leave", "change", "take")


@pytest.mark.parametrize("way", WAYS)
def test_the_page_says_it_before_anything_is_done(browser, approver, unit, way):
    assert warned(pages(approver, unit)[way](browser))
    assert User.objects.get(pk=approver.pk).is_active
    assert approver.assignments.get().unit == unit


@pytest.mark.parametrize("way", WAYS)
def test_with_a_second_one_there_is_nothing_to_say(browser, approver, unit, way):
    make_user("publisher", "approver", unit=unit)
    assert ALONE not in read(pages(approver, unit)[way](browser))


def test_nor_where_they_only_wrote(browser, approver, unit):
    writer = make_user("contributor", unit=unit)
    assert ALONE not in read(browser.get(f"{USERS}{writer.pk}/khoa/"))


def test_no_title_is_told_to_who_reads_no_drafts(browser, approver, unit):
    for row in Article.objects.all():
        for page in pages(approver, unit).values():
            assert row.title not in read(page(browser))


@pytest.mark.parametrize("how", ["lock", "take"])
def test_afterwards_the_desk_and_the_report_count_them_until_somebody_can(browser, approver, how):
    assert "không còn ai có quyền" not in read(browser.get(DESK))
    row = approver.assignments.get()
    if how == "lock":
        browser.post(f"{USERS}{approver.pk}/khoa/", {"reason": "Nghỉ hưu"})
    else:
        browser.post(staff.address(row, "delete"), {"post": "yes"})
    assert "2 bài đang chờ mà không còn ai có quyền" in read(browser.get(DESK))
    assert "<b>2 bài</b> chờ duyệt · Ban TG · Văn hoá" in browser.get(REPORT).text
    role = Group.objects.get(name=LABELS["approver"]).pk
    given = {"user": make_user().pk, "role": role, "unit": "", "category": ""}
    assert browser.post("/quan-tri/news/assignment/add/", given).status_code == 302
    assert "không còn ai có quyền" not in read(browser.get(DESK))
    assert 'id="dung-lai"' not in read(browser.get(REPORT))


@pytest.mark.parametrize("role", ["editor", "publisher", "contributor"])
def test_only_those_who_hand_out_rights_read_of_it(approver, role):
    User.objects.filter(pk=approver.pk).update(is_active=False)
    user = make_user(role, unit=make_unit("MTTQ"))
    assert "không còn ai có quyền" not in read(staff.browser(user).get(DESK))


def test_the_health_page_counts_them(client, approver):
    assert client.get("/suc-khoe/").json()["stranded_articles"] == 0
    approver.assignments.all().delete()
    found = client.get("/suc-khoe/")
    assert (found.status_code, found.json()["stranded_articles"]) == (200, 2)


def test_the_desk_stays_within_its_budget(browser, approver, admin):
    User.objects.filter(pk=approver.pk).update(is_active=False)
    # One query for those who hand out rights, and no more for somebody who has a whole desk too.
    assert asked(browser, DESK) <= MOST[DESK]
    assign(admin, "publisher", unit=make_unit("MTTQ"))
    assert asked(staff.browser(admin), DESK) <= MOST[DESK]


@pytest.mark.parametrize("number", ["0", "999999999", "x", "1_2F"])
def test_an_assignment_that_is_not_there_is_no_fault(browser, number):
    for page in ("change", "delete"):
        assert browser.get(f"/quan-tri/news/assignment/{number}/{page}/").status_code < 500

"""Somebody leaves: their open articles go to a colleague, who may go on with them."""

import pytest

from accounts.models import AccountEvent, User
from news.models import Notice, Sitting, State
from news.people import handing, locking
from news.rights import sees
from tests import staff
from tests.factories import assign, make_article, make_category, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db
OPEN = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def leaver(unit):
    return make_user("contributor", unit=unit, full_name="Người Nghỉ Việc")


@pytest.fixture
def heir(unit):
    return make_user("contributor", unit=unit, full_name="Người Thay Thế")


@pytest.fixture
def admin():
    return make_user("account_admin")


def path(user) -> str:
    return f"/quan-tri/accounts/user/{user.pk}/ban-giao/"


def asked(heir, **more) -> dict:
    return {"to": heir.pk, "reason": "Nghỉ sinh", **more}


def test_everything_open_goes_in_one_step_and_what_is_done_stays(leaver, heir, admin, unit):
    rows = [make_article(state, user=leaver, unit=unit) for state in OPEN]
    done = [make_article(s, user=leaver, unit=unit) for s in (State.PUBLISHED, State.REJECTED)]
    browser = staff.browser(admin)
    page = browser.post(path(leaver), asked(heir))
    assert [a.pk for a in page.context["load"].going] == [a.pk for a in rows]
    assert not AccountEvent.objects.exists()
    answer = browser.post(path(leaver), asked(heir, **{"dong-y": "1"}), follow=True)
    assert f"Đã bàn giao {len(rows)} bài cho Người Thay Thế." in answer.text
    for article in (*rows, *done):
        article.refresh_from_db()
    assert {a.created_by for a in rows} == {heir}
    assert {a.created_by for a in done} == {leaver}
    assert [a.state for a in rows] == list(OPEN)
    assert all(sees(heir, article) for article in rows)
    assert not any(sees(leaver, article) for article in rows)


def test_versions_keep_their_writer_and_the_move_is_in_both_records(leaver, heir, admin, unit):
    article = make_draft(leaver, unit=unit)
    handing.hand_over(leaver, heir, admin, "Chuyển công tác")
    assert article.versions.get().created_by == leaver
    event = article.events.get(action="hand_over")
    assert (event.actor, event.note) == (admin, "Chuyển công tác")
    assert (event.before, event.after) == (
        {"created_by_id": leaver.pk},
        {"created_by_id": heir.pk},
    )
    rows = AccountEvent.objects.filter(action="handed_over").order_by("serial")
    assert [(r.subject, r.actor) for r in rows] == [(leaver, admin), (heir, admin)]
    assert rows[0].after == {"to": str(heir), "articles": [article.pk], "left": []}
    notice = Notice.objects.get(recipient=heir)
    assert notice.article == article
    assert "Người Nghỉ Việc" in notice.sentence
    browser = staff.browser(heir)
    assert "Bàn giao" in browser.get(staff.address(article, "history")).text
    assert browser.get(staff.change(article)).status_code == 200


def test_what_the_other_has_no_right_for_is_listed_and_stays(leaver, heir, admin, unit):
    other, section = make_unit("KHAC"), make_category("Văn hoá")
    assign(leaver, "contributor", unit=other)
    mine = make_draft(leaver, unit=unit)
    there = make_draft(leaver, unit=other, category=section)
    unfiled = make_draft(leaver, unit_id=None, category_id=None)
    browser = staff.browser(admin)
    load = browser.post(path(leaver), asked(heir)).context["load"]
    assert ([a.pk for a in load.going], load.stuck) == ([mine.pk, unfiled.pk], [there])
    page = browser.post(path(leaver), asked(heir, **{"dong-y": "1"}), follow=True).text
    assert "Còn 1 bài chưa bàn giao được." in page
    there.refresh_from_db()
    assert there.created_by == leaver
    assert AccountEvent.objects.filter(subject=leaver).get().after["left"] == [there.pk]


def test_an_administrator_counts_articles_and_reads_none(leaver, heir, admin, unit):
    article = make_draft(leaver, unit=unit, title="Nhan đề kín")
    Sitting.objects.create(user=leaver, typed={"title": "Gõ dở"}, typed_at=article.created_at)
    browser = staff.browser(admin)
    for answer in (browser.get(path(leaver)), browser.post(path(leaver), asked(heir))):
        assert "Nhan đề kín" not in answer.text
        assert "Gõ dở" not in answer.text
        assert "1 bài gõ dở chưa lưu" in answer.text
    assert f"Bài số {article.pk}" in browser.post(path(leaver), asked(heir)).text


def test_the_account_is_locked_in_the_same_step(leaver, heir, admin, unit):
    make_draft(leaver, unit=unit)
    browser = staff.browser(admin)
    browser.post(path(leaver), asked(heir, **{"locked": "on", "dong-y": "1"}))
    assert not User.objects.get(pk=leaver.pk).is_active
    rows = AccountEvent.objects.filter(subject=leaver).order_by("serial")
    assert [row.action for row in rows] == ["handed_over", "locked"]


def test_nobody_hands_work_to_himself_to_a_locked_account_or_back(leaver, admin):
    locked = make_user("editor", is_active=False)
    article, browser = make_draft(leaver), staff.browser(admin)
    for person in (admin, leaver, locked):
        answer = browser.post(path(leaver), asked(person, **{"dong-y": "1"}))
        assert answer.status_code == 200
        with pytest.raises(locking.Refused):
            handing.hand_over(leaver, person, admin, "x")
    article.refresh_from_db()
    assert article.created_by == leaver
    assert not AccountEvent.objects.exists()


def test_who_takes_over_does_not_approve_it_himself(leaver, admin, unit):
    chief = make_user("publisher")
    article = make_article(State.PENDING, user=leaver, unit=unit)
    handing.hand_over(leaver, chief, admin, "x")
    page = staff.browser(chief).post(
        f"/quan-tri/news/article/{article.pk}/thao-tac/", {"_move": "publish"}
    )
    article.refresh_from_db()
    assert (article.state, page.status_code < 500) == (State.PENDING, True)


@pytest.mark.parametrize("data", [{}, {"to": "x"}, {"to": "9" * 30}, {"to": "1\0", "reason": "\0"}])
def test_odd_orders_hand_nothing_over(leaver, admin, data):
    article = make_draft(leaver)
    answer = staff.browser(admin).post(path(leaver), {**data, "dong-y": "1"})
    assert answer.status_code == 200
    article.refresh_from_db()
    assert article.created_by == leaver

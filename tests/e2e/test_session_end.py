"""The end of a session, seen from the page: warned of, put off, survived with an open form."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import SignedIn
from news import versions
from news.models import Article
from tests import staff
from tests.e2e.writing import AREA
from tests.factories import PASSWORD, make_draft, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WARNED = "Đã lâu không có thao tác"
LOOKS = 15_000


@pytest.fixture
def writer():
    return make_user("contributor", full_name="Lê Trung Thành")


def used(ago: timedelta) -> None:
    SignedIn.objects.filter(ended_at=None).update(seen_at=timezone.now() - ago)


def warning(page):
    return page.locator(".session-warning")


def test_the_warning_comes_in_every_tab_and_one_answer_is_enough(writer, sign_in, settings):
    page = sign_in(writer)
    other = page.context.new_page()
    settings.SESSION_IDLE_MINUTES = 1.9
    for tab in (page, other):
        tab.goto("/quan-tri/")
        expect(warning(tab)).to_contain_text(WARNED, timeout=LOOKS)
    expect(warning(page)).to_have_attribute("role", "alert")
    assert Axe().run(page).response["violations"] == []
    settings.SESSION_IDLE_MINUTES = 30
    used(timedelta(minutes=28, seconds=30))
    page.get_by_role("button", name="Làm việc tiếp").click()
    for tab in (page, other):
        expect(warning(tab)).to_be_hidden()
    assert timezone.now() - SignedIn.objects.get().seen_at < timedelta(seconds=20)


def test_near_twelve_hours_it_says_that_nothing_is_lost(writer, sign_in):
    page = sign_in(writer)
    SignedIn.objects.update(began_at=timezone.now() - timedelta(hours=11, minutes=58, seconds=30))
    page.goto("/quan-tri/")
    expect(warning(page)).to_contain_text("những gì đang gõ vẫn còn", timeout=LOOKS)
    page.get_by_role("button", name="Đã hiểu").click()
    expect(warning(page)).to_be_hidden()


def test_an_article_form_outlives_its_session(writer, open_form):
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    page.locator(AREA).click()
    page.keyboard.press("Control+End")
    # At once, and before anything is sent: the question may come between two letters.
    page.keyboard.insert_text("Viết sau khi phiên hết.")
    used(timedelta(minutes=31))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Phiên làm việc đã hết", timeout=LOOKS)
    assert Axe().run(page).response["violations"] == []
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Chưa đăng nhập được")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector(".messagelist")
    assert "Viết sau khi phiên hết." in versions.latest(Article.objects.get()).body
    assert SignedIn.objects.filter(ended_by="idle").count() == 1


def test_any_other_form_waits_for_the_sign_in_too(sign_in, settings):
    admin = make_user("secretary")
    page = sign_in(admin)
    page.goto("/quan-tri/authors/unit/add/")
    page.get_by_label("Tên đầy đủ").fill("Ban Tuyên giáo huyện ủy")
    used(timedelta(minutes=31))
    # The script's own clock has run out as well.
    page.evaluate("new BroadcastChannel('phien').postMessage({ endsAt: 1, final: false })")
    page.get_by_role("button", name="Lưu", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    # The form was sent on its own: only what is still missing is asked for.
    page.wait_for_selector(".notice-error")
    assert page.get_by_label("Tên đầy đủ").input_value() == "Ban Tuyên giáo huyện ủy"


def test_a_sign_in_in_another_tab_closes_the_question(writer, open_form):
    page = open_form(writer, staff.change(make_draft(writer)))
    page.locator(AREA).click()
    used(timedelta(minutes=31))
    page.keyboard.type("Câu đang viết. ")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=LOOKS)
    other = page.context.new_page()
    other.goto("/dang-nhap/")
    other.get_by_label("Tên đăng nhập").fill(writer.username)
    other.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Đăng nhập", exact=True).click()
    other.wait_for_url("**/quan-tri/**")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-kept]")).to_contain_text("Bản đang gõ đã giữ")


def test_typing_is_work_also_when_nothing_is_sent(sign_in):
    page = sign_in(make_user("secretary"))
    page.clock.install()
    page.goto("/quan-tri/authors/unit/add/")
    used(timedelta(minutes=20))
    page.get_by_label("Tên đầy đủ").fill("Ban")
    with page.expect_response(lambda answer: answer.url.endswith("/tai-khoan/phien/")) as sent:
        page.clock.run_for(75_000)
    assert sent.value.request.method == "POST"
    assert timezone.now() - SignedIn.objects.get().seen_at < timedelta(seconds=20)

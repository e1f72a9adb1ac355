"""A killed tab, a dead network, an ended session, two people at once: no sentence is lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from news import versions, workflow
from news.models import Article, Sitting
from tests import staff
from tests.e2e.writing import AREA
from tests.factories import PASSWORD, make_draft, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KEPT = "Bản đang gõ đã giữ"
LOST = "Mất kết nối"


@pytest.fixture
def writer():
    return make_user("contributor", full_name="Lê Trung Thành")


# This browser has the sentence among its copies: the network may be missed before it is typed.
HELD = "words => Object.values(localStorage).some((copy) => copy.includes(words))"


def kept(page):
    return page.locator("[data-kept]")


def write(page, sentence):
    page.locator(AREA).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(sentence)


def test_a_killed_tab_gives_the_text_back_with_a_comparison(writer, open_form):
    page = open_form(writer)
    page.get_by_label("Tiêu đề", exact=True).fill("Bài chưa kịp lưu")
    write(page, "Một câu quan trọng.")
    expect(kept(page)).to_contain_text(KEPT)
    page.goto("about:blank")  # the tab is gone, nothing was saved
    assert not Article.objects.exists()

    page = open_form(writer)
    page.get_by_role("link", name="Xem khác gì").click()
    expect(page.locator("ins").filter(has_text="Một câu quan trọng.")).to_be_visible()
    page.get_by_role("link", name="Lấy lại bài gõ dở").click()
    page.wait_for_selector(AREA)
    assert page.get_by_label("Tiêu đề", exact=True).input_value() == "Bài chưa kịp lưu"
    expect(page.locator(AREA)).to_contain_text("Một câu quan trọng.")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector(".messagelist")
    assert "Một câu quan trọng." in versions.latest(Article.objects.get()).body
    assert Sitting.objects.filter(typed_at__isnull=False).count() == 0


def test_a_dead_network_is_told_and_the_browser_keeps_the_text(writer, open_form):
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    page.context.set_offline(True)
    write(page, "Viết khi mất mạng.")
    expect(kept(page)).to_contain_text(LOST)
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(AREA)).to_contain_text("Viết khi mất mạng.")
    assert article.versions.count() == 1
    page.context.set_offline(False)
    expect(kept(page)).to_contain_text(KEPT)
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector(".messagelist")
    assert "Viết khi mất mạng." in versions.latest(Article.objects.get()).body


def test_what_only_this_browser_has_is_offered_when_it_opens_again(writer, open_form):
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    page.context.set_offline(True)
    write(page, "Chỉ máy này có.")
    expect(kept(page)).to_contain_text(LOST)
    page.wait_for_function(HELD, arg="Chỉ máy này có.")
    page.evaluate("window.onbeforeunload = null")
    # The network is back for other pages only: the script sends what it has at once.
    page.route("**/dang-go/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(staff.ARTICLES)
    page.unroute("**/dang-go/")
    Sitting.objects.all().delete()
    page.goto(staff.change(article))
    page.get_by_role("link", name="Xem và lấy lại").click()
    expect(page.locator("ins").filter(has_text="Chỉ máy này có.")).to_be_visible()


def test_one_text_left_behind_is_offered_once(writer, open_form):
    """The tab dies before the last words reach the server: it has an older state of the text."""
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    write(page, "Câu đầu.")
    expect(kept(page)).to_contain_text(KEPT)
    page.route("**/dang-go/", lambda route: route.abort())
    write(page, " Câu cuối.")
    expect(kept(page)).to_contain_text(LOST)
    page.evaluate("window.onbeforeunload = null")
    page.goto(staff.ARTICLES)
    page.unroute("**/dang-go/")
    with page.expect_response("**/dang-go/"):
        page.goto(staff.change(article))
    page.wait_for_selector(AREA)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Bạn có bài gõ dở")).to_be_visible()
    expect(page.locator("[data-sitting-alert]")).to_be_hidden()
    page.get_by_role("link", name="Lấy lại bài gõ dở").click()
    page.wait_for_selector(AREA)
    expect(page.locator(AREA)).to_contain_text("Câu cuối.")


def test_the_age_of_a_copy_is_told_to_the_part_of_a_second(writer, open_form):
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    shelf = f"bai:{writer.username}:{'a' * 32}"
    copy = f"{{article: '{article.pk}', base: '1', at: Date.now() - 400, values: {{}}}}"
    page.evaluate(f"localStorage.setItem('{shelf}', JSON.stringify({copy}))")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.reload()
    page.wait_for_selector(AREA)
    page.wait_for_load_state("networkidle")
    ages = [re.search(r"age=(\d+)", data) for data in sent if "a" * 32 in data]
    assert int(ages[0][1]) >= 400


def test_an_ended_session_is_renewed_inside_the_page(writer, open_form):
    article = make_draft(writer)
    page = open_form(writer, staff.change(article))
    page.locator(AREA).click()
    Session.objects.all().delete()
    # Not by the keyboard: the page may ask for the password before the first letter.
    page.evaluate("CKEDITOR.instances.id_body.insertText('Viết khi hết phiên.')")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Phiên làm việc đã hết")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Chưa đăng nhập được")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(kept(page)).to_contain_text(KEPT)
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector(".messagelist")
    assert "Viết khi hết phiên." in versions.latest(Article.objects.get()).body


def test_two_who_write_at_once_see_each_other_and_merge(writer, open_form):
    body = "<p>Đoạn một.</p><p>Đoạn hai.</p><p>Đoạn ba.</p>"
    article = make_draft(writer, body=body)
    page = open_form(writer, staff.change(article))
    editor = make_user("editor", full_name="Trần Thị Bình")
    other = open_form(editor, staff.change(article))
    write(page, " Của Thành.")
    expect(page.locator("[data-presence]")).to_contain_text("Trần Thị Bình đang sửa bài này")
    theirs = {"body": body.replace("Đoạn một.", "Đoạn một của Bình.")}
    workflow.save(article, theirs, editor, base=1)
    page.get_by_role("button", name="Lưu nháp").click()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("do Trần Thị Bình lưu")
    conflict.get_by_role("button", name="Ghép theo lựa chọn").click()
    page.wait_for_selector(AREA)
    expect(page.locator(AREA)).to_contain_text("Đoạn một của Bình.")
    expect(page.locator(AREA)).to_contain_text("Của Thành.")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã lưu")
    assert versions.latest(Article.objects.get()).number == 3
    assert other.url.endswith("/change/")

"""The panel “Trước khi gửi” in a browser: follow a finding and mend it, keep another, send."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from news.models import Article, State, Waiver
from tests.factories import make_draft, make_image, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

REASON = "Trưởng thôn đồng ý cho đăng số máy"


@pytest.fixture
def page(live_server, sign_in):
    """The form of an article whose second picture and whose telephone number need attention."""
    writer = make_user("contributor")
    figure = '<figure class="image"><img src="{}" alt="{}"><figcaption>Ảnh</figcaption></figure>'
    first, second = make_image().file.url, make_image(alt="").file.url
    many = "<p>Đoạn dài cho đủ một màn hình.</p>" * 30
    body = figure.format(first, "Bà con mở đường") + many + figure.format(second, "")
    body += "<p>Gọi trưởng thôn, số <strong>0912</strong> 345 678.</p>"
    article = make_draft(writer, body=body)
    page = sign_in(writer)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    page.wait_for_selector(".cke_wysiwyg_div img")
    return page


def row(page, words):
    return page.locator("[data-checklist] li").filter(has_text=words)


def test_mend_one_keep_one_and_send(page):
    row(page, "Ảnh thứ 2").get_by_role("link", name="Đến chỗ đó").click()
    expect(page.locator(".cke_widget_selected img:not(.cke_reset)")).to_have_count(1)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mô tả ảnh cho người khiếm thị").fill("Bà con họp thôn")
    dialog.get_by_role("button", name="Đồng ý").click()
    dialog.wait_for(state="hidden")

    phone = row(page, "số điện thoại")
    phone.get_by_role("link", name="Đến chỗ đó").click()
    page.wait_for_function("getSelection().toString() === '0912 345 678'")
    assert page.locator(".cke_wysiwyg_div").evaluate("box => box.contains(document.activeElement)")
    phone.get_by_role("checkbox").check()
    page.keyboard.type(REASON)
    page.get_by_label("Tôi cam kết").check()
    page.get_by_role("button", name="Gửi biên tập").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi bài")
    assert Article.objects.get().state == State.SUBMITTED
    assert Waiver.objects.get().reason == REASON


def test_a_tick_without_a_reason_comes_back_and_the_panel_has_no_barriers(page):
    row(page, "số điện thoại").get_by_role("checkbox").check()
    page.get_by_label("Tôi cam kết").check()
    page.get_by_role("button", name="Gửi biên tập").click()
    expect(page.locator("#troubles")).to_contain_text("Hãy ghi lý do")
    expect(row(page, "số điện thoại").get_by_role("checkbox")).to_be_checked()
    expect(row(page, "số điện thoại").get_by_label("Lý do giữ lại")).to_be_visible()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, context="[data-checklist]").response["violations"]
        assert [violation["id"] for violation in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_panel_leads_to_fields_and_takes_reasons(live_server, sign_in):
    writer = make_user("contributor")
    article = make_draft(writer, body="<p>Gọi 0912 345 678</p>")
    page = sign_in(writer, java_script_enabled=False)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    phone = row(page, "số điện thoại")
    assert phone.get_by_role("link").get_attribute("href") == "#id_body"
    phone.get_by_role("checkbox").check()
    phone.get_by_label("Lý do giữ lại").fill(REASON)
    page.get_by_label("Tôi cam kết").check()
    page.get_by_role("button", name="Gửi biên tập").click()
    assert Article.objects.get().state == State.SUBMITTED

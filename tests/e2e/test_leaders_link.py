"""A leader without an account opens a link on a telephone and approves; the preview of a phone."""

import re

import pytest
from playwright.sync_api import expect

from news import workflow
from news.models import State
from tests import staff
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_leader_approves_by_a_link_and_a_code(sign_in, new_page):
    article = make_article(State.PENDING, title="Kế hoạch phòng chống bão")
    office = sign_in(make_user("approver", full_name="Đỗ Văn Duyệt"))
    office.goto(staff.address(article, "history"))
    office.get_by_label("Cho quyết định, thay mặt").select_option(label="Đỗ Văn Duyệt")
    office.get_by_role("button", name="Tạo liên kết").click()
    link = office.get_by_label("Liên kết", exact=True).input_value()
    code = office.locator(".code").inner_text()
    leader = new_page(width=360)
    leader.goto("/xem-duyet/" + link.split("/xem-duyet/")[1])
    expect(leader.get_by_text("Bản 1, chưa công bố")).to_be_visible()
    assert leader.evaluate("document.documentElement.scrollWidth") <= 360
    leader.get_by_role("link", name="Duyệt hoặc trả lại").click()
    leader.get_by_label("Duyệt", exact=True).check()
    leader.get_by_label("Họ tên, chức vụ").fill("Ông Hoàng Văn Ba, Bí thư")
    leader.get_by_label(re.compile("Mã 6 số")).fill(code)
    leader.get_by_role("button", name="Gửi quyết định").click()
    expect(leader.get_by_role("heading", name="Đã ghi quyết định")).to_be_visible()
    article.refresh_from_db()
    assert article.state == State.APPROVED
    assert "Ông Hoàng Văn Ba" in article.events.get(action="approve").note
    leader.goto("/xem-duyet/" + link.split("/xem-duyet/")[1])
    expect(leader.get_by_text("đã dùng để quyết định")).to_be_visible()


def test_unsaved_text_is_seen_at_the_width_of_a_telephone(sign_in):
    article = make_article(State.EDITING)
    editor = make_user("editor")
    workflow.save(article, {"summary": "Đã sửa"}, editor, base=1)
    page = sign_in(editor)
    page.goto(staff.address(article, "preview"))
    page.get_by_role("button", name="Điện thoại").click()
    frame = page.frame_locator("iframe.phone")
    assert frame.get_by_role("heading", level=1).inner_text() == article.title
    width = frame.locator("html").evaluate("() => window.matchMedia('(max-width: 360px)').matches")
    assert width is True
    page.get_by_role("button", name="Máy tính").click()
    expect(page.locator("iframe.phone")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

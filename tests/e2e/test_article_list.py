"""The article list in a browser: filter it, save the filter, approve two of three, take it away."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from news.models import Article, State
from tests import staff
from tests.e2e.writing import broken_rules
from tests.factories import make_article, make_category, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pending(live_server):
    """Three articles that wait for approval, the last of the approver's own, and many sections."""
    section = make_category("Nông thôn mới")
    for letter in "abcdefghijklmno":
        make_category(f"Chuyên mục {letter}")
    approver = make_user("approver")
    titles = ["Làm đường ở Nậm Trang", "Sửa trường ở Bản Pho", "Bài của lãnh đạo"]
    articles = [make_article(State.PENDING, title=t, category=section) for t in titles]
    Article.objects.filter(pk=articles[2].pk).update(created_by=approver)
    make_article(State.PENDING, title="Tin khác", category=make_category("Văn hoá"))
    return approver, titles


def test_filter_save_approve_two_of_three_and_export(pending, sign_in):
    approver, titles = pending
    page = sign_in(approver)
    page.goto(staff.ARTICLES)
    page.get_by_label("Trạng thái").select_option("Chờ duyệt")
    page.get_by_text("Thêm điều kiện").click()
    page.get_by_label("Gõ để tìm chuyên mục").fill("nong thon")
    assert page.locator("select[name=chuyen-muc]").input_value() == "nong-thon-moi"
    page.get_by_role("button", name="Lọc", exact=True).click()
    page.wait_for_url("**chuyen-muc=nong-thon-moi**")
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    assert broken_rules(page, "main") == []

    page.get_by_text("Lưu bộ lọc này").click()
    page.get_by_label("Tên bộ lọc").fill("Nông thôn chờ duyệt")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.goto(staff.ARTICLES)
    page.get_by_role("link", name="Nông thôn chờ duyệt").click()
    page.wait_for_url("**trang-thai=**")
    expect(page.locator("#result_list tbody tr")).to_have_count(3)

    page.get_by_label("Chọn tất cả bài trên trang này").check()
    expect(page.get_by_text("Đã chọn 3 bài")).to_be_visible()
    expect(page.get_by_label("Lý do, ghi chú")).to_be_hidden()
    page.locator("select[name=_move]").select_option("Duyệt")
    page.get_by_role("button", name="Thực hiện").click()
    page.get_by_text("Xong 2 trên 3 bài.").wait_for()
    refused = page.locator(".results .is-refused")
    assert titles[2] in refused.inner_text()
    assert "Hãy nhờ người khác duyệt" in refused.inner_text()
    assert broken_rules(page, "main") == []

    page.get_by_role("link", name="Trở lại danh sách").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.goto(f"{staff.ARTICLES}?trang-thai=approved")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert {row[1] for row in rows[1:]} == set(titles[:2])


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_desk_fits_its_window_and_leads_to_its_lists(pending, sign_in, width):
    page = sign_in(pending[0], width=width)
    assert broken_rules(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name=re.compile("Xem tất cả.*Chờ tôi xử lý")).click()
    # The approver's own text waits for somebody else.
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

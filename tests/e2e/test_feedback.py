"""A reader scores an article and reports an error in it: with a script and without."""

import pytest
from playwright.sync_api import expect

from news.feedback.models import DayRating, Report
from tests.factories import make_article

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    return make_article(title="Đường mới đã mở", body="<p>Có 1.586 hộ dân hiến đất.</p>")


def test_without_a_script_a_score_counts_and_a_report_arrives(live_server, new_page, article):
    page = new_page(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="5, rất có ích").click()
    page.wait_for_url("**#da-danh-gia")
    expect(page.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()
    assert DayRating.objects.get().score == 5
    page.get_by_role("link", name="Báo lỗi").click()
    page.get_by_label("Điều chưa đúng").fill("Sai số hộ dân")
    page.get_by_label("Tên của bạn").fill("Sùng A Páo")
    page.get_by_role("button", name="Gửi báo lỗi").click()
    expect(page.get_by_label("Điều chưa đúng")).to_have_value("Sai số hộ dân")
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Gửi báo lỗi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận báo lỗi của bạn")
    assert Report.objects.get().name == "Sùng A Páo"


def test_a_selected_passage_goes_along_and_never_to_the_server(live_server, new_page, article):
    page = new_page()
    page.goto(article.get_absolute_url())
    page.get_by_text("Có 1.586 hộ dân hiến đất.").click(click_count=3)
    page.get_by_role("link", name="Báo lỗi").click()
    expect(page.get_by_label("Đoạn trong bài")).to_have_value("Có 1.586 hộ dân hiến đất.")
    assert "?" not in page.url

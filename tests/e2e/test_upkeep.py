"""What wants looking after, on a phone and by keyboard: dead links, failed background work."""

import re

import pytest
from playwright.sync_api import expect

from news.links.models import Link
from tests.factories import make_article, make_user
from tests.integration.test_failures import failed_picture, failed_task
from tests.linked import broken

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "https://vanban.hong.vn/" + "nghi-quyet-ve-phat-trien-giao-thong-nong-thon-" * 6


def fits(page) -> bool:
    """Whether nothing has to be pushed sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(within, name: str) -> None:
    """Press a button as somebody does who has no mouse."""
    button = within.get_by_role("button", name=re.compile(name))
    button.focus()
    expect(button).to_be_focused()
    button.press("Enter")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_dead_link_is_let_be_and_watched_again(sign_in, width):
    article = make_article(title="Đường mới đã mở " * 15)
    broken(article, url=LONG)
    page = sign_in(make_user("publisher"), width=width)
    page.goto("/quan-tri/news/article/lien-ket-hong/")
    assert fits(page)
    row = page.get_by_role("listitem").filter(has_text="Nghị quyết số 5")
    expect(row).to_contain_text("Mất rồi.")
    press(page, "Đã xem, bỏ qua ?: Nghị quyết số 5")
    expect(page.get_by_text("Đã bỏ qua. Nếu liên kết này")).to_be_visible()
    expect(page.get_by_text("Không có liên kết hỏng nào")).to_be_visible()
    page.get_by_role("link", name="Đã bỏ qua", exact=True).click()
    press(page, "Theo dõi lại ?: Nghị quyết số 5")
    expect(page.get_by_text("Đã theo dõi lại liên kết này.")).to_be_visible()
    assert Link.objects.get().let_be_at is None
    page.get_by_role("link", name="Cần sửa", exact=True).click()
    page.get_by_role("link", name="Đường mới đã mở").click()
    page.wait_for_url(f"**/news/article/{article.pk}/change/")


@pytest.mark.parametrize("width", [360, 1280])
def test_failed_work_is_understood_done_again_and_let_be(sign_in, width):
    task, image = failed_task(traceback="Traceback " + "x" * 400), failed_picture()
    page = sign_in(make_user("system_admin"), width=width)
    page.goto("/quan-tri/site/portal/viec-nen-bi-loi/")
    assert fits(page)
    details = page.get_by_text("Chi tiết cho người phụ trách kỹ thuật").first
    details.focus()
    page.keyboard.press("Enter")
    expect(page.locator("pre").first).to_be_visible()
    assert fits(page)
    press(page.get_by_role("region", name="Ảnh không thu nhỏ được"), "^Chạy lại")
    expect(page.get_by_text("Đã xếp hàng để chạy lại.")).to_be_visible()
    image.refresh_from_db()
    assert image.rendition_state != "failed"
    press(page.get_by_role("region", name="Việc khác"), "^Bỏ qua")
    expect(page.get_by_text("Đã bỏ qua. Nếu việc này lại lỗi")).to_be_visible()
    expect(page.get_by_text("Không có việc nền nào bị lỗi.")).to_be_visible()
    task.refresh_from_db()
    assert task.status == "FAILED"

"""The newsroom's pages fit their window and break no rule of accessibility, in light and dark."""

import pytest
from playwright.sync_api import expect

from news import conversation, review, workflow
from news.models import State
from tests import staff
from tests.e2e.writing import broken_rules
from tests.factories import make_article, make_category, make_user, move

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LONG = "Hội nghị tổng kết công tác xây dựng nông thôn mới trên địa bàn toàn huyện " * 3
LOOKS = [(360, "dark"), (768, "light"), (1280, "dark")]


@pytest.fixture
def office(live_server):
    """Somebody who may do everything here, and the addresses of an article's pages."""
    user = make_user("approver", "publisher", full_name="Đỗ Văn Duyệt")
    section = make_category()
    waiting = make_article(State.PENDING, title=LONG[:250], category=section)
    review.make(waiting, user, 3, user)
    online = make_article(title=LONG[:240], category=section)
    workflow.save(online, {"summary": "Đã sửa"}, make_user("editor"), base=1)
    note = conversation.write(waiting, user, "Lấy ở đâu?", passage="Nội dung", block=1)
    conversation.write(waiting, user, "Ở báo cáo số 12.", parent=note)
    pages = ["/quan-tri/", staff.ARTICLES, f"{staff.ARTICLES}?trang-thai=rejected"]
    pages += ["/quan-tri/thong-bao/", "/quan-tri/thong-bao/cach-bao-tin/"]
    pages += [staff.address(waiting, name) for name in ("history", "talk")]
    pages += [staff.address(online, name) for name in ("correct", "compare", "preview")]
    return user, pages


def fits(page) -> bool:
    """Nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_of_the_newsroom(office, sign_in, width, scheme):
    user, pages = office
    page = sign_in(user, width=width, color_scheme=scheme)
    for path in pages:
        page.goto(path)
        assert fits(page), path
        assert broken_rules(page, "body") == [], path


@pytest.mark.parametrize("width", [360, 768])
def test_the_article_list_needs_no_sideways_scrolling(office, sign_in, width):
    page = sign_in(office[0], width=width)
    page.goto(staff.ARTICLES)
    box = page.locator("#changelist .results")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.get_by_text("Chọn tất cả trên trang này")).to_be_visible()
    head = page.locator("#header").bounding_box()
    side = page.locator(".side").bounding_box()
    button = page.get_by_role("button", name="Đăng xuất").bounding_box()
    assert head["y"] + head["height"] <= side["y"] + 1
    assert button["y"] + button["height"] <= side["y"]


def test_on_a_phone_the_menu_is_folded_and_nothing_of_it_lies_beyond_the_edge(sign_in):
    page = sign_in(make_user("system_admin"), width=360, java_script_enabled=False)
    links = page.locator(".side a")
    assert not any(link.is_visible() for link in links.all())
    page.locator(".side summary").click()
    expect(links.last).to_be_visible()
    assert all(
        box["x"] + box["width"] <= 360 for box in (link.bounding_box() for link in links.all())
    )


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_pages_of_an_outsider_and_of_citizens(office, new_page, width, scheme):
    user = office[0]
    waiting = make_article(State.PENDING, title=LONG[:250])
    deciding, ended = (review.make(waiting, user, 3, user) for _ in range(2))
    review.revoke(ended.link, user)
    gone, noticed, corrected = (make_article(title=LONG[:200]) for _ in range(3))
    move(gone, "withdraw", user, words="Lịch đã thay đổi.")
    move(noticed, "notice", user, words="Thông báo này đã hoãn.")
    move(corrected, "correct", user, change="correction", mistake="Sai", words="Đúng")
    paths = [f"/xem-duyet/{made.token}/" for made in (deciding, ended)]
    paths += [f"/xem-duyet/{deciding.token}/quyet-dinh/", "/dinh-chinh/"]
    paths += [article.get_absolute_url() for article in (gone, noticed, corrected)]
    page = new_page(width=width, color_scheme=scheme)
    for path in paths:
        page.goto(path)
        assert fits(page), path
        assert broken_rules(page, "body") == [], path


def test_a_bulk_return_asks_for_its_reason_before_it_is_sent(office, sign_in):
    page = sign_in(office[0])
    page.goto(f"{staff.ARTICLES}?trang-thai=pending")
    page.locator("input[name=bai]").first.check()
    page.locator("select[name=_move]").select_option("Trả lại")
    page.get_by_role("button", name="Thực hiện").click()
    assert page.locator("[name=note]").evaluate("field => field.validity.valueMissing")
    expect(page.locator("input[name=bai]").first).to_be_checked()
    page.get_by_label("Lý do, ghi chú").fill("Thiếu số liệu")
    page.get_by_role("button", name="Thực hiện").click()
    page.get_by_text("Xong 1 trên 1 bài.").wait_for()

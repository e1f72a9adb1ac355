"""A whole walk through the portal with scripts off: every step works, says what it did, and no
control stands there that only a script would move."""

import pytest
from playwright.sync_api import expect

from news.feedback.models import DayRating, Report
from news.models import Thread
from news.pages import duties
from news.site.models import Portal
from tests.e2e.windows import follow
from tests.factories import (
    make_article,
    make_attachment,
    make_category,
    make_image,
    make_page,
    make_unit,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TITLE = "Hơn 300 hộ dân hiến đất mở rộng đường liên xã"
MENU = "Menu chính"
# A button does something without a script only where it sends a form.
DEAD = """found => found.filter(e => e.tagName === "BUTTON"
    ? !(e.form && e.type === "submit") : e.getAttribute("href") === "#"
).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def portal(live_server):
    """A section below another with two pages of news, a thread, a tag, pages and a contact."""
    Portal.objects.update_or_create(pk=1, defaults={"phone": "0214 000 0000"})
    root = make_category("Xây dựng Đảng", position=1)
    section = make_category("Công tác dân vận", parent=root, position=2)
    unit, other = make_unit("BTGHU", name="Ban Tuyên giáo"), make_unit("MTTQ", name="Mặt trận")
    thread = Thread.objects.create(title="Đường mới lên thôn", slug="duong-moi")
    for number in range(22):
        make_article(title=f"Tin ngắn thứ {number}", category=section, unit=unit)
    make_article(title="Tin của nơi khác", category=section, unit=other, thread_id=thread.pk)
    make_page(title="Giới thiệu", address="gioi-thieu", duty="gioi-thieu")
    make_page(title="Liên hệ", address="lien-he", duty=duties.CONTACT)
    return make_article(
        title=TITLE,
        category=section,
        unit=unit,
        tags=["dân vận khéo"],
        thread_id=thread.pk,
        cover_id=make_image().pk,
        cover_alt="Bà con mở đường",
        attachments=[make_attachment(title="Kế hoạch mở đường").pk],
    )


@pytest.fixture
def page(new_page, portal):
    """A reader's window without scripts."""
    return new_page(java_script_enabled=False)


def arrived(page, heading: str) -> None:
    """The page has this heading, and nothing on it is dead."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert page.locator("button:visible, a:visible").evaluate_all(DEAD) == []


def link(page, name: str, **how):
    """The first link of this name in the main part of a page."""
    return page.get_by_role("main").get_by_role("link", name=name, **how).first


def test_from_the_menu_by_keyboard_to_a_narrowed_list_and_its_second_page(page):
    page.goto("/")
    menu = page.get_by_role("navigation", name=MENU)
    child = menu.get_by_role("link", name="Công tác dân vận")
    expect(child).to_be_hidden()
    page.locator("summary:visible", has_text="Mục con của Xây dựng Đảng").focus()
    page.keyboard.press("Enter")
    expect(child).to_be_visible()
    child.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    arrived(page, "Công tác dân vận")
    follow(page, link(page, "Lọc theo ngày, đơn vị"))
    arrived(page, "Công tác dân vận")
    page.get_by_label("Từ ngày").fill("2020-01-01")
    page.get_by_label("Đơn vị").select_option(label="Ban Tuyên giáo")
    follow(page, page.get_by_role("button", name="Lọc", exact=True))
    expect(page.get_by_label("Từ ngày")).to_have_value("2020-01-01")
    expect(page.get_by_text("Tin của nơi khác")).to_have_count(0)
    follow(page, link(page, "Cũ hơn"))
    expect(page.get_by_text("Tin ngắn thứ 0", exact=True)).to_be_visible()
    arrived(page, "Công tác dân vận")


def test_a_narrowed_list_says_what_is_wrong_and_what_else_there_is(page):
    page.goto("/tin-tuc/cong-tac-dan-van/?tu=31/02/2026")
    expect(page.get_by_role("alert")).to_contain_text("Có chỗ chưa đúng")
    expect(page.get_by_label("Từ ngày")).to_have_value("31/02/2026")
    page.goto("/tin-tuc/cong-tac-dan-van/?den=2001-01-01")
    follow(page, link(page, "Xem mọi tin, bài của Công tác dân vận"))
    arrived(page, "Công tác dân vận")


def test_numbered_pages_are_read_without_a_script(page):
    page.goto("/tin-tuc/cong-tac-dan-van/")
    follow(page, link(page, "Cũ hơn"))
    assert page.url.endswith("/trang/1/")
    expect(page.get_by_text("Tin ngắn thứ 0", exact=True)).to_be_visible()


def test_from_an_article_to_its_tag_and_its_thread(page, portal):
    page.goto("/")
    follow(page, link(page, TITLE))
    arrived(page, TITLE)
    follow(page, link(page, "dân vận khéo"))
    arrived(page, "Dân vận khéo")
    follow(page, link(page, TITLE))
    follow(page, link(page, "Đường mới lên thôn"))
    arrived(page, "Đường mới lên thôn")
    follow(page, link(page, "Đọc từ đầu"))
    arrived(page, "Đường mới lên thôn")


def test_a_search_says_what_it_found_narrows_and_helps_where_there_is_nothing(page):
    page.goto("/")
    page.get_by_label("Tìm tin, bài").fill("hien dat mo rong")
    follow(page, page.get_by_role("button", name="Tìm", exact=True))
    arrived(page, "Tìm kiếm")
    expect(page.get_by_role("status").first).to_contain_text("hien dat mo rong")
    expect(link(page, TITLE)).to_be_visible()
    page.get_by_label("Đơn vị").select_option(label="Mặt trận")
    ask = page.get_by_role("search", name="Tìm kiếm")
    follow(page, ask.get_by_role("button", name="Tìm"))
    expect(page.get_by_role("status").first).to_contain_text("Không tìm thấy")
    arrived(page, "Tìm kiếm")
    follow(page, link(page, "Bỏ các mục lọc và tìm lại"))
    expect(link(page, TITLE)).to_be_visible()
    page.goto("/tim-kiem/?q=zzqqxx")
    expect(page.get_by_text("Không tìm thấy bài nào có “zzqqxx”")).to_be_visible()
    arrived(page, "Tìm kiếm")


def test_a_score_and_a_report_arrive_and_say_so(page, portal):
    page.goto(portal.get_absolute_url())
    page.get_by_role("button", name="4, có ích").click()
    page.wait_for_url("**#da-danh-gia")
    expect(page.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()
    assert DayRating.objects.get().score == 4
    follow(page, link(page, "Báo lỗi"))
    arrived(page, "Báo lỗi trong bài viết")
    follow(page, page.get_by_role("button", name="Gửi báo lỗi"))
    expect(page.get_by_role("alert")).to_contain_text("Có chỗ chưa được")
    page.get_by_label("Điều chưa đúng").fill("Sai số hộ dân")
    follow(page, page.get_by_role("button", name="Gửi báo lỗi"))
    arrived(page, "Đã nhận báo lỗi của bạn")
    assert Report.objects.get().words == "Sai số hộ dân"


def test_an_article_is_shared_kept_and_its_file_opened(page, portal):
    page.goto(portal.get_absolute_url())
    share = page.get_by_role("region", name="Chia sẻ")
    for name in ("Facebook", "Zalo", "Thư điện tử"):
        assert portal.slug in share.get_by_role("link", name=name).get_attribute("href")
    code = page.get_by_role("img", name="Mã QR dẫn tới bài viết này")
    expect(code).to_be_hidden()
    share.locator("summary").click()
    expect(code).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Lưu bài").click()
    assert TITLE in saved.value.path().read_text(encoding="utf-8")
    file = link(page, "Kế hoạch mở đường").get_attribute("href")
    assert page.request.get(file).headers["content-type"] == "application/pdf"


def test_pages_of_the_portal_the_way_back_from_nowhere_and_the_sign_in(page):
    page.goto("/gioi-thieu/")
    arrived(page, "Giới thiệu")
    page.goto("/lien-he/")
    arrived(page, "Liên hệ")
    expect(page.get_by_role("main").get_by_text("0214 000 0000")).to_be_visible()
    page.goto("/tin-cu/hien-dat-mo-rong-duong-12.html")
    arrived(page, "Không tìm thấy trang này")
    expect(link(page, TITLE)).to_be_visible()
    follow(page, link(page, "Tìm “hien dat mo rong duong”"))
    arrived(page, "Tìm kiếm")
    page.goto("/dang-nhap/")
    arrived(page, "Đăng nhập")
    page.get_by_label("Tên đăng nhập").fill("khong.co")
    page.get_by_label("Mật khẩu", exact=True).fill("Không đúng 12345")
    follow(page, page.get_by_role("button", name="Đăng nhập", exact=True))
    arrived(page, "Đăng nhập")
    expect(page.get_by_role("alert").first).to_be_visible()


def test_feeds_and_other_long_lists_unfold(page):
    for number in range(10):
        make_unit(f"DV{number}", name=f"Đơn vị thứ {number}")
    page.goto("/rss/")
    arrived(page, "Kênh tin RSS")
    last = page.get_by_text("Đơn vị thứ 9", exact=True)
    expect(last).to_be_hidden()
    page.locator("summary", has_text="Thêm 4 kênh").click()
    expect(last).to_be_visible()

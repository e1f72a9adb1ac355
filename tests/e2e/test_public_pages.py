"""The citizens' pages in a browser: accessible, reachable by keyboard, never wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Thread
from news.pages import duties
from news.site.models import Account, Official, Portal
from tests.factories import (
    make_article,
    make_attachment,
    make_author,
    make_category,
    make_image,
    make_page,
    make_unit,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BODY = """
<p>Có <strong>1.586</strong> ý kiến; xem <a href="https://example.vn/">báo cáo</a>.</p>
<h2>Kết quả</h2><ul><li>Một</li></ul><blockquote><p>Dân bàn, dân làm.</p></blockquote>
<table><caption>Số liệu</caption><thead><tr>{head}</tr></thead>
<tbody><tr>{cells}</tr></tbody></table>
""".format(
    head="".join(f'<th scope="col">Cột thứ {n}</th>' for n in range(12)),
    cells="<td>2.090</td>" * 12,
)

LONG_MAIL = f"{'b' * 60}@{'baothang' * 7}.example"


@pytest.fixture(scope="module")
def addresses(scenery) -> dict[str, str]:
    """A small portal with long words, long titles, pictures and none; its pages by name."""
    with scenery():
        return portal()


def portal() -> dict[str, str]:
    """Make it."""
    root = make_category("Tin tức", slug="tin-tuc")
    category = make_category("Xây dựng Đảng", parent=root)
    make_category("Chuyên mục có tên rất dài về phát triển kinh tế xã hội vùng cao")
    author = make_author("Lê Trung Thành", make_unit("BTGHU", phone="0214 000 101"))
    shared = {"category": category, "unit": author.unit, "author_id": author.pk}
    thread = Thread.objects.create(title="Đường mới " * 14, slug="duong-moi", description="d" * 400)
    for number in range(22):
        told = {"thread_id": thread.pk} if number % 2 else {}
        make_article(title=f"Một tin ngắn thứ {number}", **shared, **told)
    make_article(title="K" * 200, summary="s" * 300, **shared)
    make_article(title="Đổi mới công tác dân vận " * 9, category=make_category("Thông báo"))
    article = make_article(
        title="Hơn 300 hộ dân hiến đất mở rộng đường liên xã",
        body=BODY,
        byline="Lê Trung Thành - BTGHU",
        cover_id=make_image().pk,
        cover_alt="Bà con mở đường",
        tags=["dân vận khéo", "y" * 60],
        thread_id=thread.pk,
        attachments=[make_attachment(title=title).pk for title in ("Kế hoạch", "t" * 200)],
        **shared,
    )
    newest = article.published_at
    above = make_page(title="Giới thiệu", address="gioi-thieu", body=BODY)
    for title in ("Lịch sử hình thành", "Truyền thống " * 18, "k" * 200):
        below = make_page(title=title, parent=above, address=f"gioi-thieu/{title[0].lower()}")
    make_page(title="Liên hệ", address="lien-he", duty=duties.CONTACT)
    facts = {"owner": "Uỷ ban nhân dân " * 10, "phone": "0214 000 0000", "email": LONG_MAIL}
    for speaks in (True, False):
        who = {"name": "Nguyễn " * 14, "post": "k" * 150, "phone": "0214 000 000"}
        Official.objects.create(**who, email=LONG_MAIL, speaks=speaks)
    Account.objects.create(name="t" * 100, address=f"https://a.example/{'d' * 250}")
    Portal.objects.update_or_create(pk=1, defaults=facts)
    return {
        "home": "/",
        "list": "/tin-tuc/",
        "numbered": "/tin-tuc/trang/1/",
        "section": category.get_absolute_url(),
        "most read": "/doc-nhieu/",
        "programs": "/api/",
        "article": article.get_absolute_url(),
        "unit": author.unit.get_absolute_url(),
        "author": author.get_absolute_url(),
        "archive": "/tin-tuc/luu-tru/",
        "year": f"/tin-tuc/luu-tru/{timezone.localdate():%Y}/",
        "month": f"/tin-tuc/luu-tru/{timezone.localdate(newest):%Y/%m}/",
        "narrowed": "/tin-tuc/?loc",
        "narrowed-wrong": "/tin-tuc/?tu=31/31/2023&muc=x&don-vi=y",
        "report": f"/bao-loi/{article.pk}/",
        "report-thanks": "/bao-loi/da-nhan/",
        "threads": "/dong-su-kien/",
        "thread": "/dong-su-kien/duong-moi/",
        "course": "/dong-su-kien/duong-moi/tu-dau/",
        "tag": "/the/dan-van-kheo/",
        "no-tag": "/the/khong-co/",
        "feeds": "/rss/",
        "site-map": "/so-do-cong/",
        "page": above.get_absolute_url(),
        "page-below": below.get_absolute_url(),
        "contact": "/lien-he/",
        "search": "/tim-kiem/?q=doi+moi&muc=xay-dung-dang",
        "search-many": "/tim-kiem/?q=tin+ng%E1%BA%AFn&trang=2",
        "search-none": "/tim-kiem/?q=" + "k" * 190,
        "sign-in": "/dang-nhap/",
        "not-found": "/khong-co/",
    }


def violations(page) -> list[str]:
    """What axe finds wrong on the page, one line each."""
    only = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=only)
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_breaks_an_accessibility_rule(addresses, new_page, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    found = []
    for address in addresses.values():
        page.goto(address)
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_the_window(addresses, new_page, width):
    page = new_page(width=width)
    for address in addresses.values():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_text_twice_as_large_still_fits(addresses, new_page):
    page = new_page(width=640)
    for address in addresses.values():
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, address


def test_the_keyboard_reaches_everything_and_begins_with_the_skip_link(addresses, new_page):
    page = new_page()
    page.goto("/tin-tuc/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_reading_needs_no_script(addresses, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Hơn 300 hộ dân").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hơn 300 hộ dân")
    expect(page.get_by_text("In trang")).to_be_hidden()
    page.get_by_role("navigation", name="Menu chính").get_by_role("link", name="Tin tức").click()
    page.get_by_role("link", name="Cũ hơn").click()
    page.wait_for_url("**/tin-tuc/trang/1/")


def test_a_typed_password_can_be_shown_and_is_hidden_again(addresses, new_page):
    page = new_page()
    page.goto("/dang-nhap/")
    field = page.get_by_label("Mật khẩu", exact=True)
    field.fill("bí mật")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    assert field.get_attribute("type") == "password"


def test_paper_has_the_article_and_no_menus(addresses, new_page):
    page = new_page()
    page.goto(addresses["article"])
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator(".brand__name")).to_be_visible()
    expect(page.locator(".signed__by")).to_be_visible()
    expect(page.get_by_text("Địa chỉ bài viết")).to_be_visible()


def test_signing_out_says_so_on_the_front_page(addresses, new_page):
    page = new_page()
    page.goto("/")
    expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_hidden()
    page.goto("/#da-dang-xuat")
    expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_visible()

"""The main menu and the footer's links: what readers see, and the screens that arrange them."""

import re

import pytest

from news.models import Article, State
from news.site import record
from news.site.models import MenuItem, Place, SiteEvent
from tests import staff
from tests.factories import make_article, make_category, make_page, make_unit, make_user, move

pytestmark = pytest.mark.django_db
MENU, LINKS = "/quan-tri/site/portal/menu/", "/quan-tri/site/portal/lien-ket/"


@pytest.fixture
def office():
    """The browser of somebody who may arrange the menu."""
    return staff.browser(make_user("secretary"))


def make_item(label="Giới thiệu", **values) -> MenuItem:
    """An entry of the menu, behind the others."""
    place = {"place": Place.MENU, "position": MenuItem.objects.count()}
    return MenuItem.objects.create(label=label, **{**place, **values})


def typed(**values) -> dict:
    """The form of an entry as a browser sends it."""
    empty = {"category": "", "address": "", "parent": "", "visible": "on", "luu": "1"}
    return {**empty, "label": "Mục mới", **values}


def menu_of(client, path="/") -> list[str]:
    """The words of the menu that lead somewhere, in order."""
    page = client.get(path).content.decode()
    menu = re.search(r'<nav class="menu".*?</nav>', page, re.S)[0]
    return re.findall(r">([^<>]+)</a>", menu)


def press(client, item, what: str, page=MENU):
    """A button beside an entry."""
    return client.post(page, {"muc": item.pk, "viec": what})


def test_the_standard_menu_has_what_the_rules_ask_for(client):
    words = menu_of(client)
    assert {"Trang chủ", "Tin tức", "Dịch vụ công trực tuyến", "Sơ đồ cổng"} <= set(words)


def test_a_page_is_a_target_and_the_first_of_them_is_in_the_standard_menu(office, client):
    about = make_page(address="gioi-thieu", title="Giới thiệu huyện")
    assert menu_of(client)[:2] == ["Trang chủ", "Giới thiệu"]
    office.post(MENU, {"viec": "bat-dau"})
    office.post(MENU, typed(label="Lịch sử", page=about.pk))
    assert MenuItem.objects.get(label="Lịch sử").article == about
    assert 'href="/gioi-thieu/"' in client.get("/").content.decode()
    move(about, "withdraw")
    assert "Lịch sử" not in menu_of(client)
    assert "Giới thiệu" not in menu_of(client)


def test_a_menu_of_ones_own_takes_its_place_two_levels_deep(client):
    head = make_item("Giới thiệu")
    make_item("Sơ đồ", parent=head, address="/so-do-cong/")
    make_item("Chính phủ", address="https://chinhphu.vn/")
    page = client.get("/so-do-cong/").content.decode()
    assert menu_of(client) == ["Sơ đồ", "Chính phủ"]
    assert '<summary class="menu__toggle menu__toggle--word">Giới thiệu</summary>' in page
    assert 'href="https://chinhphu.vn/" rel="external"' in page
    assert 'href="/so-do-cong/" aria-current="page"' in page


def test_readers_never_see_what_leads_nowhere(client):
    shown, hidden = make_category("Kinh tế"), make_category("Mục kín", visible=False)
    article = make_article(category=shown)
    make_item("Trang chủ", address="/")
    make_item("Mục kín", category=hidden)
    make_item("Bài", article=article)
    make_item("Bài nháp", article=make_article(State.DRAFT))
    make_item("Tạm ẩn", address="/rss/", visible=False)
    make_item("Nhóm rỗng")
    assert menu_of(client) == ["Trang chủ", "Bài"]
    move(article, "withdraw")
    assert menu_of(client) == ["Trang chủ"]


def test_a_heading_stays_when_its_own_target_is_gone(client):
    head = make_item("Chuyên đề", category=make_category("Mục kín", visible=False))
    make_item("Kênh tin", parent=head, address="/rss/")
    assert menu_of(client) == ["Kênh tin"]
    assert "Chuyên đề" in client.get("/").content.decode()


def test_what_does_not_fit_on_the_line_stands_under_one_word(client):
    for number in range(14):
        make_item(f"Mục khá dài thứ {number}", address="/rss/")
    page = client.get("/").content.decode()
    assert page.count('<summary class="menu__toggle menu__toggle--word">Thêm</summary>') == 1
    assert len(set(menu_of(client))) == 14


def test_the_menu_costs_no_further_query(client, django_assert_num_queries):
    make_item("Kinh tế", category=make_category())
    make_item("Bài", article=make_article())
    with django_assert_num_queries(1):
        client.get("/bao-loi/da-nhan/")


def test_links_to_other_portals_stand_in_the_footer_by_group(client):
    group = make_item("Trung ương", place=Place.FOOTER)
    make_item("Chính phủ", place=Place.FOOTER, parent=group, address="https://chinhphu.vn/")
    make_item("Nhóm rỗng", place=Place.FOOTER)
    footer = client.get("/").content.decode().partition("<footer")[2]
    assert "Liên kết website" in footer
    assert "Chính phủ</a>" in footer
    assert "Nhóm rỗng" not in footer
    assert "Chính phủ" not in menu_of(client)


def test_the_menu_begins_as_readers_have_it(office, client):
    root = make_category("Tin tức", slug="tin-tuc")
    make_category("Kinh tế", parent=root)
    before = menu_of(client)
    office.post(MENU, {"viec": "bat-dau"})
    office.post(MENU, {"viec": "bat-dau"})
    assert menu_of(client) == before
    assert MenuItem.objects.get(label="Kinh tế").category.slug == "kinh-te"
    assert SiteEvent.objects.filter(action="menu_begun").count() == 1


def test_entries_are_added_nested_hidden_ordered_deleted_and_taken_back(office, client):
    office.post(MENU, typed(label="Giới thiệu", address="/so-do-cong/"))
    head = MenuItem.objects.get()
    office.post(MENU, typed(label="Kênh tin", address="/rss/", parent=head.pk))
    office.post(MENU, typed(label="Trang chủ", address="/"))
    home = MenuItem.objects.get(label="Trang chủ")
    assert menu_of(client) == ["Giới thiệu", "Kênh tin", "Trang chủ"]
    press(office, home, "len")
    assert menu_of(client) == ["Trang chủ", "Giới thiệu", "Kênh tin"]
    press(office, head, "an")
    assert menu_of(client) == ["Trang chủ"]
    press(office, head, "hien")
    press(office, head, "xoa")
    assert menu_of(client) == ["Trang chủ"]
    assert "Đã xoá gần đây" in office.get(MENU).text
    press(office, head, "lay-lai")
    assert menu_of(client) == ["Trang chủ", "Giới thiệu", "Kênh tin"]


def test_a_section_or_an_article_is_kept_as_itself(office, client):
    section = make_category("Kinh tế")
    article = make_article(category=section)
    office.post(MENU, typed(label="Một", address=f"http://testserver{section.get_absolute_url()}"))
    office.post(MENU, typed(label="Hai", address=article.get_absolute_url()))
    one, two = MenuItem.objects.order_by("pk")
    assert (one.category, two.article, one.address, two.address) == (section, article, "", "")
    assert article.get_absolute_url() in office.get(f"{MENU}?sua={two.pk}").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"label": "", "address": "/rss/"}, "Hãy nhập chữ hiện ra"),
        ({"address": "gioi-thieu"}, "Địa chỉ bắt đầu bằng"),
        ({"address": "javascript:alert(1)"}, "Địa chỉ bắt đầu bằng"),
        ({"address": "//evil.vn/"}, "Địa chỉ bắt đầu bằng"),
        ({"address": "/\\evil.vn"}, "Địa chỉ bắt đầu bằng"),
        ({"address": "http://chinhphu.vn/"}, "Hãy xem lại"),
        ({"address": "https://"}, "Hãy xem lại"),
        ({"address": "/khong-co/o-dau/"}, "không có trang ở địa chỉ đó"),
        ({"address": "/tin-tuc/chua-co/"}, "không có trang ở địa chỉ đó"),
        ({"address": "/tin-tuc/bai-99999/"}, "Bài ở địa chỉ này không có"),
        ({"address": "/quan-tri/"}, "dành cho cán bộ"),
        ({"parent": "99999"}, "không còn ở hàng trên"),
        ({"parent": "x"}, "không còn ở hàng trên"),
    ],
)
def test_a_wrong_target_is_refused_and_keeps_what_was_typed(office, values, words):
    page = office.post(MENU, typed(**{"label": "Chữ đã gõ", **values})).text
    assert words in page
    assert values.get("address", "Chữ đã gõ").replace("&", "&amp;") in page
    assert not MenuItem.objects.exists()


def test_a_draft_is_no_target(office):
    draft = make_article(State.DRAFT)
    Article.objects.filter(pk=draft.pk).update(slug="bai-kin")
    page = office.post(MENU, typed(address=f"/tin-tuc/bai-kin-{draft.pk}/")).text
    assert "Bài ở địa chỉ này không có" in page
    assert draft.title not in page


def test_two_targets_and_a_third_level_are_refused(office):
    section = make_category("Kinh tế")
    page = office.post(MENU, typed(category=section.pk, address="/rss/")).text
    assert "Chỉ một nơi" in page
    head = make_item("Trên")
    child = make_item("Dưới", parent=head, address="/rss/")
    assert (
        "không còn ở hàng trên" in office.post(MENU, typed(parent=child.pk, address="/rss/")).text
    )
    other = make_item("Khác")
    page = office.post(f"{MENU}?sua={head.pk}", typed(label="Trên", parent=other.pk)).text
    assert "dẫn tới" in page or "đang có mục con" in page
    head.refresh_from_db()
    assert head.parent is None


def test_the_line_takes_so_many_and_says_so(office):
    for number in range(14):
        make_item(f"Mục {number}", address="/rss/")
    assert "Hàng trên đã có 14 mục" in office.post(MENU, typed(address="/rss/")).text


def test_a_dead_target_is_said_to_the_editor(office):
    make_item("Mục kín", category=make_category("Kín", visible=False))
    make_item("Bài nháp", article=make_article(State.DRAFT))
    make_item("Lạc", address="/khong-co/o/dau/")
    page = office.get(MENU).text
    assert "Chuyên mục đang ẩn" in page
    assert "Bài không còn trên trang" in page
    assert "Địa chỉ này không còn trên cổng" in page


@pytest.mark.parametrize("what", ["", "bay", "bat-dau "])
def test_a_button_that_nobody_made_is_not_found(office, what):
    assert press(office, make_item(), what).status_code == 404
    assert office.post(MENU, {"muc": "9" * 30, "viec": "xoa"}).status_code == 404


def test_an_entry_of_the_footer_is_not_touched_from_the_menu(office):
    link = make_item("Liên kết", place=Place.FOOTER)
    assert press(office, link, "xoa").status_code == 404
    assert press(office, link, "xoa", LINKS).status_code == 302


@pytest.mark.parametrize("address", ["https://yenbai.gov.vn/", "http://yenbai.gov.vn/"])
def test_a_portal_without_https_may_stand_in_the_footer(office, client, address):
    group = make_item("Nhóm", place=Place.FOOTER)
    office.post(LINKS, typed(label="Yên Bái", address=address, parent=group.pk))
    assert f'href="{address}"' in client.get("/").content.decode()


def test_who_is_bound_to_a_unit_changes_nothing_for_all(client):
    bound = staff.browser(make_user("secretary", unit=make_unit()))
    assert bound.get(MENU).status_code == 403
    assert bound.post(MENU, typed(address="/rss/")).status_code == 403
    assert not MenuItem.objects.exists()


def test_every_change_is_on_record(office):
    office.post(MENU, typed(label="Kênh tin", address="/rss/"))
    item = MenuItem.objects.get()
    office.post(f"{MENU}?sua={item.pk}", typed(label="Kênh RSS", address="/rss/"))
    press(office, item, "xoa")
    events = list(SiteEvent.objects.order_by("serial"))
    assert [e.action for e in events] == ["menu_added", "menu_changed", "menu_removed"]
    assert (events[1].before, events[1].after) == ({"label": "Kênh tin"}, {"label": "Kênh RSS"})
    assert events[0].role == "Thư ký biên tập"
    assert record.check().broken_at is None

"""What a page looks like, as far as boxes can be measured: nothing crooked, squeezed or unseen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.readership.models import MostRead, Period
from news.site.models import Banner, FrontBlock, Kind, MenuItem, Place
from tests.factories import make_article, make_category, make_image

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LARGE = "document.documentElement.dataset.zoom = '200'"
NAMES = "Hội nghị tổng kết phong trào xây dựng nông thôn mới"


@pytest.fixture
def paper(live_server):
    """A front page with a lead, two below it, notices and most read; articles with pictures and
    without; a banner; links of the footer."""
    section, notices = make_category("Kinh tế"), make_category("Thông báo")
    cover = {"cover_id": make_image().pk, "cover_alt": "Đường liên xã"}
    made = [_article(number, section, **cover) for number in range(14)]
    for number in range(4):
        _article(number, notices)
    _arrange(section, notices, made[9:])
    _frame()
    return made


def _article(number: int, category, **values):
    at = timezone.now() - timedelta(hours=number + 1)
    title = f"{NAMES} lần thứ {number} ở xã vùng cao"
    return make_article(title=title, category=category, at=at, tags=["dân vận"], **values)


def _arrange(section, notices, most_read) -> None:
    """The blocks of the front page: two beside the lead, one below."""
    of_section = {"kind": Kind.SECTION}
    FrontBlock.objects.create(**of_section, category=notices, side=True, position=1)
    FrontBlock.objects.create(kind=Kind.MOST_READ, side=True, count=5, position=2)
    FrontBlock.objects.create(**of_section, category=section, position=3)
    counted = {"period": Period.WEEK, "reads": 9, "counted_at": timezone.now()}
    for place, article in enumerate(most_read, 1):
        MostRead.objects.create(place=place, article=article, **counted)


def _frame() -> None:
    """A banner, and a group of links in the footer."""
    group = MenuItem.objects.create(place=Place.FOOTER, label="Cơ quan Trung ương")
    link = {"label": "Chính phủ", "address": "https://chinhphu.vn/"}
    MenuItem.objects.create(place=Place.FOOTER, parent=group, **link)
    now, hour = timezone.now(), timedelta(hours=1)
    words = {"text": "Lũ về nhanh trên sông Hồng, bà con ven sông sơ tán ngay"}
    Banner.objects.create(level="warning", **words, starts_at=now - hour, ends_at=now + hour)


def boxes(page, selector: str) -> list[dict]:
    """Where the elements that can be seen stand."""
    return [box for each in page.locator(selector).all() if (box := each.bounding_box())]


def bottom(page, selector: str) -> float:
    """Where the last of these ends."""
    return max(box["y"] + box["height"] for box in boxes(page, selector))


def edges(page, selector: str) -> set[str]:
    """How wide the edges of these are."""
    return set(
        page.locator(selector).evaluate_all(
            "all => all.map(e => getComputedStyle(e).borderTopWidth)"
        )
    )


def test_the_front_page_is_even(paper, new_page):
    page = new_page(width=1280)
    page.goto("/")
    left, right = (
        bottom(page, f".columns > {part}") for part in (":first-child > *", ":last-child > *")
    )
    assert abs(left - right) < 160
    assert page.locator(".columns__side .box").count() == 1
    titles = boxes(page, ".band .headline")
    assert len(titles) == 5
    assert len({box["y"] for box in titles}) == 1
    heading, groups = boxes(page, ".foot__portals .foot__title")[0], boxes(page, ".foot__groups")[0]
    assert groups["y"] - heading["y"] - heading["height"] >= 14


def test_on_a_phone_all_titles_begin_at_one_edge(paper, new_page):
    page = new_page(width=360)
    for address, titles in (("/", ".cards .card__title"), ("/tin-tuc/", ".row__title")):
        page.goto(address)
        assert len({box["x"] for box in boxes(page, titles)}) == 1, address
        pictures = boxes(page, f"li:nth-child(2) {titles.split('__')[0].split()[-1]} .picture")
        assert all(60 < box["width"] < 140 for box in pictures), address
        assert all(box["height"] < box["width"] for box in pictures), address


def test_large_letters_on_a_phone_leave_room_for_words(paper, new_page):
    page = new_page(width=360)
    for address, words in (
        ("/", ".card__title"),
        ("/tin-tuc/", ".row__title"),
        ("/", ".banner__text"),
    ):
        page.goto(address)
        page.evaluate(LARGE)
        assert all(box["width"] > 200 for box in boxes(page, words)), words


@pytest.mark.parametrize("width", [320, 360])
def test_the_calendar_fits_a_phone_with_letters_twice_as_large(live_server, new_page, width):
    day = timezone.localtime(make_article().published_at)
    page = new_page(width=width)
    page.goto(f"/tin-tuc/luu-tru/{day:%Y/%m}/")
    page.evaluate(LARGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = {round(box["height"]) for box in boxes(page, ".month tbody tr")}
    assert max(heights) - min(heights) <= 2


def test_where_grounds_are_not_seen_edges_are(paper, new_page):
    page = new_page(width=1280, forced_colors="active")
    page.goto("/")
    assert "0px" not in edges(page, ".box")
    page.goto(paper[0].get_absolute_url())
    assert "0px" not in edges(page, ".tags a")
    page.goto("/doc-nhieu/")
    here = page.locator(".chip[aria-current]")
    assert here.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_high_contrast_gives_edges_and_underlines(paper, new_page):
    page = new_page(width=1280, contrast="more")
    page.goto(paper[0].get_absolute_url())
    assert "0px" not in edges(page, ".tags a")
    lines = page.locator(".foot a").evaluate_all(
        "all => all.map(e => getComputedStyle(e).textDecorationLine)"
    )
    assert set(lines) == {"underline"}


def test_paper_has_small_pictures_in_lists_and_no_boxes(paper, new_page):
    page = new_page(width=643)
    page.emulate_media(media="print")
    page.goto("/tin-tuc/")
    assert all(box["width"] < 150 for box in boxes(page, ".row .picture"))
    page.goto("/")
    assert boxes(page, ".band, .menu, .find, .foot__portals") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 643


def test_a_site_map_of_many_sections_fills_its_columns(live_server, new_page):
    for number in range(16):
        parent = make_category(f"Chuyên mục lớn {chr(97 + number)}")
        for below in range(5):
            make_category(f"Mục con {chr(97 + below)} của {chr(97 + number)}", parent=parent)
    page = new_page(width=1280)
    page.goto("/so-do-cong/")
    links = boxes(page, ".tree__list a")
    assert len({round(box["x"] / 300) for box in links}) >= 3
    assert bottom(page, ".tree") - boxes(page, ".tree")[0]["y"] < 1900

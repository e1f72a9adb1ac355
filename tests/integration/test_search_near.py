"""What is offered to a reader whose address leads nowhere."""

import time

import pytest

from news.models import State
from news.search.bounded import TooSlow
from news.search.near import near, question, sections
from tests.factories import make_article, make_category, make_page

pytestmark = pytest.mark.django_db


def titles(address: str, limit: int = 5) -> list[str]:
    """The titles of what is offered."""
    return [article.title for article in near(address, limit)]


@pytest.fixture(autouse=True)
def articles():
    """Titles that share words."""
    make_article(title="Mô hình dân vận khéo ở Khe Vai")
    make_article(title="Dân vận khéo, hiến đất mở đường")
    make_article(title="Hội nghị sơ kết công tác thuỷ lợi")
    make_article(State.WITHDRAWN, title="Mô hình dân vận khéo đã gỡ")
    make_page(title="Chức năng, nhiệm vụ")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/tin-tuc/mo-hinh-dan-van-kheo-o-khe-vai-99999/", "Mô hình dân vận khéo ở Khe Vai"),
        ("/1227/27461/mo-hinh-dan-van-kheo.html", "Mô hình dân vận khéo ở Khe Vai"),
        ("tin-tuc/hoi-nghi-so-ket-cong-tac-thuy-loi", "Hội nghị sơ kết công tác thuỷ lợi"),
        ("hoi-nghi-so-ket-thuy-loi", "Hội nghị sơ kết công tác thuỷ lợi"),
        ("hội nghị sơ kết", "Hội nghị sơ kết công tác thuỷ lợi"),
        ("/gioi-thieu/chuc-nang-nhiem-vu", "Chức năng, nhiệm vụ"),
    ],
)
def test_the_nearest_comes_first(address, title):
    assert titles(address)[:1] == [title]


def test_what_shares_too_little_is_not_offered():
    assert titles("/dan-van-mot-hai-ba-bon-nam/") == []
    assert titles("/khe-vai-mua-lu-lich-su-nam-nay-ra-sao/") == []


@pytest.mark.parametrize(
    "address",
    ["", "/", "/tin-tuc/", "/123/456/", "\x00", "\ud800", "'", "/" + "a-" * 4000, "%E1%BB", "///"],
)
def test_no_address_breaks_it(address):
    assert near(address) == []


def test_it_asks_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert len(titles("/dan-van-kheo/", 1)) == 1


def test_two_words_name_a_page_and_no_article():
    make_page(title="Lịch sử hình thành", address="lich-su")
    make_article(title="Lịch sử một ngôi làng")
    assert titles("/gioi-thieu-chung/lich-su.html") == ["Lịch sử hình thành"]


def test_only_the_last_part_that_has_words_is_asked_for():
    address = "/chuyen-muc-cu/tin-hoat-dong-trong-tinh/hoi-nghi-so-ket-123.html"
    assert titles(address) == ["Hội nghị sơ kết công tác thuỷ lợi"]


@pytest.mark.parametrize(
    "address",
    [
        "/" + "/".join(f"xay-dung-dan{n}" for n in range(900)),
        "/" + "-".join(["dan", "van", "kheo"] * 130),
        "/" + "abcd" * 1000,
        "/" + "a/" * 2000 + "x",
        "/" + "%E1%BA%A1-" * 400,
        "/" + "ệ" * 1400,
    ],
)
def test_no_address_keeps_us_long(address):
    visible = [make_category(f"Xây dựng Đảng {chr(97 + n)}") for n in range(20)]
    titles(address)
    begun = time.process_time()
    near(address)
    sections(address, visible)
    question(address)
    assert time.process_time() - begun < 0.3


def test_whoever_waits_too_long_is_shown_nothing(monkeypatch):
    def slow(*_args):
        raise TooSlow

    monkeypatch.setattr("news.search.near.somehow", slow)
    assert near("/mo-hinh-dan-van-kheo/") == []


def test_nearly_the_address_of_a_section_and_the_words_to_search_for():
    section = make_category("Xây dựng Đảng")
    assert sections("/tin-tuc/xay-dung-dangs.html", [section]) == [section]
    assert sections("/tin-tuc/khac-han/", [section]) == []
    assert question("/news/mo-hinh-dan-van-12.html") == "mo hinh dan van"
    assert question("/dan-van/") == ""

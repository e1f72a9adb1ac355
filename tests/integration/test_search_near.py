"""What is offered to a reader whose address leads nowhere."""

import pytest

from news.models import State
from news.search.near import near
from tests.factories import make_article, make_page

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

"""The frame of citizens' pages is made once, and still says where the reader is."""

import pytest

from news import chrome
from news.site.models import MenuItem
from tests import pagestore
from tests.factories import make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    make_category("Kinh tế", slug="kinh-te")
    MenuItem.objects.create(place="menu", label="Kinh tế", address="/tin-tuc/kinh-te/")
    return chrome.load()


def test_pages_outside_the_menu_share_one_header(portal):
    first = portal.frame.header("/tin-tuc/mot-bai-1/", "")
    assert portal.frame.header("/tim-kiem/", "/khong-co/") is first
    assert "aria-current" not in first


def test_the_menu_says_where_the_reader_is(portal):
    section = "/tin-tuc/kinh-te/"
    page = portal.frame.header(section, section)
    below = portal.frame.header("/tin-tuc/mot-bai-1/", section)
    assert page.count('aria-current="page"') == 1
    assert below.count('aria-current="true"') == 1
    assert "aria-current" not in portal.frame.header("/tin-tuc/mot-bai-1/", "")


def test_an_address_in_the_header_is_no_html(portal):
    assert "<i>" not in portal.frame.header("/<i>/", "/<i>/")


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_menu_makes_the_frame_anew(tmp_path, settings):
    with pagestore.site(tmp_path, settings) as site:
        site.get("/tin-tuc/")
        MenuItem.objects.create(place="menu", label="Đường dây nóng", address="/lien-he/")
        # Another page, made after the change, from what is remembered.
        assert "Đường dây nóng" in site.get("/doc-nhieu/").body.decode()

"""The two forms of a feed: what they say, and that the same items make the same bytes."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from news.text.feeds import FORMS, absolute_links
from news.text.vietnamese import VIETNAM

AT = datetime(2023, 7, 31, 14, 5, tzinfo=VIETNAM)
SITE = "https://baothang.example.vn"


def written(form: str, **item) -> str:
    feed = FORMS[form]("Tin tức", f"{SITE}/tin-tuc/", "Tin mới", feed_url=f"{SITE}/{form}/a.xml")
    if item:
        shared = {"title": "Hơn 300 hộ", "link": f"{SITE}/a/", "description": "Sapo", "whole": ""}
        feed.add_item(**(shared | {"pubdate": AT, "updateddate": AT} | item))
    return feed.writeString("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_without_items_is_whole_and_has_a_fixed_date(form):
    assert written(form) == written(form)
    assert "2000" in written(form)
    ElementTree.fromstring(written(form))  # noqa: S314 - our own


def test_dates_are_those_of_vietnam():
    assert "<pubDate>Mon, 31 Jul 2023 14:05:00 +0700</pubDate>" in written("rss", unique_id="a")
    assert "<published>2023-07-31T14:05:00+07:00</published>" in written("atom", unique_id="a")


@pytest.mark.parametrize(
    ("form", "tag"), [("rss", "content:encoded"), ("atom", 'content type="html"')]
)
def test_the_whole_text_stands_in_where_it_is_asked_for(form, tag):
    assert f"<{tag}>&lt;p&gt;A&lt;/p&gt;</" in written(form, whole="<p>A</p>", unique_id="a")
    assert tag not in written(form, unique_id="a")


@pytest.mark.parametrize(
    ("stored", "absolute"),
    [
        ('<a href="/tin-tuc/">x</a>', f'<a href="{SITE}/tin-tuc/">x</a>'),
        ('<img src="/media/a.png" alt="b > c">', f'<img src="{SITE}/media/a.png" alt="b > c">'),
        ('<img alt="b > c" src="/a.png">', f'<img alt="b > c" src="{SITE}/a.png">'),
        ('<a href="https://x.vn/">x</a>', '<a href="https://x.vn/">x</a>'),
        ('<p>viết href="/a" là sai</p>', '<p>viết href="/a" là sai</p>'),
        (
            '<img alt="x src=&quot;/b" src="/a.png">',
            f'<img alt="x src=&quot;/b" src="{SITE}/a.png">',
        ),
    ],
)
def test_links_of_a_text_lead_to_the_portal_from_anywhere(stored, absolute):
    assert absolute_links(stored, SITE) == absolute

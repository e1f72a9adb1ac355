"""The demo content is complete, consistent and clean: `make run` never starts half empty."""

import json
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from news import demo
from news.demo.palettes import PALETTES
from news.demo.pictures import MOTIFS

FOLDER = Path(demo.__file__).parent
TEXT = (FOLDER / "articles.jsonl").read_text("utf-8")
ARTICLES = [json.loads(line) for line in TEXT.splitlines()]
TAXONOMY = json.loads((FOLDER / "taxonomy.json").read_text("utf-8"))

TAGS = {"p", "h2", "ul", "ol", "li", "blockquote", "strong", "em", "figure", "img", "figcaption"}
TAGS |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
GENRES = {"tin", "bai", "phong-su", "phong-van", "nguoi-tot-viec-tot"}
PICTURE = re.compile(r"pictures/(demo-\d{3}(?:-\d)?-(\w+)-(\w+))\.jpg")

every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda row: row["external_id"])


class Outline(HTMLParser):
    """Collects tag names and pictures of a body, and notes what is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.pictures, self.open = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "img":
            self.pictures.append(dict(attrs))
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def pictures(article: dict) -> list[dict]:
    """Cover and body pictures as src and alt."""
    cover = [{"src": article["cover"], "alt": article["cover_alt"]}] if article["cover"] else []
    return cover + Outline(article["body"]).pictures


def sentences(article: dict) -> set[str]:
    """What would look copied if it came twice; short turns of phrase may."""
    text = "\n".join((article["title"], article["summary"], article["body"]))
    parts = re.split(r"(?<=[.!?…])\s+|<[^>]+>|\n", text)
    return {part.strip() for part in parts if len(part.strip()) > 40}


def test_there_is_enough_to_read():
    days = [article["days_ago"] for article in ARTICLES]
    assert len(ARTICLES) >= 60
    assert max(days) - min(days) >= 700
    assert sum(day < 10 for day in days) >= 12
    assert len({article["category"] for article in ARTICLES}) >= 6
    assert len({article["unit"] for article in ARTICLES}) >= 5
    assert len({article["author"] for article in ARTICLES}) >= 8


@pytest.mark.parametrize("key", ["external_id", "title"])
def test_nothing_comes_twice(key):
    assert [
        value for value, count in Counter(row[key] for row in ARTICLES).items() if count > 1
    ] == []


def test_no_two_articles_share_a_sentence():
    count = Counter(sentence for article in ARTICLES for sentence in sentences(article))
    assert [sentence for sentence, times in count.items() if times > 1] == []


@pytest.mark.parametrize("name", ["articles.jsonl", "taxonomy.json"])
def test_text_is_composed_and_without_invisibles(name):
    text = (FOLDER / name).read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u00a0\u00ad\u200b\u200c\u200d\ufeff]", text)
    assert "  " not in text or name == "taxonomy.json"  # which is indented


def test_taxonomy_holds_together():
    categories = {row["slug"]: row for row in TAXONOMY["categories"]}
    units = {row["code"] for row in TAXONOMY["units"]}
    parents = {row["parent"] for row in categories.values()} - {None}
    assert all(categories[parent]["parent"] is None for parent in parents)
    assert {author["unit"] for author in TAXONOMY["authors"]} == units
    assert ("Lê Trung Thành", "BTGHU") in {
        (author["full_name"], author["unit"]) for author in TAXONOMY["authors"]
    }


@every_article
def test_references_exist(article):
    units = {author["full_name"]: author["unit"] for author in TAXONOMY["authors"]}
    assert article["category"] in {row["slug"] for row in TAXONOMY["categories"]}
    assert units[article["author"]] == article["unit"]
    assert article["genre"] in GENRES


@every_article
def test_lengths_and_moment(article):
    assert len(article["title"].split()) >= 6
    assert len(article["title"]) <= 255
    assert 25 <= len(article["summary"].split()) <= 70
    assert 2 <= len(article["tags"]) <= 4
    assert "06:30" <= article["time"] <= "21:00"


@every_article
def test_body_is_clean_html(article):
    outline = Outline(article["body"])
    assert outline.open == []
    assert outline.tags <= TAGS


@every_article
def test_pictures_are_described(article):
    for picture in pictures(article):
        name = PICTURE.fullmatch(picture["src"])
        assert name[1].startswith(article["external_id"])
        assert name[2] in MOTIFS
        assert name[3] in PALETTES
        assert len(picture["alt"]) > 40
    assert bool(article["cover"]) == bool(article["cover_caption"])


def test_no_picture_is_used_twice():
    paths = [picture["src"] for article in ARTICLES for picture in pictures(article)]
    assert len(paths) == len(set(paths))

"""What machines read of the portal: manifest, icons, and schema.org data with all it must have."""

import json
import re

import pytest

from news.site.models import Portal
from tests.factories import make_article, make_author, make_image

pytestmark = pytest.mark.django_db

# What schema.org, or the search engines that read it, ask of each type.
REQUIRED = {
    "NewsArticle": {"headline", "datePublished", "author", "publisher", "mainEntityOfPage"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "GovernmentOrganization": {"name"},
    "Organization": {"name"},
    "Person": {"name"},
    "WebSite": {"name", "url", "potentialAction", "publisher"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "PostalAddress": {"streetAddress", "addressCountry"},
}


def blocks(client, address: str) -> list[dict]:
    page = client.get(address).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(text) for text in found]


def things(data):
    """Every typed thing in the data, however deep."""
    if isinstance(data, dict):
        if "@type" in data:
            yield data
        data = list(data.values())
    for part in data if isinstance(data, list) else ():
        yield from things(part)


def test_every_thing_has_what_its_type_asks_for(client):
    author = make_author()
    article = make_article(author_id=author.pk, unit_id=author.unit_id)
    for address in ("/", article.get_absolute_url()):
        data = blocks(client, address)
        assert data
        assert all(block["@context"] == "https://schema.org" for block in data)
        for thing in things(data):
            missing = REQUIRED[thing["@type"]] - {name for name, value in thing.items() if value}
            assert not missing, (thing["@type"], missing)


def test_the_front_page_names_the_office_and_its_search(client):
    told = {"owner": "Ủy ban nhân dân huyện", "address": "Phố Lu", "phone": "0214 000 000"}
    Portal.objects.update_or_create(pk=1, defaults=told)
    office, site = blocks(client, "/")
    assert (office["@type"], office["name"]) == ("GovernmentOrganization", told["owner"])
    assert office["address"]["streetAddress"] == "Phố Lu"
    assert office["logo"].startswith("http://testserver/")
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://testserver/tim-kiem/?q={words}"
    assert client.get("/tim-kiem/?q=duong").status_code == 200


def test_the_manifest_names_icons_that_are_there(client):
    answer = client.get("/manifest.webmanifest")
    data = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/manifest+json")
    assert data["name"] == "Trang thông tin điện tử Huyện Bảo Thắng"
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    assert (
        client.get("/manifest.webmanifest", headers={"if-none-match": answer["ETag"]}).status_code
        == 304
    )
    home = client.get("/")
    assert 'rel="manifest" href="/manifest.webmanifest"' in home.content.decode()
    assert "manifest-src 'self'" in home["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "begins"), [("/favicon.ico", b"\0\0\1\0"), ("/apple-touch-icon.png", b"\x89PNG")]
)
def test_icons_that_browsers_ask_for_are_answered(client, path, begins):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_an_emblem_of_ones_own_is_the_icon(client):
    emblem = make_image("Biểu trưng")
    Portal.objects.update_or_create(pk=1, defaults={"emblem": emblem})
    assert client.get("/favicon.ico")["Location"] == emblem.file.url
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    assert [icon["src"] for icon in icons] == [emblem.file.url]

"""Everything that staff read is Vietnamese: every page, by every role, refused forms included."""

import re
from html.parser import HTMLParser
from pathlib import Path

import django
import pytest

from accounts.roles import ROLES
from news.models import State
from tests import factors, staff
from tests.factories import make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

CATALOGUES = ["conf", "contrib/admin", "contrib/auth", "contrib/postgres", "contrib/contenttypes"]
ALSO = "article body cover draft submit publish return withdraw heading staff desk image upload"
# Words of the catalogues that are Vietnamese as well, or stand for themselves.
VIETNAMESE = {"email", "than", "long", "hang", "song", "ninh", "thing", "site", "html", "http"}
VIETNAMESE |= {"https", "null", "enter", "unicode"}
READ = ("title", "placeholder", "aria-label", "alt", "label")


def english_words() -> set[str]:
    """Every word that Django could say in English, and those of our own identifiers."""
    words = set(ALSO.split())
    for name in CATALOGUES:
        file = Path(django.__file__).parent / name / "locale/en/LC_MESSAGES/django.po"
        said = re.findall(r'^(?:msgid|msgid_plural|)\s*"(.*)"$', file.read_text("utf-8"), re.M)
        words |= {word.lower() for word in re.findall(r"(?<!%\()[A-Za-z]{4,}", " ".join(said))}
    return words - VIETNAMESE


class Reader(HTMLParser):
    """Collects what a person or a screen reader gets to read."""

    def __init__(self):
        super().__init__()
        self.text, self.closed = [], 0

    def handle_starttag(self, tag, attrs):
        self.closed += tag in ("script", "style")
        self.text += [value for name, value in attrs if name in READ and value]
        values = dict(attrs)
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            self.text.append(values.get("value") or "")

    def handle_endtag(self, tag):
        self.closed -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.closed:
            self.text.append(data)


ENGLISH = english_words()


def english(html: str) -> list[str]:
    """The English words that somebody reads on a page."""
    reader = Reader()
    reader.feed(html)
    words = re.findall(r"[^\W\d_]+", " ".join(reader.text))
    return [word for word in words if word.lower() in ENGLISH]


def test_an_english_word_would_be_noticed():
    html = "<p title='Search'>Trang <b>History</b><script>save</script></p>"
    html += "<input type=submit value=Save>"
    assert english(html) == ["Search", "History", "Save"]
    assert len(ENGLISH) > 500


@pytest.mark.parametrize("path", [staff.ARTICLES, "/quan-tri/authors/unit/"])
def test_the_pictures_of_the_lists(path):
    make_draft()
    page = staff.browser(make_user("editor")).get(path).text
    assert english(page) == []


@pytest.mark.parametrize("role", ["superuser", *(role.key for role in ROLES)])
def test_every_page_and_every_refused_form(role):
    user = make_user(is_superuser=True) if role == "superuser" else make_user(role)
    client = staff.browser(user)
    pages = staff.pages(staff.one_of_each())
    del pages["jsi18n"]
    for path in [*pages.values(), "/doi-mat-khau/"]:
        for answer in (client.get(path), client.post(path, {"x": "y"})):
            page = answer.headers.get("Content-Type", "").startswith("text/html")
            assert not page or english(answer.text) == [], (path, answer.status_code)


@pytest.mark.parametrize("state", State)
def test_an_article_in_every_state(state):
    article = make_article(state)
    for user in (article.created_by, make_user("publisher"), make_user("approver")):
        for page in ("change", "history", "preview"):
            assert english(staff.browser(user).get(staff.address(article, page)).text) == []


def test_messages_and_conflicts():
    user = make_user("contributor")
    article, client = make_draft(user), staff.browser(user)
    stale = staff.posted(article, base_version="0", cover="abc", author="x", tags="a" * 99)
    sent = staff.posted(article, _move="submit")
    for data in (stale, staff.posted(article, title=""), staff.posted(article, title="Mới")):
        assert english(client.post(staff.change(article), data, follow=True).text) == []
    article.refresh_from_db()
    sent["base_version"] = article.latest_version
    assert english(client.post(staff.change(article), sent, follow=True).text) == []


def test_the_pages_of_the_second_factor():
    user = make_user("publisher")
    factor, other = factors.give_passkey(user), staff.browser()
    client = staff.browser(user)
    factors.prove(client)
    paths = ("ung-dung/", "khoa-truy-cap/", "ma-khoi-phuc/", "xac-nhan/", f"{factor.pk}/go/", "")
    for path in paths:
        for answer in (client.get(factors.OWN + path), client.post(factors.OWN + path, {"x": "y"})):
            assert english(answer.text) == [], path
    factors.first_step(other, user)
    for answer in (other.get(factors.STEP), other.post(factors.STEP, {"code": "1"})):
        assert english(answer.text) == []


DOORS = ["/dang-nhap/", "/quen-mat-khau/", "/quen-mat-khau/da-gui/", "/ma-mot-lan/"]
DOORS += ["/quen-mat-khau/MQ/a-b/", "/dang-nhap/lien-thong/ve/"]


@pytest.mark.parametrize("path", [*DOORS, "/quan-tri/khong-co/", "/quan-tri/?a=%00"])
def test_the_doors_and_the_refusals(path, settings):
    settings.MAIL, settings.OIDC_ISSUER = True, "https://sso.example.vn"
    client = staff.browser()
    for answer in (client.get(path, follow=True), client.post(path, {"username": "a"})):
        assert english(answer.text) == [], path


def test_lists_with_filters_that_lead_nowhere():
    client = staff.browser(make_user(is_superuser=True))
    queries = (
        "?q=zzz",
        "?state__exact=junk",
        "?p=99",
        "?e=1",
        "?o=9",
        "?unit__id__exact=x",
        "?a=b",
    )
    for path in ("/quan-tri/news/article/", "/quan-tri/accounts/user/", "/quan-tri/media/image/"):
        for query in queries:
            assert english(client.get(path + query, follow=True).text) == [], path + query

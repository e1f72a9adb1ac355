"""No request gets a 500: strange addresses, queries, forms, cookies and methods at the staff."""

import pytest
from django.contrib.admin.models import LogEntry

from news.models import State
from tests import staff
from tests.factories import make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

IDS = [
    *("%00", "0", "-1", "abc", "1_2F", "_00", "_", "1.5", "1e3", "%20", "+1", "None", "%FF%FE"),
    *("9" * 19, "9" * 40, "9" * 5000, "%E1%BB%A7", "%D9%A1", "..%2f..", "1%0d%0aX:1", "x" * 3000),
]
WORDS = [
    "",
    "abc",
    "-1",
    "0",
    "99",
    "9" * 30,
    "9" * 5000,
    "1.5",
    "%ED%A0%80",
    "%FF",
    "ủy",
    "'\"<",
    "1,2",
]
PARAMETERS = ["p", "o", "q", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters"]
FILTERS = [
    *("state__exact", "chuyen-muc", "unit__id__exact", "unit__isnull", "state__isnull", "role"),
    *("is_active__exact", "active__exact", "role__id__exact", "is_active__isnull", "unit"),
]
LOOKUPS = [
    *("title__regex=(", "title__iregex=[", "published_at__year=99999", "title__trigram_similar=a"),
    *("title__unaccent=a", "title__search=a", "tags__len=a", "co_authors__0=x", "id__in=a,b"),
    *("id__range=1", "updated_at__date=x", "pk=1&pk=2", "title__foo__bar=1", "__=1", "versions=1"),
]
TEXT = {
    "three million letters": "a" * 3_000_000,
    "three million tags": "<p>" * 1_000_000,
    "nul": "a\0b",
    "control": "".join(map(chr, range(1, 32))),
    "invisible": "\u200b\ufeff\u202e\u2028",
    "not a letter": "\uffff\ud7ff",
    "marks": "a" + "\u0301" * 20_000,
    "words": "chữ, " * 50_000,
    "braces": "{{ 1 }} {% x %} %s %(a)s {0}",
}
ALPHABETS = ["utf-7", "base64", "idna", "rot13", "undefined", "unicode_escape", "utf-16", "latin-1"]
# The account pages beside the staff side.
DOORS = ["/dang-nhap/", "/dang-xuat/", "/doi-mat-khau/"]


@pytest.fixture
def chief():
    """Somebody who reaches every view."""
    return staff.browser(make_user(is_superuser=True))


def _lists() -> dict[str, str]:
    pages = staff.pages(staff.one_of_each())
    return {name: path for name, path in pages.items() if "list" in name}


@pytest.mark.parametrize("strange", IDS, ids=lambda text: text[:12])
def test_a_strange_id(chief, strange):
    places = {path.replace("/777/", f"/{strange}/") for path in _with_id(777)}
    for path in places:
        for method in ("get", "post"):
            assert getattr(chief, method)(path).status_code < 500, (method, path[:80])


def _with_id(number: int) -> list[str]:
    pages = ("change/", "history/", "delete/", "password/", "xem-truoc/", "")
    models = [model._meta.label_lower.replace(".", "/") for model in staff.MODELS]
    shortcuts = [f"/quan-tri/r/{number}/1/", f"/quan-tri/r/1/{number}/"]
    return [f"/quan-tri/{m}/{number}/{page}" for m in models for page in pages] + shortcuts


@pytest.mark.parametrize("word", WORDS, ids=lambda text: text[:12])
def test_a_strange_query(chief, word):
    places = _lists()
    for name, path in places.items():
        names = [*PARAMETERS, *FILTERS]
        # A page that is no list of objects asks for none of them.
        queries = [f"{one}={word}" for one in names]
        for query in queries if name.endswith("_changelist") else ["&".join(queries)]:
            status = chief.get(f"{path}?{query}").status_code
            assert status < 500, (path, query[:80], status)


@pytest.mark.parametrize("query", [*LOOKUPS, *(f"x{n}=" for n in range(2)), "&".join("abc" * 999)])
def test_a_question_that_no_filter_asks(chief, query):
    for path in _lists().values():
        assert chief.get(f"{path}?{query}").status_code < 500, path


@pytest.mark.parametrize("word", WORDS, ids=lambda text: text[:12])
def test_strange_words_to_the_picture_window_and_to_previews(chief, word):
    article = make_draft()
    for query in (f"q={word}", f"trang={word}", f"CKEditorFuncNum={word}", f"q={word * 9}"):
        assert chief.get(f"{staff.PICTURES}?{query}").status_code == 200
    assert chief.get(f"{staff.address(article, 'preview')}?ban={word}").status_code in (200, 404)


@pytest.mark.parametrize("where", ["address", "query name", "query value", "cookie"])
def test_nul_is_refused_everywhere(chief, where):
    places = {
        "address": "/quan-tri/news/article/%00/change/",
        "query name": "/quan-tri/news/article/?%00=1",
        "query value": "/quan-tri/news/article/?q=%00",
        "cookie": "/quan-tri/",
    }
    cookie = {"HTTP_COOKIE": 'phien="aaaaaaaaaa\\000"'} if where == "cookie" else {}
    answer = (staff.browser() if cookie else chief).get(places[where], **cookie)
    assert answer.status_code == 400
    assert "Trang không hiểu được yêu cầu này" in answer.text


@pytest.mark.parametrize(
    "cookie", ["phien=", "phien=\xff\xfe", "messages=x", "csrf=%00;;=;a=b", "x"]
)
def test_a_strange_cookie_is_no_session(cookie):
    answer = staff.browser().get("/quan-tri/", HTTP_COOKIE=cookie)
    assert answer.status_code == 302


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_a_strange_text_in_every_field(chief, text):
    article = make_draft()
    for field in staff.posted():
        data = staff.posted(article, **{field: text})
        for path in (staff.change(article), staff.PREVIEW):
            assert chief.post(path, data).status_code in (200, 302, 400), (field, path)


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_a_strange_text_to_every_other_form(chief, text):
    names = "name full_name username code slug alt q caption password1 password user role email"
    names += " unit category parent emblem position badge_url is_active note upload"
    data = dict.fromkeys(names.split(), text[:100_000])
    for path in staff.pages(staff.one_of_each()).values():
        assert chief.post(path, data).status_code < 500, path


@pytest.mark.parametrize(
    "field",
    ["title", "body", "tags", "cover", "co_authors", "audio", "attachments", "base_version"],
)
def test_a_missing_and_a_repeated_field(chief, field):
    article = make_draft()
    data = staff.posted(article)
    for value in ([], ["a", "b", "c"]):
        assert chief.post(staff.change(article), {**data, field: value}).status_code < 500
        assert chief.post(staff.ARTICLE_ADD, {**data, field: value}).status_code < 500


@pytest.mark.parametrize("count", [999, 2000])
def test_very_many_fields(chief, count):
    article = make_draft()
    data = staff.posted(article) | {f"field{n}": "x" for n in range(count)}
    for path in (staff.change(article), staff.PREVIEW, "/quan-tri/news/category/", *DOORS):
        assert chief.post(path, data).status_code < 500, path


BODIES = {
    "application/json": b'{"title": ["a"]}',
    "text/plain": b"\xff\xfe\x00",
    "multipart/form-data": b"no boundary",
    "multipart/form-data; boundary=x": b"--x\r\nbroken",
    "multipart/form-data; boundary=\xff": b"",
    "application/x-www-form-urlencoded": b"title=%FF%FE%00&%ED%A0%80=%ED%A0%80&&&=;=",
    "": b"a=b",
    "x" * 3000: b"",
}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"]


@pytest.mark.parametrize("kind", BODIES, ids=lambda text: text[:40])
def test_a_body_of_another_kind(chief, kind):
    things = staff.one_of_each()
    for path in [*staff.pages(things).values(), *DOORS]:
        assert chief.generic("POST", path, BODIES[kind], content_type=kind).status_code < 500, path


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain"])
def test_another_alphabet_than_utf_8_is_refused(chief, alphabet, kind):
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
    for path in (staff.ARTICLE_ADD, staff.PREVIEW, "/dang-nhap/"):
        answer = chief.generic("POST", path, body, content_type=f"{kind}; charset={alphabet}")
        assert answer.status_code == 400, path


@pytest.mark.parametrize("method", METHODS)
def test_every_method_on_every_page(chief, method):
    for path in [*staff.pages(staff.one_of_each()).values(), *DOORS]:
        assert chief.generic(method, path).status_code < 500, path


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
@pytest.mark.parametrize("field", ["username", "password", "next", "old_password", "new_password1"])
def test_the_doors_stand_any_text(chief, field, text):
    names = ("username", "password", "next", "old_password", "new_password1", "new_password2")
    data = dict.fromkeys(names, "a") | {field: text}
    for client in (chief, staff.browser()):
        for path in ("/dang-nhap/", "/doi-mat-khau/"):
            assert client.post(path, data).status_code < 500
            assert client.get(path, {"next": text[:2000]}).status_code < 500


ROWS = [
    {},
    {"form-TOTAL_FORMS": "abc", "form-INITIAL_FORMS": "-1"},
    {"form-TOTAL_FORMS": "99999999", "form-INITIAL_FORMS": "99999999"},
    {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "abc"},
    {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "9" * 5000},
    {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": "\0",
        "form-0-position": "-1",
    },
]


@pytest.mark.parametrize("rows", ROWS)
def test_a_list_with_fields_sent_by_hand(chief, rows):
    make_article()
    for button in ({"_save": "1"}, {"action": "x", "_selected_action": "abc", "index": "9"}):
        for path in _lists().values():
            assert chief.post(path, {**rows, **button}).status_code < 500, (path, button)


def test_articles_in_every_state_open_everywhere(chief):
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.WITHDRAWN):
        article = make_article(state)
        for page in ("change", "history", "preview"):
            assert chief.get(staff.address(article, page)).status_code == 200
    assert not LogEntry.objects.exists()

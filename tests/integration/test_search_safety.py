"""Whatever is typed or sent, however often: no error, no raw query, no reader who waits."""

import re
from urllib.parse import quote

import pytest
from django.db import connection

from news.pace import Pace
from news.search import windows
from news.search.query import Narrowing, newest, ranked
from news.search.turns import Turns
from news.text.question import ask
from news.views import sparing, suggesting
from news.views.asked import FILTERS
from tests.factories import make_article, make_author, make_category, make_unit

pytestmark = pytest.mark.django_db

# A lexeme in quotes, its quotes doubled and its strokes too, perhaps with the weight of a field.
LEXEME = re.compile(r"'(?:[^'\\]|''|\\\\)+'(?::[A-D])?")
SIGNS = ("&", "|", "!", "<->", "<2>", ":*", ":A", "(", ")", "'", "''", '"', "\\", "\\'", "'\\", "*")
TYPED = [
    *SIGNS,
    *(f"dân{sign}vận" for sign in SIGNS),
    *("' | 'dân", "dân' & !'vận", "\\' | dân", "'' ) | ( ''", "a:A b:B c:*", "dân <-> vận"),
    *("'; DROP TABLE search_document; --", "$$dân$$", "E'\\\\'", "%s %(a)s {} {0}", "%", "_"),
    *("\x00", "dân\x00vận", "\ud800", "dân\udfff vận", "\ufffe", "\U000e0001dân", "\ufeff"),
    *("\u202edân\u202c vận", "\u200fdân\u200b\u2060 vận", "\u0301\u0323", "đ\u0301" * 60),
    *("a" * 50_000, "dân " * 20_000, '"' * 10_000, '"a' * 5_000, "“dân” " * 3_000, "-" * 9_000),
    *("1/" * 500, "1.111" * 90, "9" * 400, "12/2025/NĐ-CP " * 40, "31/12/9999 0/0/0000", "ngày 1"),
    *("🙂", "👩‍👩‍👧‍👦 dân", "中文 字", "ﬁ ½ Ⅻ", "ß İ ı", "\u1e9e\u0130" * 80, "\r\n\t\v\f dân"),
]


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


class Spy:
    """Every statement that ran, with its parameters."""

    def __init__(self):
        self.ran = []

    def __call__(self, execute, sql, params, many, context):
        self.ran.append((sql, list(params or ())))
        return execute(sql, params, many, context)

    @property
    def asked(self) -> list[str]:
        """What was handed over as tsquery."""
        found = []
        for sql, params in self.ran:
            kinds = re.findall(r"%s(::tsquery)?", sql)
            found += [p for kind, p in zip(kinds, params, strict=True) if kind]
        return found


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
def test_only_quoted_lexemes_reach_the_database(typed):
    make_article(title="Mô hình dân vận khéo")
    spy, plain = Spy(), Spy()
    with connection.execute_wrapper(plain):
        ranked(ask("xyz"), Narrowing())
    with connection.execute_wrapper(spy):
        ranked(ask(typed), Narrowing(signed=typed[:60]))
        newest(ask(typed), Narrowing(), 5)
    for query in spy.asked:
        assert re.fullmatch(r"[&|()<\-> ]*", LEXEME.sub("", query)), query
    for sql, _ in spy.ran:
        assert not re.search(r"DROP|dân|\$\$", sql)


def test_the_spy_sees_queries():
    make_article(title="Mô hình dân vận khéo")
    spy = Spy()
    with connection.execute_wrapper(spy):
        ranked(ask("dân vận"), Narrowing())
    assert any("dân" in query for query in spy.asked)


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
def test_whatever_is_typed_gets_a_page(client, typed):
    make_article(title="Mô hình dân vận khéo")
    sent = quote(typed.encode("utf-8", "surrogatepass"))
    for rest in ("", "&sap=ngay"):
        answer = client.get(f"/tim-kiem/?q={sent}{rest}")
        assert answer.status_code == (400 if "\x00" in typed else 200)
        assert "</html>" in answer.text


@pytest.mark.parametrize(
    "typed", ["\u202edân\u202c vận", "\u200fdân\u200b\u2060 vận", "dân\u00ad vận", "dân\u200e vận"]
)
def test_marks_nobody_sees_change_nothing(client, typed):
    make_article(title="Mô hình dân vận khéo")
    assert "1 bài có “dân vận”" in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.parametrize(
    "sent",
    [
        *("q=dân&q=vận", "q[]=dân", "q", "q=", "=dân", "q=%", "q=%zz", "q=%c3%28", "q=%ff%fe%fd"),
        *("q=%ED%A0%80", "q=%f0%90%80", "q=vận&trang=1" + "0" * 30, "q=vận&trang=-1"),
        *("q=vận&trang=1.5", "q=vận&trang=%D9%A1", "q=vận&trang=2&trang=x", "q=vận&tu=-1"),
        *("q=vận&sap=ngay&sau=-", "q=vận&sap=ngay&sau=1-", "q=vận&sap=ngay&sau=-1"),
        *("q=vận&sap=ngay&sau=9999999999999999-999999999999999999", "q=vận&sap=ngay&sau=0-0"),
        *("q=vận&tu=9999999999999999&trang=2", "q=vận&gan=1&sap=ngay&sau=x", "&&&;;;==", "q=vận;x"),
        *(f"q=vận&{name}={value}" for name in FILTERS for value in ("'", "%5C", "%27%29", "%25s")),
    ],
)
def test_whatever_is_sent_gets_a_page(client, sent):
    make_article(title="Mô hình dân vận khéo")
    answer = client.get(f"/tim-kiem/?{sent}")
    assert answer.status_code == 200
    assert "</html>" in answer.text


def test_who_searches_too_often_is_told_and_keeps_what_was_typed(client, monkeypatch):
    monkeypatch.setattr(sparing, "PACE", Pace(2))
    make_article(title="Lễ hội", category=make_category("Văn hoá"))
    for _ in range(2):
        assert client.get("/tim-kiem/?q=lễ hội").status_code == 200
    answer = client.get("/tim-kiem/?q=lễ hội&muc=van-hoa")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "no-store" in answer["Cache-Control"]
    assert "Hãy chờ một phút rồi bấm Tìm lại" in answer.text
    assert 'value="lễ hội"' in answer.text
    assert '<option value="van-hoa" selected>' in answer.text
    assert "Không tìm thấy" not in answer.text


def test_others_and_who_only_reads_are_not_slowed_down(client, monkeypatch):
    monkeypatch.setattr(sparing, "PACE", Pace(1))
    article = make_article(title="Lễ hội")
    for _ in range(3):
        client.get("/tim-kiem/?q=lễ hội")
    assert client.get("/tim-kiem/?q=lễ hội", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/tim-kiem/").status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200


def test_who_asks_for_suggestions_without_end_gets_none_and_may_still_search(client, monkeypatch):
    monkeypatch.setattr(suggesting, "PACE", Pace(1))
    make_article(title="Lễ hội")
    client.get("/tim-kiem/goi-y/?q=lễ")
    answer = client.get("/tim-kiem/goi-y/?q=lễ h")
    assert (answer.status_code, answer.json()) == (429, {"suggestions": []})
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/tim-kiem/?q=lễ hội").status_code == 200
    others = client.get("/tim-kiem/goi-y/?q=lễ h", REMOTE_ADDR="10.1.2.3")
    assert others.status_code == 200


def test_a_limited_reader_costs_no_search(client, monkeypatch):
    monkeypatch.setattr(sparing, "PACE", Pace(0))
    make_article(title="Lễ hội")
    spy = Spy()
    with connection.execute_wrapper(spy):
        client.get("/tim-kiem/?q=lễ hội")
    assert spy.asked == []


def test_while_too_many_search_the_next_is_told_to_wait(client, monkeypatch):
    turns = Turns(1, patience=0.01)
    monkeypatch.setattr(sparing, "TURNS", turns)
    make_article(title="Lễ hội")
    with turns.one():
        answer = client.get("/tim-kiem/?q=lễ hội")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Hãy chờ vài giây rồi bấm Tìm lại" in answer.text
    assert 'value="lễ hội"' in answer.text
    assert client.get("/tim-kiem/?q=lễ hội").status_code == 200


def test_names_of_units_and_authors_are_not_taken_for_query_language(client):
    author = make_author("O'Neil \\ & | Nguyễn")
    make_article(title="Lễ hội", author_id=author.pk, unit=make_unit("VHTT"))
    answer = client.get("/tim-kiem/", {"q": "lễ hội", "tac-gia": "O'Neil \\ & | Nguyễn"})
    assert "1 bài có “lễ hội”" in answer.text

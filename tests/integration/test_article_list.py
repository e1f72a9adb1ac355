"""The article list: its filters, saved ones, one move for many, and the list as a file."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from news.admin import bulk, export, listing
from news.models import Article, ArticleEvent, SavedFilter, State
from news.text.vietnamese import VIETNAM
from tests import staff
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db

LIST = staff.ARTICLES
ADD = f"{LIST}bo-loc/"
BULK = f"{LIST}nhieu-bai/"
CSV, XLSX = f"{LIST}xuat-csv/", f"{LIST}xuat-xlsx/"


def found(client, query: str) -> set[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200, query
    return {row.title for row in page.context["cl"].result_list}


@pytest.fixture
def publisher():
    return make_user("publisher")


@pytest.fixture
def client(publisher):
    return staff.browser(publisher)


def title_in(state, **values) -> str:
    return make_article(state, **values).title


# Filters


def test_every_state_and_what_follows_from_times(client):
    now = timezone.now()
    made = {state: title_in(state) for state in State}
    for state, title in made.items():
        assert found(client, f"trang-thai={state}") == {title}
    later, over, hasty = make_article(), make_article(), make_draft()
    Article.objects.filter(pk=later.pk).update(published_at=now + timedelta(days=1))
    Article.objects.filter(pk=over.pk).update(
        published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1)
    )
    move(hasty, "urgent")
    Article.objects.filter(title=made[State.DRAFT]).update(needs_work="Thiếu ảnh")
    Article.objects.filter(title=made[State.RETURNED]).update(binned_at=now)
    assert found(client, "trang-thai=hen-gio") == {later.title}
    assert found(client, "trang-thai=het-han") == {over.title}
    assert found(client, "trang-thai=khan") == {hasty.title}
    assert found(client, "trang-thai=dang-dang") == {made[State.PUBLISHED], hasty.title}
    assert found(client, "trang-thai=bo-sung") == {made[State.DRAFT]}
    assert found(client, "trang-thai=thung-rac") == {made[State.RETURNED]}
    assert made[State.RETURNED] not in found(client, "")


def test_section_unit_author_and_mine(client, publisher):
    parent = make_category("Tin tức")
    child, other = make_category("Nông nghiệp", parent=parent), make_category("Văn hoá")
    unit, author = make_unit("MTTQ"), make_author("Lò Thị Mai", make_unit("MTTQ"))
    first = title_in(State.DRAFT, category=child, unit=unit, author_id=author.pk)
    second = title_in(State.DRAFT, category=other, unit=unit, co_authors=[author.pk])
    third = title_in(State.DRAFT, category=parent, unit=make_unit("BTGHU"))
    mine = make_draft(publisher, category=other).title
    assert found(client, "chuyen-muc=tin-tuc") == {first, third}
    assert found(client, "chuyen-muc=nong-nghiep") == {first}
    assert found(client, f"don-vi={unit.pk}") == {first, second}
    assert found(client, f"tac-gia={author.pk}") == {first, second}
    assert found(client, f"tac-gia={author.pk}&chuyen-muc=van-hoa") == {second}
    assert found(client, "danh-sach=cua-toi") == {mine}


def test_a_period_by_the_day_of_change_or_of_publication(client):
    old, new = make_article(), make_article()
    days = {"updated_at": datetime(2026, 3, 2, 0, 30, tzinfo=VIETNAM)}
    days["published_at"] = datetime(2026, 3, 1, 23, 30, tzinfo=VIETNAM)
    Article.objects.filter(pk=old.pk).update(**days)
    assert found(client, "tu=2026-03-02&den=2026-03-02") == {old.title}
    assert found(client, "den=02/03/2026&tu=") == {old.title}
    assert found(client, "den=2026-03-01&theo=dang") == {old.title}
    assert found(client, "den=2026-03-01") == set()
    assert found(client, "tu=2026-03-03") == {new.title}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        *(("Đẩy mạnh chuyển đổi số", True), ("day manh chuyen doi so", True), ("so chuyen", True)),
        *(("DAY MANH", True), ("chuye", True), ("26-NQ/TW", True), ("26 nq", True)),
        *(("Ban Tuyên giáo", True), ("thôn bản", True), ("uyen doi", False), ("khong co", False)),
        *(("Đẩy ma\u0323nh", True), ("'; DROP TABLE", False), ("& | !", False), (":*", False)),
    ],
)
def test_words_are_found_with_and_without_diacritics(words, is_found, client):
    texts = {"title": "Đẩy mạnh chuyển đổi số theo Nghị quyết 26-NQ/TW"}
    texts |= {"summary": "Các thôn, bản vào cuộc.", "byline": "Ban Tuyên giáo"}
    article = make_draft(**texts)
    words_only = {"summary": "Mưa to.", "body": "<p>Mưa to.</p>"}
    make_draft(title="Tin khác", unit=make_unit("VHTT"), **words_only)
    answer = client.get(LIST, {"q": words})
    titles = {row.title for row in answer.context["cl"].result_list}
    assert titles == ({article.title} if is_found else set())
    assert found(client, f"q={article.pk}") == {article.title}


def test_what_is_published_anew_is_found_by_its_new_words(client):
    article = make_article(title="Tên cũ")
    editor = make_user("editor")
    client_of_editor = staff.browser(editor)
    client_of_editor.post(staff.change(article), staff.posted(article, title="Tên hoàn toàn khác"))
    article.refresh_from_db()
    for action, role in (("submit", "editor"), ("receive", "editor"), ("propose", "editor")):
        move(article, action, make_user(role))
    move(article, "approve")
    move(article, "publish")
    assert found(client, "q=hoan+toan+khac") == {"Tên hoàn toàn khác"}


STRANGE = (
    "",
    "x",
    "%00",
    "-1",
    "9" * 40,
    "١",
    "%F0%9F%98%80",
    "a" * 3000,
    "2026-13-40",
    "0001-01-01",
)
NAMES = (
    "danh-sach",
    "trang-thai",
    "chuyen-muc",
    "don-vi",
    "tac-gia",
    "tu",
    "den",
    "theo",
    "q",
    "o",
)


@pytest.mark.parametrize("name", [*NAMES, "q", "o"])
def test_strange_words_are_no_fault(name, client):
    make_draft()
    for value in (*STRANGE, "0001-01-01", "9999-12-31", "thung-rac", "khan"):
        for path in (LIST, CSV, XLSX):
            answer = client.get(f"{path}?{name}={value}&{name}={value}")
            assert answer.status_code < 500, (path, value)
            assert list(answer) or answer.status_code >= 300


@pytest.mark.parametrize("lookup", ["state__exact", "created_by__password__startswith", "unit"])
def test_no_other_question_is_answered(lookup, client):
    assert client.get(f"{LIST}?{lookup}=a").status_code == 400
    assert client.get(f"{CSV}?{lookup}=a").status_code == 400


def test_a_list_or_a_place_that_is_not_offered_is_empty():
    make_article(State.SUBMITTED)
    client = staff.browser(make_user("contributor"))
    other = make_unit("MTTQ")
    assert found(client, "danh-sach=cho-toi") == set()
    assert found(client, f"don-vi={other.pk}") == set()
    assert found(client, "danh-sach=khong-co") == set()


def test_a_long_list_is_counted_to_an_end_only(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    for _ in range(5):
        make_draft()
    page = client.get(LIST)
    assert page.context["cl"].result_count == 3
    assert "Hơn <strong>3</strong> bài" in " ".join(page.text.split())


# Saved filters


def test_a_filter_is_saved_shown_renamed_and_deleted(client, publisher):
    query = "trang-thai=draft&q=thôn"
    client.post(ADD, {"name": "Nháp của thôn", "query": f"{query}&p=9&x=1&don-vi="})
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.query) == (publisher, "q=th%C3%B4n&trang-thai=draft")
    page = client.get(f"{LIST}?{saved.query}").text
    assert (
        '<a href="?q=th%C3%B4n&amp;trang-thai=draft" aria-current="page">Nháp của thôn</a>' in page
    )
    one = f"{ADD}{saved.pk}/"
    client.post(one, {"name": "Tên mới"})
    assert SavedFilter.objects.get().name == "Tên mới"
    client.post(one, {"name": "Tên mới", "xoa": "1"})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "", "query": "q=a"}, listing.NO_NAME),
        ({"name": "a" * 61, "query": "q=a"}, listing.NO_NAME),
        ({"name": "Có rồi", "query": "q=a"}, listing.TWICE),
        ({"name": "Trống", "query": "x=1"}, listing.NOTHING),
        ({"name": "Dài", "query": "q=" + "a" * 700}, listing.NOTHING),
        ({}, listing.NO_NAME),
    ],
)
def test_a_filter_that_cannot_be_saved_says_why(values, sentence, client, publisher):
    SavedFilter.objects.create(user=publisher, name="Có rồi", query="q=b")
    page = client.post(ADD, values, follow=True)
    assert sentence in page.text or (not values and listing.NOTHING in page.text)
    assert SavedFilter.objects.count() == 1


def test_nobody_else_sees_or_touches_a_filter(publisher):
    saved = SavedFilter.objects.create(user=publisher, name="Bộ lọc riêng", query="q=b")
    client = staff.browser(make_user("publisher"))
    assert "Bộ lọc riêng" not in client.get(LIST).text
    for values in ({"name": "Khác"}, {"xoa": "1"}):
        assert client.post(f"{ADD}{saved.pk}/", values).status_code == 404
    assert SavedFilter.objects.get().name == "Bộ lọc riêng"


def test_nobody_keeps_filters_without_end(client, publisher, monkeypatch):
    monkeypatch.setattr(listing, "MOST_FILTERS", 1)
    SavedFilter.objects.create(user=publisher, name="Một", query="q=b")
    assert listing.TOO_MANY in client.post(ADD, {"name": "Hai", "query": "q=a"}, follow=True).text


# Who may ask what

OURS = {ADD: "POST", f"{ADD}1/": "POST", BULK: "POST", CSV: "GET", XLSX: "GET"}


@pytest.mark.parametrize("role", ["account_admin", "system_admin", None])
def test_who_has_no_articles_is_refused(role):
    client = staff.browser(make_user(*([role] if role else [])))
    for path, method in OURS.items():
        assert client.generic(method, path).status_code == 403, path


def test_each_address_takes_its_own_method_only(client):
    for path, method in OURS.items():
        other = client.generic("GET" if method == "POST" else "POST", path)
        assert other.status_code == 405, path


# One move for many


def sent(articles, action: str, **values) -> dict:
    rows = [f"{a.pk}:{a.latest_version}" for a in articles]
    return {"bai": rows, "_move": action, "note": "", "at_0": "", "at_1": "", **values}


def results(answer) -> dict[int, tuple[bool, str]]:
    assert answer.status_code == 200
    return {row.number: (row.done, row.sentence) for row in answer.context["results"]}


def test_each_article_goes_its_own_way():
    approver = make_user("approver")
    client = staff.browser(approver)
    good, draft = make_article(State.PENDING), make_draft()
    own, stale = make_article(State.PENDING, user=make_user("editor")), make_article(State.PENDING)
    Article.objects.filter(pk=own.pk).update(created_by=approver)
    rows = sent([good, draft, own, stale], "approve")
    Article.objects.filter(pk=stale.pk).update(latest_version=F("latest_version") + 1)
    v = stale.versions.get()
    v.pk, v.number = None, 2
    v.save()
    found = results(client.post(BULK, rows))
    assert [found[a.pk][0] for a in (good, draft, own, stale)] == [True, False, False, False]
    assert "Bản nháp" in found[draft.pk][1]
    assert "Hãy nhờ người khác duyệt" in found[own.pk][1]
    assert "Bài đã có bản 2" in found[stale.pk][1]
    states = {a.pk: Article.objects.get(pk=a.pk).state for a in (good, draft, own, stale)}
    assert list(states.values()) == [State.APPROVED, State.DRAFT, State.PENDING, State.PENDING]
    event = ArticleEvent.objects.done().get(article=good, action="approve")
    assert (event.actor, event.address) == (approver, "127.0.0.1")


def test_a_crafted_number_tells_nothing_and_moves_nothing():
    secret = make_article(State.SUBMITTED, title="Bí mật", unit=make_unit("MTTQ"))
    client = staff.browser(make_user("editor", unit=make_unit("BTGHU")))
    answer = client.post(BULK, {**sent([secret], "receive"), "bai": [f"{secret.pk}:1", "77777:1"]})
    assert set(results(answer).values()) == {(False, bulk.UNKNOWN)}
    assert "Bí mật" not in answer.text
    assert ArticleEvent.objects.get(article=secret, action="receive").refused


def test_a_move_without_the_right_is_refused_for_each_and_on_record():
    article = make_article(State.PENDING)
    editor = make_user("editor")
    found = results(staff.browser(editor).post(BULK, sent([article], "approve")))
    assert found[article.pk][0] is False
    assert ArticleEvent.objects.filter(article=article, actor=editor, refused=True).count() == 1


def test_reason_and_moment_go_with_each(client):
    first, second = make_article(State.SUBMITTED), make_article(State.SUBMITTED)
    assert not any(d for d, _ in results(client.post(BULK, sent([first], "return"))).values())
    found = results(client.post(BULK, sent([first, second], "return", note="Thiếu nguồn")))
    assert all(done for done, _ in found.values())
    notes = ArticleEvent.objects.done().filter(action="return").values_list("note", flat=True)
    assert list(notes) == ["Thiếu nguồn"] * 2
    ready = make_article(State.APPROVED)
    found = results(client.post(BULK, sent([ready], "publish", at_0="2099-01-02", at_1="08:00")))
    assert found[ready.pk] == (True, "Đã hẹn giờ đăng: 08:00 ngày 02/01/2099.")
    found = results(client.post(BULK, sent([ready], "unschedule", at_0="2099-01-02", at_1="08:00")))
    assert found[ready.pk][0]


@pytest.mark.parametrize("action", ["submit", "urgent", "write", "import", "switch", "x", ""])
def test_what_is_promised_or_saved_for_one_text_is_not_done_for_many(action, client):
    article = make_draft()
    answer = client.post(BULK, sent([article], action), follow=True)
    assert bulk.NO_MOVE in answer.text
    assert Article.objects.get(pk=article.pk).state == State.DRAFT


@pytest.mark.parametrize(
    "rows", [[], ["x"], ["1:"], [":1"], ["1:x"], ["-1:1"], ["9" * 30 + ":1"], ["\0:1"], ["١:١"]]
)
def test_strange_rows_are_no_rows(rows, client):
    answer = client.post(BULK, {"bai": rows, "_move": "bin"}, follow=True)
    assert bulk.NOTHING in answer.text


def test_a_hundred_at_most(client):
    many = {"bai": [f"{n}:1" for n in range(101)], "_move": "bin"}
    assert bulk.TOO_MANY in client.post(BULK, many, follow=True).text
    long = {"bai": ["1:1"], "_move": "bin", "note": "a" * 2001}
    assert client.post(BULK, long, follow=True).redirect_chain


def test_the_page_of_results_leads_back_to_the_same_list(client):
    article = make_draft()
    answer = client.post(BULK, sent([article], "bin", query="trang-thai=draft&next=//x.vn"))
    assert f'href="{LIST}?trang-thai=draft"' in answer.text
    assert article.title in answer.text
    assert "Xong 1 trên 1 bài." in answer.text


# The list as a file


def csv_rows(answer) -> list[list[str]]:
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def xlsx_rows(answer) -> list[list[str]]:
    book = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    rows = root.iterfind(".//{*}row")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_both_files_hold_the_filtered_list_in_its_order(client):
    writer = make_user("contributor", full_name="Lò Thị Mai")
    text = {
        "title": "Đẩy mạnh “chuyển đổi số”; bản Pho",
        "body": "<p>Một hai <strong>b</strong>a</p>",
    }
    article = make_article(user=writer, **text)
    make_draft(title="Ẩn")
    query = "?trang-thai=published"
    for rows in (csv_rows(client.get(CSV + query)), xlsx_rows(client.get(XLSX + query))):
        assert rows[0] == list(export.HEADINGS)
        assert len(rows) == 2
        assert rows[1][:3] == [str(article.pk), article.title, "Đã xuất bản"]
        assert rows[1][6] == "Lò Thị Mai"
        assert rows[1][-2:] == ["1", "3"]
    first = make_draft(title="A")
    rows = csv_rows(client.get(f"{CSV}?o=2"))
    assert rows[1][0] == str(first.pk)


@pytest.mark.parametrize("title", ["=1+1", "+84 912", "- Gạch", "@ai"])
def test_a_title_is_never_a_formula(title, client):
    make_draft(title=title)
    assert csv_rows(client.get(CSV))[1][1] == f"'{title}"
    assert xlsx_rows(client.get(XLSX))[1][1] == title


def test_a_file_holds_only_what_the_person_may_see():
    make_draft(title="Bí mật của người khác")
    client = staff.browser(make_user("contributor"))
    assert len(csv_rows(client.get(CSV))) == 1
    assert len(xlsx_rows(client.get(XLSX))) == 1


def test_too_long_a_list_is_asked_to_be_narrowed(client, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    make_draft()
    assert len(csv_rows(client.get(CSV))) == 2
    make_draft()
    for path in (CSV, XLSX):
        assert export.TOO_LONG in client.get(path, follow=True).text

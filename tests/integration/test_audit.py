"""The record for administrators: who finds what, what stays hidden, the file and the check."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AccountEvent
from news.models import ArticleEvent, State
from news.text import sheets
from tests import staff
from tests.factories import make_article, make_unit, make_user, move

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/news/article/nhat-ky/"


def found(browser, query="") -> list[ArticleEvent]:
    """The events the page shows."""
    response = browser.get(f"{PATH}{query}")
    assert response.status_code == 200
    return list(response.context["events"])


def rows(browser, query="") -> list[list[str]]:
    """The CSV file, without its first line."""
    answer = browser.post(f"{PATH}{query}", {"tai": "csv"})
    assert "no-store" in answer["Cache-Control"]
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=sheets.SEPARATOR))[1:]


def test_events_are_found_by_article_actor_action_and_period():
    first, second = make_article(State.SUBMITTED), make_article(State.EDITING)
    browser = staff.browser(make_user("approver"))
    assert {e.article for e in found(browser, f"?bai={first.pk}")} == {first}
    editor = second.events.get(action="receive").actor
    assert [e.actor for e in found(browser, f"?nguoi={editor.username.upper()}")] == [editor]
    assert {e.action for e in found(browser, "?viec=submit")} == {"submit"}
    today = timezone.localdate()
    assert len(found(browser, f"?tu={today}&den={today}")) == 3
    assert found(browser, f"?tu={today + timedelta(1)}") == []
    assert found(browser, f"?den={today - timedelta(1)}") == []


def test_refused_attempts_can_be_found_alone():
    article, outsider = make_article(State.SUBMITTED), make_user("account_admin")
    with pytest.raises(Exception, match="không có quyền"):
        move(article, "receive", outsider)
    browser = staff.browser(make_user("system_admin"))
    assert [e.refused for e in found(browser, "?tu_choi=on")] == [True]


def test_a_system_administrator_learns_no_word_of_a_text():
    article = make_article(State.RETURNED, title="Nhan đề kín")
    browser = staff.browser(make_user("system_admin"))
    page = browser.get(PATH).content.decode()
    assert f"bài số {article.pk}" in page
    assert "Nhan đề kín" not in page
    assert "Lý do<" not in page
    assert all(row[3] == "" and row[12] == "" for row in rows(browser))
    approver = staff.browser(make_user("approver"))
    assert "Nhan đề kín" in approver.get(PATH).content.decode()
    assert "Lý do" in [row[12] for row in rows(approver)]


def test_the_newsroom_finds_the_events_of_its_own_articles_only():
    here, there = make_unit("BTGHU"), make_unit("MTTQ")
    make_article(State.SUBMITTED, unit=there)
    mine = make_article(State.SUBMITTED, unit=here)
    browser = staff.browser(make_user("publisher", unit=here))
    assert {e.article for e in found(browser)} == {mine}
    assert {row[2] for row in rows(browser)} == {str(mine.pk)}


@pytest.mark.parametrize("role", ["contributor", "editor", "secretary", "account_admin"])
def test_nobody_else_reads_the_record(role):
    browser = staff.browser(make_user(role))
    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH).status_code == 403
    for kind in ("csv", "xlsx"):
        assert browser.post(PATH, {"tai": kind}).status_code == 403
    assert not AccountEvent.objects.filter(action="exported").exists()


def test_a_file_holds_what_was_asked_for_and_is_on_record():
    approver, article = make_user("approver"), make_article(State.EDITING)
    make_article(State.EDITING)
    assert {row[2] for row in rows(staff.browser(approver), f"?bai={article.pk}")} == {
        str(article.pk)
    }
    event = AccountEvent.objects.get(action="exported")
    assert (event.actor, event.note) == (approver, "Nhật ký bài viết, CSV")
    assert event.after == {"rows": 2}


def test_the_file_tells_seconds_apart():
    event = make_article(State.SUBMITTED).events.get()
    (row,) = rows(staff.browser(make_user("approver")))
    assert row[1] == timezone.localtime(event.at).strftime("%d/%m/%Y %H:%M:%S")


def test_a_workbook_too_without_the_words_of_others():
    make_article(State.RETURNED, title="Nhan đề kín")
    for role, told in (("approver", True), ("system_admin", False)):
        answer = staff.browser(make_user(role)).post(PATH, {"tai": "xlsx"})
        assert "no-store" in answer["Cache-Control"]
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "Người thực hiện" in sheet
        assert ("Nhan đề kín" in sheet) == told


def test_reading_alone_takes_nothing_away():
    browser = staff.browser(make_user("approver"))
    assert browser.get(f"{PATH}?tai=csv")["Content-Type"].startswith("text/html")
    assert not AccountEvent.objects.filter(action="exported").exists()


def test_a_cell_is_never_a_formula():
    article = make_article(State.EDITING, title="=1+1")
    move(article, "return", make_user("editor"), note="@SUM(A1)")
    cells = {cell for row in rows(staff.browser(make_user("approver"))) for cell in row}
    assert {"'=1+1", "'@SUM(A1)"} <= cells
    assert not {cell for cell in cells if cell.startswith(("=", "@"))}


def test_the_pages_go_back_in_time(django_assert_max_num_queries):
    article, chief = make_article(), make_user("publisher")
    for _ in range(60):
        move(article, "remind", chief)
    browser = staff.browser(chief)
    with django_assert_max_num_queries(12):
        first = browser.get(PATH)
    rest = found(browser, f"?truoc={first.context['older']}")
    serials = [e.serial for e in (*first.context["events"], *rest)]
    assert serials == sorted(serials, reverse=True)
    assert len(serials) == ArticleEvent.objects.count() == 65


def test_the_check_says_whether_the_record_is_whole():
    make_article(State.EDITING)
    browser = staff.browser(make_user("system_admin"))
    page = browser.post(PATH).content.decode()
    assert "Nhật ký còn nguyên" in page
    assert ArticleEvent.objects.order_by("serial").last().hash in page
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE news_articleevent DISABLE TRIGGER article_event_is_final")
        cursor.execute("UPDATE news_articleevent SET note = 'sửa lén' WHERE serial = 2")
    assert "đụng tới ở dòng số 2" in browser.post(PATH).content.decode()


@pytest.mark.parametrize(
    "query", ["?bai=x", "?bai=99999999999999999999", "?tu=32/13/2026", "?viec=la", "?nguoi=%C2%B2"]
)
def test_what_is_not_understood_finds_nothing(query):
    make_article(State.SUBMITTED)
    assert found(staff.browser(make_user("approver")), query) == []


def test_a_strange_page_number_is_left_out():
    make_article(State.SUBMITTED)
    browser = staff.browser(make_user("approver"))
    for before in ("x", "9" * 40, "-1", "²"):
        assert len(found(browser, f"?truoc={before}")) == 1

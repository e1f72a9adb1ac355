"""A due version that cannot take its place: no reader notices, people learn of it, the log once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news import desk, due
from news.models import Article, Notice, State
from news.transitions import TRANSITIONS
from tests import staff
from tests.factories import make_unit, make_user, move
from tests.integration.test_schedule import pass_by, revised

pytestmark = pytest.mark.django_db

FAILED = "Không đăng được đúng giờ: "
STOP = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE OR REPLACE FUNCTION test_stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{} %', clock_timestamp(); END $$;
CREATE OR REPLACE TRIGGER test_stop BEFORE INSERT ON news_articleevent
    FOR EACH ROW WHEN (NEW.action = 'switch') EXECUTE FUNCTION test_stop();
"""


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refuse(monkeypatch) -> None:
    """The table allows no switch any more."""
    monkeypatch.setitem(TRANSITIONS, "switch", replace(TRANSITIONS["switch"], sources=()))


def stop(monkeypatch) -> None:
    """The database itself lets none through, for a reason whose details differ each time."""
    execute(STOP.format("no room\n"))


CAUSES = {"refused": (refuse, "Bài đang ở trạng thái"), "stopped": (stop, "Máy chủ gặp lỗi, mã")}


@pytest.fixture(params=CAUSES)
def cause(request, monkeypatch):
    """A function that lets every switch fail, and how its sentence begins."""
    fail, sentence = CAUSES[request.param]
    return lambda: fail(monkeypatch), sentence


@pytest.fixture
def late():
    """A live article whose new version should be online."""
    article = revised()
    pass_by(article)
    return article


def errors(caplog) -> int:
    return len([r for r in caplog.records if r.levelname == "ERROR" and r.name == "news.due"])


def rest(article) -> None:
    """Let the pause after a failure go by."""
    past = timezone.now() - due.PAUSE - timedelta(seconds=1)
    Article.objects.filter(pk=article.pk).update(due_failed_at=past)


def test_readers_go_on_reading_the_old_version(client, late, cause):
    fail, sentence = cause
    fail()
    for path in ("/", "/tin-tuc/", late.get_absolute_url(), late.category.get_absolute_url()):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Bản đang đăng" in answer.text
        assert sentence not in answer.text
    assert client.get("/tin-tuc/khong-co-0/").status_code == 404
    found = client.get("/suc-khoe/").json()
    assert (found["database"], found["failed_switches"]) == (True, 1)
    late.refresh_from_db()
    assert late.due_failure.startswith(sentence)
    assert (late.published_version, late.state) == (1, State.APPROVED)


def test_it_is_logged_once_for_each_reason(late, cause, caplog):
    cause[0]()
    for _ in range(4):
        assert due.switches() == 0
    assert errors(caplog) == 1
    execute(STOP.format("another reason\n"))
    late.refresh_from_db()
    before = late.due_failure
    if "trạng thái" not in before:
        due.switches()
        due.switches()
        late.refresh_from_db()
        assert late.due_failure != before
        assert errors(caplog) == 2


def test_the_log_holds_the_code_that_people_are_shown(late, monkeypatch, caplog):
    stop(monkeypatch)
    due.switches()
    late.refresh_from_db()
    code = late.due_failure.split("mã ")[1][:8]
    assert code in caplog.text
    assert "no room" in caplog.text


def test_readers_do_not_all_try_again_but_the_clock_and_time_do(client, late, monkeypatch):
    refuse(monkeypatch)
    client.get("/")
    monkeypatch.undo()
    assert "Bản đang đăng" in client.get(late.get_absolute_url()).text
    rest(late)
    assert "Bản sửa đã duyệt" in client.get(late.get_absolute_url()).text
    late.refresh_from_db()
    assert (late.due_failure, late.due_failed_at) == ("", None)
    assert late.events.filter(action="switch").count() == 1


def test_the_clock_tries_at_once(late, monkeypatch):
    refuse(monkeypatch)
    assert due.switches() == 0
    monkeypatch.undo()
    assert due.switches() == 1


def test_those_whose_move_is_next_see_it_on_the_desk(late, cause):
    cause[0]()
    due.switches()
    late.refresh_from_db()
    publisher, told = make_user("publisher"), FAILED + late.due_failure
    client = staff.browser(publisher)
    assert told in client.get("/quan-tri/").text
    assert told in client.get(staff.change(late)).text
    assert late.title in client.get(f"{staff.ARTICLES}?danh-sach=cho-toi").text
    elsewhere = make_user("publisher", unit=make_unit("KHAC"))
    for other in (make_user("editor"), make_user("contributor"), elsewhere):
        mine = [card for card in desk.cards(other) if card.list.key == "cho-toi"]
        assert not [row for card in mine for row in card.rows]
    move(late, "unschedule", publisher)
    assert FAILED not in client.get("/quan-tri/").text
    assert late.due_failure == ""


def test_those_who_may_publish_are_told_once(late, cause):
    publisher, editor = make_user("publisher"), make_user("editor")
    cause[0]()
    for _ in range(3):
        due.switches()
    told = Notice.objects.filter(kind="failed")
    assert [notice.recipient for notice in told.filter(recipient=publisher)] == [publisher]
    assert told.get(recipient=publisher).sentence.startswith(FAILED)
    assert not told.filter(recipient=editor).exists()


def test_whatever_else_goes_wrong_no_page_breaks(client, late, monkeypatch):
    monkeypatch.setattr(due.workflow, "switch", lambda pk: 1 / 0)
    assert client.get("/").status_code == 200
    late.refresh_from_db()
    assert "Máy chủ gặp lỗi" in late.due_failure


def test_a_failure_that_cannot_be_kept_is_logged_and_breaks_no_page(client, late, caplog):
    execute(
        STOP.format("no room")
        + """
        CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'disk full'; END $$;
        CREATE TRIGGER test_full BEFORE UPDATE ON news_article
            FOR EACH ROW EXECUTE FUNCTION test_full();
        """
    )
    assert "Bản đang đăng" in client.get(late.get_absolute_url()).text
    assert "disk full" in caplog.text


def test_what_was_switched_meanwhile_has_not_failed(late):
    due._failed(late.pk, due.workflow.Refused("Lỗi"))
    assert due.switches() == 1
    due._failed(late.pk, due.workflow.Refused("Lỗi"))
    late.refresh_from_db()
    assert late.due_failure == ""

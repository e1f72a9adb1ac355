"""The record of moves: written once, numbered without a gap, and sealed as a chain."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import seals
from news import record, workflow
from news.models import ArticleEvent, State
from tests.factories import make_article, make_user, move

pytestmark = pytest.mark.django_db


def behind_our_back(statement: str) -> None:
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE news_articleevent DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE news_articleevent ENABLE TRIGGER USER")


def test_an_untouched_record_is_whole():
    make_article(State.WITHDRAWN)
    found = record.check()
    assert (found.length, found.broken_at) == (6, None)
    assert found.seal == ArticleEvent.objects.get(serial=6).hash


def test_an_empty_record_is_whole():
    assert record.check() == seals.Findings(0, "", None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news_articleevent SET note = 'Khác' WHERE serial = 3",
        "UPDATE news_articleevent SET actor_id = NULL WHERE serial = 3",
        "UPDATE news_articleevent SET at = at - interval '1 second' WHERE serial = 3",
        "UPDATE news_articleevent SET refused = true WHERE serial = 3",
        "UPDATE news_articleevent SET after = '{}' WHERE serial = 3",
        "DELETE FROM news_articleevent WHERE serial = 3",
        "UPDATE news_articleevent SET hash = repeat('0', 64) WHERE serial = 3",
    ],
)
def test_tampering_shows_where_it_begins(statement):
    make_article(State.APPROVED)
    behind_our_back(statement)
    assert record.check().broken_at in (3, 4)
    with pytest.raises(CommandError, match="không còn nguyên vẹn"):
        call_command("check_record")


def test_a_row_put_in_by_hand_is_sealed_by_the_database_like_any_other(capsys):
    article = make_article(State.SUBMITTED)
    event = ArticleEvent(article=article, action="x", from_state="draft", to_state="draft")
    event.version, event.serial, event.hash = 1, 99, "tự đặt"
    ArticleEvent.objects.bulk_create([event])
    call_command("check_record")
    assert "2 dòng" in capsys.readouterr().out


def test_no_path_of_the_application_changes_it():
    event = make_article(State.SUBMITTED).events.get()
    event.note = "Viết lại"
    for attempt in (event.save, event.delete, ArticleEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()
    assert record.check().broken_at is None


@pytest.mark.django_db(transaction=True)
def test_twenty_approvals_at_once_are_one_move_and_one_event():
    article = make_article(State.PENDING)
    people = [make_user("approver") for _ in range(20)]
    told = []

    def approve(person):
        try:
            workflow.perform(article, "approve", person, version=1)
            told.append("")
        except workflow.Refused as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[0] == ""
    assert len([sentence for sentence in told if "Chờ xuất bản" in sentence]) == 19
    assert article.events.done().filter(action="approve").count() == 1
    assert record.check().broken_at is None


@pytest.mark.django_db(transaction=True)
def test_moves_at_once_leave_no_gap_and_no_branch():
    articles = [make_article(State.PENDING) for _ in range(6)]
    people = [make_user("approver") for _ in articles]

    def approve(article, person):
        try:
            workflow.perform(article, "approve", person, version=1)
        finally:
            connection.close()

    pairs = zip(articles, people, strict=True)
    threads = [threading.Thread(target=approve, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = record.check()
    assert (found.length, found.broken_at) == (24, None)


def test_a_move_that_fails_leaves_no_event():
    article = make_article(State.PENDING)
    with pytest.raises(workflow.Refused):
        move(article, "approve", article.created_by)
    assert not article.events.done().filter(action="approve").exists()

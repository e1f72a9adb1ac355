"""Whatever is killed or happens at once, an article is wholly before a move or wholly after it."""

import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from news import featuring, record, workflow
from news.models import ArchivePage, Article, ArticleEvent, Correction, Mail, Notice, Pin, State
from tests import beside
from tests.factories import make_article, make_unit, make_user, move
from tests.integration.test_afterwards import CORRECTION
from tests.integration.test_featuring import feature
from tests.integration.test_schedule import pass_by, soon

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
VICTIM = {"PGAPPNAME": "victim", "DJANGO_SETTINGS_MODULE": "tests.integration.with_mail"}
# The lock at which a process is held until it is killed.
HELD = 0x6B696C6C
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'victim'
"""
BLOCKED = """
SELECT count(*) FROM pg_locks AS waiting WHERE NOT granted AND EXISTS (
    SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid
    WHERE pid = waiting.pid AND datname = current_database()
)
"""
BEGIN = """
import django
django.setup()
from django.core.management import call_command
from news import workflow
from news.models import Article
from accounts.models import User
"""
PUBLISH = """
article = Article.objects.get(pk={article})
workflow.perform(article, "publish", User.objects.get(pk={user}), version={version}, **{given})
"""
TICK = "call_command('tick')"


def ask(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else None


def until(question) -> None:
    """Wait for something that another process brings about."""
    deadline = time.monotonic() + 60
    while not question():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def together(*works) -> list:
    """Do things at once, each in a thread with a connection of its own; what each came to."""
    found, barrier = [], threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            found.append(work())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@contextmanager
def stopping_at(table: str, when: str):
    """Hold every other process that writes to the table; `when` is the event of a trigger."""
    late = when.startswith("COMMIT ")
    made = "CONSTRAINT TRIGGER" if late else "TRIGGER"
    ending = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW" if late else "FOR EACH ROW"
    event = when.removeprefix("COMMIT ")
    ask(
        f"""
        CREATE FUNCTION test_hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared({HELD}); RETURN NULL; END $$;
        CREATE {made} test_hold AFTER {event} ON {table} {ending} EXECUTE FUNCTION test_hold();
        """
    )
    try:
        ask("SELECT pg_advisory_lock(%s)", HELD)
        yield
    finally:
        ask("SELECT pg_advisory_unlock_all()")
        until(lambda: not ask(OTHERS))
        ask("DROP FUNCTION test_hold() CASCADE")


def begin(code: str, **options) -> subprocess.Popen:
    """A process of its own on the test's database, with mail switched on."""
    command = [sys.executable, "-c", BEGIN + code]
    return subprocess.Popen(command, cwd=ROOT, env=beside.environment(**VICTIM), **options)  # noqa: S603


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def traces() -> tuple:
    """How much there is of everything that a move may leave behind."""
    models = (ArticleEvent, Notice, Mail, DBTaskResult, Correction, Pin, ArchivePage)
    return tuple(model.objects.count() for model in models)


def row_of(article) -> dict:
    return Article.objects.filter(pk=article.pk).values().get()


def waiting_correction(writer=None) -> tuple:
    """A live article with an approved new version, who publishes it and who is told."""
    unit = make_unit()
    writer = writer or make_user("contributor", email="viet@example.vn", unit=unit)
    article = make_article(user=writer, unit=unit)
    editor = make_user("editor")
    workflow.save(article, {"title": "Bản đính chính"}, editor, base=1)
    article.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve"):
        move(article, action, editor if action == "submit" else None)
    return article, make_user("publisher")


def published(article, publisher) -> str:
    return PUBLISH.format(article=article.pk, user=publisher.pk, version=2, given=CORRECTION)


def attempts(code: str) -> str:
    """The same, each move by itself: what was done in an earlier round is refused now."""
    moves = code.replace("workflow.perform(", "attempt(")
    return f"""
def attempt(*args, **given):
    try:
        workflow.perform(*args, **given)
    except workflow.Refused:
        pass

{moves}"""


def is_whole(article, action: str, before: dict) -> str:
    """Whether the article stands before or after the move; neither fails."""
    now = row_of(article)
    events = article.events.done().filter(action=action, version=2)
    keys = [f"event:{event.pk}" for event in events]
    told = Notice.objects.filter(recipient=article.created_by, key__in=keys)
    mails = Mail.objects.filter(notices__in=told)
    counts = (events.count(), told.count(), mails.count(), article.corrections.count())
    if now == before:
        assert counts == (0, 0, 0, 0)
        return "old"
    assert (now["state"], now["published_version"]) == ("published", 2)
    assert now["title"] == "Bản đính chính"
    assert now["changed_at"] is not None
    assert counts == (1, 1, 1, 1)
    assert record.check().broken_at is None
    return "new"


STEPS = {
    "news_correction": "INSERT",
    "news_article": "UPDATE",
    "news_articleevent": "INSERT",
    "news_notice": "INSERT",
    "news_mail": "INSERT",
    DBTaskResult._meta.db_table: "INSERT",
}


@pytest.mark.parametrize("table", STEPS)
def test_killed_between_the_steps_of_publishing_nothing_was_done(table):
    article, publisher = waiting_correction()
    before, left = row_of(article), traces()
    with stopping_at(table, STEPS[table]):
        process = begin(published(article, publisher))
        until(lambda: ask(WAITING, HELD))
        kill(process)
    assert is_whole(article, "publish", before) == "old"
    assert traces() == left
    move(article, "publish", publisher, **CORRECTION)
    assert article.title == "Bản đính chính"
    assert article.corrections.count() == 1


def test_killed_once_the_database_commits_everything_was_done():
    article, publisher = waiting_correction()
    before = row_of(article)
    with stopping_at("news_articleevent", "COMMIT INSERT"):
        process = begin(published(article, publisher))
        until(lambda: ask(WAITING, HELD))
        kill(process)
    assert is_whole(article, "publish", before) == "new"


def test_killed_at_any_moment_each_article_is_before_or_after_and_the_next_goes_on():
    unit = make_unit()
    writer = make_user("contributor", email="viet@example.vn", unit=unit)
    found = [waiting_correction(writer) for _ in range(8)]
    publisher = found[0][1]
    before = {article.pk: row_of(article) for article, _ in found}
    code = "print('go', flush=True)\n" + "".join(published(a, publisher) for a, _ in found)
    chance = random.Random(4)  # noqa: S311 - moments, no secrets
    ways = set()
    for round_ in range(6):
        with begin(attempts(code), stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"go\n"
            time.sleep(chance.uniform(0.02, 0.25))
            if round_ < 5:
                kill(process)
            else:
                assert process.wait(60) == 0
        until(lambda: not ask(OTHERS))
        now = [is_whole(article, "publish", before[article.pk]) for article, _ in found]
        ways.update(now)
    assert set(now) == {"new"}
    assert ways == {"old", "new"}


def test_the_clock_killed_within_a_switch_leaves_it_to_the_next_reader(client):
    for table in ("news_article", "news_articleevent", "news_mail"):
        article, publisher = waiting_correction()
        move(article, "publish", publisher, **CORRECTION, at=soon())
        pass_by(article)
        before = row_of(article)
        with stopping_at(table, STEPS[table]):
            process = begin(TICK)
            until(lambda: ask(WAITING, HELD))
            kill(process)
        assert is_whole(article, "switch", before) == "old"
        assert "Bản đính chính" in client.get(article.get_absolute_url()).text
        assert article.events.filter(action="switch").count() == 1
        assert article.corrections.get().by == publisher
        assert client.get("/suc-khoe/").json()["overdue"] == 0


def test_processes_and_readers_at_once_switch_it_once(client):
    article, publisher = waiting_correction()
    move(article, "publish", publisher, **CORRECTION, at=soon())
    pass_by(article)
    path = article.get_absolute_url()
    with stopping_at("news_articleevent", "INSERT"):
        processes = [begin(TICK)]
        until(lambda: ask(WAITING, HELD))
        processes += [begin(f"workflow.switch({article.pk})") for _ in range(3)]
        until(lambda: ask(OTHERS) == len(processes))
        read = [threading.Thread(target=together, args=[lambda: client.get(path)])]
        read[0].start()
        time.sleep(0.3)
        ask("SELECT pg_advisory_unlock_all()")
        assert [process.wait(60) for process in processes] == [0] * len(processes)
        read[0].join(60)
    assert article.events.filter(action="switch").count() == 1
    assert article.corrections.count() == 1
    assert Notice.objects.filter(kind="switch").count() == 1
    assert "Bản đính chính" in client.get(path).text


def test_an_illegal_attempt_beside_a_move_does_not_stop_it():
    """The seal of the record and the article's row are asked for in one order by both."""
    article, outsider = make_article(State.PENDING), make_user("contributor")
    approver = make_user("approver")
    came_to = []

    def trespass():
        given = article, "approve", outsider, "Bạn không có quyền."
        came_to.extend(together(lambda: workflow.record_refusal(*given)))

    beside = threading.Thread(target=trespass)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        beside.start()
        until(lambda: ask(BLOCKED))
        workflow.perform(article, "approve", approver, version=1)
    beside.join(60)
    assert came_to == [None]
    assert article.events.filter(action="approve", refused=False).count() == 1
    assert article.events.filter(action="approve", refused=True, actor=outsider).count() == 1


def test_ordering_featured_articles_beside_a_withdrawal_does_not_stop_it():
    first, second = make_article(), make_article()
    publisher = make_user("publisher")
    for row in (first, second):
        feature(row)
    pin, came_to = Pin.objects.get(article=second), []

    def order():
        came_to.extend(together(lambda: featuring.step(pin, featuring.UP, publisher)))

    beside = threading.Thread(target=order)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=second.pk)
        beside.start()
        until(lambda: ask(BLOCKED))
        workflow.perform(second, "withdraw", publisher, version=1, note="Sai số liệu")
    beside.join(60)
    assert came_to == [None]
    assert list(Pin.objects.values_list("article", flat=True)) == [first.pk]
    assert record.check().broken_at is None

"""The worker of the queue as a process: it ends between two tasks, and loses none when killed."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.operations.worker import Worker
from news import workqueue
from tests import beside, held_tasks

ROOT = Path(__file__).parents[2]


def until(holds, seconds=30.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@contextmanager
def running(*command: str):
    """A management command as a process of its own."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "manage.py", *command], cwd=ROOT, env=beside.environment()
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def worker():
    return running("db_worker", "--interval", "0.05", "--no-startup-delay")


def statuses() -> list[str]:
    rows = DBTaskResult.objects.order_by("enqueued_at")
    return list(rows.values_list("status", flat=True))


@pytest.mark.django_db(transaction=True)
def test_told_to_stop_it_finishes_what_it_has_in_hand_and_begins_nothing(tmp_path):
    held_tasks.hold.enqueue(str(tmp_path))
    held_tasks.hold.enqueue(str(tmp_path))
    with worker() as process:
        until((tmp_path / "begun-1").exists)
        process.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert process.wait(30) == 0
    assert statuses() == ["SUCCESSFUL", "READY"]
    assert not (tmp_path / "begun-2").exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(tmp_path, monkeypatch, work):
    monkeypatch.setattr(workqueue, "GRACE", timedelta(0))
    held_tasks.hold.enqueue(str(tmp_path))
    with worker() as process:
        until((tmp_path / "begun-1").exists)
        name = DBTaskResult.objects.get().worker_ids[-1]
        # As long as it lives nobody takes the task from it.
        assert workqueue.abandoned() == 0
        process.kill()
    until(lambda: not workqueue.lives(name))
    assert (workqueue.abandoned(), workqueue.abandoned()) == (1, 0)
    (tmp_path / "go").touch()
    work()
    assert statuses() == ["SUCCESSFUL"]
    assert len(DBTaskResult.objects.get().worker_ids) == 2


@pytest.mark.django_db(transaction=True)
def test_it_outlives_the_database_and_does_again_what_it_lost_sight_of(tmp_path):
    held_tasks.hold.enqueue(str(tmp_path))
    with worker() as process:
        until((tmp_path / "begun-1").exists)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
        (tmp_path / "go").touch()
        until((tmp_path / "begun-2").exists)
        until(lambda: statuses() == ["SUCCESSFUL"])
        assert process.poll() is None


@pytest.mark.django_db(transaction=True)
def test_the_clock_ends_between_two_errands_when_told_to():
    # Whoever worked before may not have quite gone.
    until(lambda: connected() == 0)
    with running("tick", "--loop", "600") as process:
        # Its lock is taken and given back around the errands.
        until(lambda: connected() == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def connected() -> int:
    """How many others are connected to the test's database; not what the server does by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


# Within one process


@pytest.fixture
def hand():
    """A worker that takes nothing by itself."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="thu",
        excluded_queue_names=[],
    )


@pytest.mark.django_db
def test_what_was_taken_as_the_word_to_stop_came_is_handed_back(hand, tmp_path):
    held_tasks.hold.enqueue(str(tmp_path))
    row = DBTaskResult.objects.get()
    row.claim("thu")
    hand.shutdown(signal.SIGTERM, None)
    hand.run_task(row)
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_what_a_second_word_breaks_off_waits_for_the_next_worker(work):
    held_tasks.broken_off.enqueue()
    work()
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == ("READY", 1)


@pytest.mark.django_db
def test_a_failure_that_may_pass_is_tried_again_with_growing_pauses(work):
    held_tasks.disk_full.enqueue()
    for tries in range(1, workqueue.TRIES):
        work()
        row = DBTaskResult.objects.get()
        assert (row.status, len(row.worker_ids)) == ("READY", tries)
        wait = row.run_after - timezone.now()
        expected = workqueue.PAUSE * 5 ** (tries - 1)
        assert expected - timedelta(seconds=30) < wait <= expected
        DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert statuses() == ["FAILED"]


@pytest.mark.django_db
def test_a_mistake_of_the_program_is_not_tried_again(work):
    held_tasks.wrong.enqueue()
    work()
    assert statuses() == ["FAILED"]


@pytest.mark.django_db
def test_what_kills_every_worker_fails_for_good():
    held_tasks.wrong.enqueue()
    long_ago = timezone.now() - timedelta(hours=1)
    names = [f"w{number}" for number in range(workqueue.TRIES)]
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago, worker_ids=names)
    assert workqueue.abandoned() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", workqueue.LOST)


@pytest.mark.django_db
def test_a_task_taken_just_now_is_nobodys_loss():
    held_tasks.wrong.enqueue()
    DBTaskResult.objects.get().claim("w")
    assert workqueue.abandoned() == 0


@pytest.mark.django_db
def test_rows_of_work_that_is_done_are_deleted_after_a_while():
    ages = {("SUCCESSFUL", 8): False, ("SUCCESSFUL", 6): True, ("FAILED", 8): True}
    ages |= {("FAILED", 91): False, ("READY", 99): True, ("RUNNING", 99): True}
    for status, days in ages:
        row = held_tasks.wrong.enqueue()
        then = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=row.id).update(status=status, finished_at=then)
    assert workqueue.forget_old() == 2
    assert len(statuses()) == 4


@pytest.mark.django_db
def test_the_database_may_be_away_for_a_while(hand, monkeypatch):
    asked = []

    def away(worker):
        asked.append(worker)
        hand.running = len(asked) < 5
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(workqueue, "show_life", away)
    monkeypatch.setattr(hand, "_rest", asked.append)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's transaction lives on it
    hand.run()
    assert asked == ["thu", 0.5, "thu", 1.0, "thu", 2.0]

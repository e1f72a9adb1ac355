"""`make run`: one portal per checkout, a second one is told about the first, logs stay bounded."""

import os
from contextlib import ExitStack
from threading import Timer

import pytest

from config.dev import processes, run, worker
from config.dev.console import Failure


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """The run lock of a checkout of its own."""
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setattr(run, "RUN_LOCK", tmp_path / "run.lock")
    return run.RUN_LOCK


def test_a_second_one_is_told_the_address_and_the_number_of_the_first(lock):
    first = processes.take_lock(lock)
    processes.write_lock(first, "4711 http://127.0.0.1:8080")
    with pytest.raises(Failure, match=r"http://127\.0\.0\.1:8080 \(PID 4711\)"):
        run._take_run_lock()
    os.close(first)


def test_one_that_is_just_stopping_is_waited_for(lock):
    first = processes.take_lock(lock)
    processes.write_lock(first, "")
    stopping = Timer(0.2, os.close, [first])
    stopping.start()
    os.close(run._take_run_lock())
    stopping.join()


def test_what_a_killed_one_left_in_the_lock_does_not_matter(lock):
    lock.write_text("4711 http://127.0.0.1:8080")
    os.close(run._take_run_lock())


def test_each_worker_holds_the_lock_of_its_job_until_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "VAR", tmp_path)
    with ExitStack() as running:
        for job in worker.JOBS:
            assert run._idle_worker(running, job).job is job
            assert processes.take_lock(job.lock) is None
    for job in worker.JOBS:
        os.close(processes.take_lock(job.lock))


def test_a_large_log_is_put_aside_once(lock, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "LARGEST_LOG", 3)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "web.log").write_text("much\n")
    (tmp_path / "log" / "access.log").write_text("\n")
    run._open_log_folder()
    assert {log.name for log in (tmp_path / "log").iterdir()} == {"web.log.1", "access.log"}

"""The background worker of `make run`: what dies is told and started anew, but not for ever."""

import os
import signal
import time

import pytest

from config.dev import processes, worker
from config.dev.worker import JOBS, MOST_DEATHS, TICK, Worker

# Newer Pythons warn of fork in a process with threads; the test runner has some, `make` has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def start(tmp_path, monkeypatch):
    """A function that starts a worker which runs this shell line."""
    (tmp_path / "var" / "log").mkdir(parents=True)
    lock = processes.take_lock(tmp_path / "lock")
    running = []

    def begin(line: str) -> Worker:
        monkeypatch.setattr(worker, "POLITELY", ("/bin/sh", "-c", line))
        running.append(Worker(tmp_path, lock))
        running[-1].start()
        return running[-1]

    yield begin
    for each in running:
        each.stop()
    os.close(lock)


def test_a_worker_that_lives_is_left_alone(start, capsys):
    one = start("exec sleep 60")
    first = one.process
    one.keep_up()
    assert one.process is first
    assert capsys.readouterr().err == ""


def test_a_dead_worker_is_told_and_started_anew(start, capsys):
    one = start("echo hết bộ nhớ; exec sleep 60")
    while "hết" not in one.log.read_text():
        time.sleep(0.01)
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    one.keep_up()
    assert one.process.poll() is None
    told = capsys.readouterr().err
    assert "Tiến trình nền “worker” đã dừng (mã -9). Đang khởi động lại." in told
    assert "hết bộ nhớ" in told


def test_a_worker_that_cannot_live_is_given_up_once(start, capsys):
    one = start("exit 3")
    for _ in range(MOST_DEATHS + 2):
        if one.process:
            one.process.wait()
        one.keep_up()
    assert one.process is None
    told = capsys.readouterr().err
    assert told.count("đã dừng (mã 3)") == MOST_DEATHS
    assert told.count("Không khởi động lại nữa") == 1
    one.stop()


def test_every_job_has_a_lock_and_a_log_of_its_own(tmp_path):
    locks = {job.lock for job in JOBS}
    logs = {Worker(tmp_path, 0, job).log for job in JOBS}
    assert {lock.name for lock in locks} == {"worker.lock", "tick.lock"}
    assert {log.name for log in logs} == {"worker.log", "tick.log"}


def test_what_is_missing_without_a_worker_is_said_of_its_own_job(start, capsys):
    one = start("exit 3")
    one.job = TICK
    for _ in range(MOST_DEATHS):
        if one.process:
            one.process.wait()
        one.keep_up()
    assert "lời nhắc và bản sửa hẹn giờ" in capsys.readouterr().err


def test_deaths_far_apart_are_no_reason_to_give_up(start, monkeypatch, capsys):
    monkeypatch.setattr(worker, "HEALTHY_AFTER", -1.0)
    one = start("exit 3")
    for _ in range(MOST_DEATHS + 2):
        one.process.wait()
        one.keep_up()
    assert one.process is not None

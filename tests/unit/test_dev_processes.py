"""Locks and children: a family is gone exactly when its lock is free, and can be ended by it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.dev import processes
from config.dev.console import Failure

# Newer Pythons warn of fork in a process with threads; the test runner has some, `make` has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
)


@pytest.fixture
def lock(tmp_path):
    return tmp_path / "lock"


def launch(*command: str, folder: Path = Path("/")) -> processes.Launch:
    return processes.Launch(command, folder, {"PATH": os.defpath}, signal.SIGTERM)


def spawn(lock: Path, *command: str) -> subprocess.Popen[bytes]:
    """A child whose supervisor forgets it at once, as after kill -9."""
    held = processes.take_lock(lock)
    child = processes.spawn(launch(*command), held, lock.with_name("log"))
    os.close(held)
    return child


def test_a_lock_is_held_once(lock):
    held = processes.take_lock(lock)
    assert processes.take_lock(lock) is None
    os.close(held)
    again = processes.take_lock(lock)
    assert again is not None
    os.close(again)


def test_a_link_is_no_lock(lock, tmp_path):
    lock.symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic"):
        processes.take_lock(lock)


def test_a_grandchild_alone_keeps_the_lock(lock):
    child = spawn(lock, "/bin/sh", "-c", "sleep 60 & exit 0")
    child.wait()
    assert processes.take_lock(lock) is None
    os.killpg(child.pid, signal.SIGKILL)


def test_a_leftover_is_ended_and_its_lock_taken(lock, monkeypatch):
    monkeypatch.setattr(processes, "GRACE_FOR_LEFTOVERS", 0.05)
    child = spawn(lock, "sleep", "60")
    os.close(processes.take_over(lock, signal.SIGTERM))
    assert child.wait(1) == -signal.SIGTERM


def test_a_free_lock_is_taken_over_whatever_number_it_names(lock):
    """The number may belong to an innocent program by now: this one."""
    lock.write_text(str(os.getpid()))
    os.close(processes.take_over(lock, signal.SIGTERM))


def test_a_child_that_does_not_listen_is_killed(lock):
    child = spawn(lock, sys.executable, "-c", STUBBORN)
    while "1" not in lock.with_name("log").read_text():
        assert child.poll() is None
    processes.end(child, signal.SIGTERM, patience=0.1)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of our death")
def test_a_child_dies_with_its_killed_supervisor(lock):
    supervisor = (
        "import os, signal\nfrom pathlib import Path\nfrom config.dev import processes as p\n"
        f"lock = Path({str(lock)!r})\nheld = p.take_lock(lock)\n"
        "wanted = p.Launch(('sleep', '60'), Path('/'), {'PATH': os.defpath}, signal.SIGTERM)\n"
        "p.spawn(wanted, held, lock.with_name('log'))\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(processes.__file__).parents[2]
    command = [sys.executable, "-c", supervisor]
    subprocess.run(command, cwd=root, check=False)  # noqa: S603 - a program of our own
    held = processes.take_lock(lock, patience=5)
    assert held is not None
    os.close(held)


def test_a_command_that_fails_shows_what_it_said(lock):
    held = processes.take_lock(lock)
    with pytest.raises(Failure, match="hỏng rồi"):
        processes.run(launch("/bin/sh", "-c", "echo hỏng rồi; exit 3"), held)
    os.close(held)

"""Child processes that never outlive us unnoticed: own session, death signal, a shared lock.

A child inherits the descriptor of a locked file, and so do its own children. A free lock
therefore proves that the whole family is gone, and a held one that it is not, whatever a stale
pid file says and whoever got the number since.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.dev.console import Failure

PR_SET_PDEATHSIG = 1
# A family whose supervisor was killed is normally on its way out; only then do we push.
GRACE_FOR_LEFTOVERS = 3.0


@dataclass(frozen=True)
class Account:
    """The operating system account a child runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Launch:
    """What a child is started with."""

    command: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str]
    death_signal: signal.Signals
    account: Account | None = None


def take_lock(path: Path, patience: float = 0.0) -> int | None:
    """The descriptor of the locked file, or None when somebody keeps it longer than that."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    deadline = time.monotonic() + patience
    while not _lock(descriptor):
        if time.monotonic() >= deadline:
            os.close(descriptor)
            return None
        time.sleep(0.05)
    return descriptor


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_lock(descriptor: int, text: str) -> None:
    """Leave a word in the lock for those who find it held."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def take_over(lock: Path, gentle: signal.Signals) -> int:
    """The lock of a family of children, after ending what a killed supervisor left behind."""
    for signum, patience in ((None, GRACE_FOR_LEFTOVERS), (gentle, 10.0), (signal.SIGKILL, 5.0)):
        if signum is not None:
            _signal_family(lock, signum)
        descriptor = take_lock(lock, patience)
        if descriptor is not None:
            return descriptor
    raise Failure(
        f"Một tiến trình cũ vẫn giữ {lock} và không chịu dừng. "
        f"Hãy tìm nó bằng lệnh: fuser -v '{lock}'"
    )


def _signal_family(lock: Path, signum: signal.Signals) -> None:
    """The lock is held, so the group named in it is still theirs and nobody else's."""
    leader = lock.read_text().strip()
    if not leader.isdigit():
        return
    try:
        os.killpg(int(leader), signum)
    except ProcessLookupError:
        return  # it ended between our look at the lock and the signal: all we wanted


def spawn(wanted: Launch, lock: int, log: Path) -> subprocess.Popen[bytes]:
    """Start a lasting child, and note its number in the lock it inherits."""
    with log.open("ab") as sink:
        child = subprocess.Popen(
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            # The terminal's Ctrl-C reaches us alone; we stop the children in the right order.
            start_new_session=True,
            **_settings(wanted, lock),
        )
    write_lock(lock, str(child.pid))
    return child


def run(wanted: Launch, lock: int, typed: str = "") -> str:
    """Run a short command to its end; what it printed, or a failure that shows it."""
    result = subprocess.run(
        input=typed.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **_settings(wanted, lock),
    )
    printed = result.stdout.decode(errors="replace")
    if result.returncode:
        raise Failure(f"Lệnh {Path(wanted.command[0]).name} không chạy được:\n{printed}")
    return printed


def _settings(wanted: Launch, lock: int) -> dict[str, Any]:
    account = wanted.account
    identity = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    return {
        "args": [str(part) for part in wanted.command],
        "cwd": wanted.folder,
        "env": dict(wanted.environment),
        "pass_fds": (lock,),
        "preexec_fn": _die_with_parent(wanted.death_signal),
        **identity,
    }


def _die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """Linux sends the child this signal when we are killed; elsewhere its lock gives it away."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # we were killed before the kernel was told
            os.kill(os.getpid(), signum)

    return arrange


def follow_parent(signum: signal.Signals) -> None:
    """Be signalled ourselves when the program that started us is killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signum))


def end(child: subprocess.Popen[bytes], gentle: signal.Signals, patience: float) -> None:
    """Ask a child to stop, and insist when it does not within the given seconds."""
    if child.poll() is None:
        child.send_signal(gentle)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

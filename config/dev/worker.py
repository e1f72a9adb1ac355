"""The background workers of `make run`: one does what is queued, one what is due by the clock.

The portal works without them, only with larger pictures and late reminders: their death is told
and repaired, and never takes the portal along.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config.dev import processes
from config.dev.console import complain, last_lines
from config.dev.environment import VAR

# Citizens' pages come first, whatever a worker has to do.
POLITELY = ("nice", "-n", "10")
# One picture takes about this long; Ctrl-C must not take longer.
PATIENCE = 3.0
# One that lived shorter than this would only die again at once.
HEALTHY_AFTER = 30.0
MOST_DEATHS = 3


@dataclass(frozen=True)
class Job:
    """What a worker does: the name of its lock and log, its command, and what is missing
    without it."""

    name: str
    command: tuple[str, ...]
    without: str

    @property
    def lock(self) -> Path:
        """Held by the worker and all it starts."""
        return VAR / f"{self.name}.lock"


QUEUE = Job(
    "worker",
    ("manage.py", "db_worker", "--interval", "1", "--no-startup-delay"),
    "ảnh mới chưa được thu nhỏ và thư chưa được gửi",
)
TICK = Job(
    "tick",
    ("manage.py", "tick", "--loop", "15"),
    "lời nhắc và bản sửa hẹn giờ có thể tới muộn",
)
JOBS = (QUEUE, TICK)


@dataclass
class Worker:
    """A running worker and how often it died; `process` is None once it was given up."""

    checkout: Path
    lock: int
    job: Job = QUEUE
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0

    @property
    def log(self) -> Path:
        """Where the worker writes what it does."""
        return self.checkout / "var" / "log" / f"{self.job.name}.log"

    def start(self) -> None:
        """Start the worker, which may take its time to be ready."""
        command = (*POLITELY, sys.executable, *self.job.command)
        wanted = processes.Launch(command, self.checkout, os.environ, signal.SIGTERM)
        self.process = processes.spawn(wanted, self.lock, self.log)
        self.started = time.monotonic()

    def stop(self) -> None:
        """Let it finish what it has in hand, within reason."""
        if self.process:
            processes.end(self.process, signal.SIGTERM, PATIENCE)

    def keep_up(self) -> None:
        """Start a worker that died anew, and say so; give up one that cannot live."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.deaths = 1 if lived > HEALTHY_AFTER else self.deaths + 1
        given_up = self.deaths >= MOST_DEATHS
        self._complain(self.process.returncode, given_up)
        if given_up:
            self.process = None
        else:
            self.start()

    def _complain(self, code: int, given_up: bool) -> None:
        outcome = (
            f"Không khởi động lại nữa: trang vẫn chạy, nhưng {self.job.without}. "
            "Sửa xong hãy chạy lại make run."
            if given_up
            else "Đang khởi động lại."
        )
        end = last_lines(self.log)
        died = f"Tiến trình nền “{self.job.name}” đã dừng (mã {code}). {outcome}"
        complain(f"{died}\nCuối {self.log}:\n{end}")

"""The background worker of `make run`: pictures made smaller and whatever else is queued.

The portal works without it, only with larger pictures: its death is told and repaired, and never
takes the portal along.
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

WORKER_LOCK = VAR / "worker.lock"
# Citizens' pages come first, whatever the worker has to do.
POLITELY = ("nice", "-n", "10")
COMMAND = ("manage.py", "db_worker", "--interval", "1", "--no-startup-delay")
# One picture takes about this long; Ctrl-C must not take longer.
PATIENCE = 3.0
# One that lived shorter than this would only die again at once.
HEALTHY_AFTER = 30.0
MOST_DEATHS = 3


@dataclass
class Worker:
    """The running worker and how often it died; `process` is None once it was given up."""

    checkout: Path
    lock: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0

    @property
    def log(self) -> Path:
        """Where the worker writes what it does."""
        return self.checkout / "var" / "log" / "worker.log"

    def start(self) -> None:
        """Start the worker, which may take its time to be ready."""
        command = (*POLITELY, sys.executable, *COMMAND)
        wanted = processes.Launch(command, self.checkout, os.environ, signal.SIGTERM)
        self.process = processes.spawn(wanted, self.lock, self.log)
        self.started = time.monotonic()

    def stop(self) -> None:
        """Let it finish the picture it has in hand, within reason."""
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
            "Không khởi động lại nữa: trang vẫn chạy, nhưng ảnh mới chưa được thu nhỏ. "
            "Sửa xong hãy chạy lại make run."
            if given_up
            else "Đang khởi động lại."
        )
        end = last_lines(self.log)
        complain(f"Tiến trình nền đã dừng (mã {code}). {outcome}\nCuối {self.log}:\n{end}")

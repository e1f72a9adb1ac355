"""The demonstration's site for an audit: as production serves it, on a database of its own."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.dev import postgres, processes, web
from config.dev.audit.tools import FOLDER
from config.dev.console import Failure, last_lines, step
from config.dev.environment import CHECKOUT

COMMANDS = (
    ("Tạo bảng dữ liệu", "migrate", "-v0"),
    ("Đồng bộ vai trò", "sync_roles"),
    ("Nạp nội dung mẫu", "seed_demo", "--content-only"),
    ("Thu nhỏ ảnh", "make_renditions", "-v0"),
    ("Làm việc đang đợi", "db_worker", "--batch", "-v0"),
    ("Gom tệp tĩnh", "collectstatic", "--noinput", "-v0"),
)


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str

    def read(self, path: str) -> tuple[int, str]:
        """The status and the text of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


@contextmanager
def site() -> Iterator[Site]:
    """Serve the demonstration's content until the audit is over; nothing of it stays."""
    folder = FOLDER / "site"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as running:
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        with step("Khởi động PostgreSQL tạm thời"):
            server = running.enter_context(postgres.start(CHECKOUT, throwaway=True))
        port = web.free_port()
        environment = {**os.environ, **_settings(server.url, port, folder)}
        for label, *command in COMMANDS:
            with step(label):
                _manage(command, environment, folder / "log")
        yield _serve(running, environment, port, folder / "web.log")


def _settings(database_url: str, port: int, folder: Path) -> dict[str, str]:
    """Production's, but for TLS, which a browser does not ask of its own machine."""
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DEBUG": "0",
        "HTTPS": "0",
        "SERVE_MEDIA": "1",
        "COLLECTED_STATIC": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "MEDIA_ROOT": str(folder / "media"),
        "ATTACHMENTS_ROOT": str(folder / "attachments"),
        "STATIC_ROOT": str(folder / "static"),
        "BIND": f"127.0.0.1:{port}",
        "ACCESS_LOG": os.devnull,
        "WEB_CONCURRENCY": "2",
        "PYTHONWARNINGS": "ignore",
    }


def _manage(command: list[str], environment: dict[str, str], log: Path) -> None:
    with log.open("wb") as out:
        done = subprocess.run(
            (sys.executable, "manage.py", *command),
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Failure(f"manage.py {command[0]} không chạy được:\n{last_lines(log)}")


def _serve(running: ExitStack, environment: dict[str, str], port: int, log: Path) -> Site:
    # An audit that was killed left its server behind: this ends it.
    lock = processes.take_over(FOLDER / "web.lock", signal.SIGTERM)
    running.callback(os.close, lock)
    command = (sys.executable, "-m", "gunicorn", "-c", web.CONFIGURATION, web.APPLICATION)
    wanted = processes.Launch(command, CHECKOUT, environment, signal.SIGTERM)
    child = processes.spawn(wanted, lock, log)
    running.callback(web.stop, child)
    web.wait_until_answering(child, web.Address("127.0.0.1", port), log)
    return Site(f"http://127.0.0.1:{port}")

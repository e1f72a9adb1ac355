"""A portal of real processes: gunicorn as in production before a database of its own."""

import http.client
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config.dev.environment import CHECKOUT
from tests.faults.cast import TOLD
from tests.faults.database import Database
from tests.pagestore import free_port, wait

HOST = "127.0.0.1"
# Of a busy machine; nothing here waits longer than it must.
PATIENCE = 60.0
ALWAYS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "HTTPS": "0",
    "DEBUG": "0",
    "SERVE_MEDIA": "1",
    "COLLECTED_STATIC": "0",
    "ALLOWED_HOSTS": HOST,
    "ATTACHMENTS_ACCEL": "",
    "PAGE_STORE": "1",
    "WEB_CONCURRENCY": "2",
    "WEB_THREADS": "2",
    "WEB_GRACEFUL_TIMEOUT": "20",
    "ACCESS_LOG": "",
}
CSRF = "f" * 32
FORM = "application/x-www-form-urlencoded"
BEGIN = """
import django
django.setup()
from django.core.management import call_command
from tests import factories, staff
from tests.faults.cast import *
"""


@dataclass(frozen=True)
class Answer:
    """What the portal said."""

    status: int
    headers: dict[str, str]
    text: str


class Portal:
    """The processes, and ways to ask them; `changes` are further settings."""

    def __init__(self, folder: Path, database: Database, **changes: str):
        self.folder, self.database, self.port = folder, database, free_port()
        self._words = itertools.count(time.time_ns())
        self.web: subprocess.Popen | None = None
        for name in ("media", "attachments", "pages"):
            (folder / name).mkdir(exist_ok=True)
        self.environment = {**os.environ, **self._settings(), **changes}

    def _settings(self) -> dict[str, str]:
        folder = self.folder
        return {
            **ALWAYS,
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": self.url,
            "MEDIA_ROOT": str(folder / "media"),
            "ATTACHMENTS_ROOT": str(folder / "attachments"),
            "PAGE_STORE_DIR": str(folder / "pages"),
            "BIND": f"{HOST}:{self.port}",
        }

    @property
    def url(self) -> str:
        """Where its web server is."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start the web server and wait until it answers; nothing when it runs."""
        if self.web is None or self.web.poll() is not None:
            command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
            with (self.folder / "web.log").open("ab") as log:
                self.web = subprocess.Popen(  # noqa: S603
                    [*command, "config.wsgi:application"],
                    cwd=CHECKOUT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                )
        wait(self.is_well, PATIENCE)

    def stop(self) -> None:
        """Stop the web server; nothing when it does not run."""
        if self.web and self.web.poll() is None:
            self.web.send_signal(signal.SIGTERM)
            self.web.wait(PATIENCE)

    def is_well(self) -> bool:
        """Whether a page comes out of the database."""
        try:
            return self.get(self.fresh()).status == 404
        except (OSError, http.client.HTTPException):
            assert self.web.poll() is None, self.log()
            return False

    def fresh(self) -> str:
        """The address of a tag that nobody has asked for yet: only the database knows that there
        is none."""
        return f"/the/tu-{next(self._words)}/"

    def log(self) -> str:
        """What the web server has written."""
        return (self.folder / "web.log").read_text("utf-8", "replace")

    def workers(self) -> set[int]:
        """The numbers of its processes that answer requests."""
        stats = (path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
        parts = [(int(stat.split(" ", 1)[0]), stat.rpartition(") ")[2].split()) for stat in stats]
        return {pid for pid, (state, parent, *_) in parts if int(parent) == self.web.pid}

    def get(self, address: str, session: str = "") -> Answer:
        """Ask for a page on a connection of its own. Raises OSError and HTTPException."""
        return self.ask("GET", address, session)

    def post(self, address: str, session: str, body: bytes | str, kind=FORM) -> Answer:
        """Send a form as somebody signed in."""
        return self.ask("POST", address, session, body, {"Content-Type": kind})

    def ask(self, method, address, session="", body=None, headers=None) -> Answer:
        """Send any request."""
        link = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            link.request(method, address, body, {**(headers or {}), **self.cookies(session)})
            answer = link.getresponse()
            read = answer.read().decode("utf-8", "replace")
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, read)
        finally:
            link.close()

    def cookies(self, session: str) -> dict[str, str]:
        """The header of somebody signed in, and of a form they opened."""
        if not session:
            return {}
        return {"Cookie": f"phien={session}; csrf={CSRF}", "X-CSRFToken": CSRF}

    def run(self, code: str, **changes: str):
        """What a Python process of this portal gives to `tell`, if it calls that."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", f"{BEGIN}\n{code}"],
            cwd=CHECKOUT,
            env={**self.environment, **changes},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = [line for line in done.stdout.splitlines() if line.startswith(TOLD)]
        return json.loads(told[-1].removeprefix(TOLD)) if told else None

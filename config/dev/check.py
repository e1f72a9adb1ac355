"""`make check`: everything that can be said about the code without running its tests."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from config.dev import postgres
from config.dev.console import Failure, say, seconds_since, step
from config.dev.environment import CHECKOUT

PYTHON = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
# The wheel's own script would not do: its first line breaks when the checkout is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"


@dataclass(frozen=True)
class Check:
    """One command that must end with success."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def check() -> None:
    """Run all checks, and fail with the names of those that found something."""
    with lent_database() as url:
        require_none(failing_checks(url))


def failing_checks(database_url: str) -> list[str]:
    """The names of the checks that found something; what they found is on the screen."""
    return [check.name for check in _checks(database_url) if not _passes(check)]


def require_none(failing: list[str]) -> None:
    """The last words of a run: everything that has to be repaired, by name."""
    if failing:
        raise Failure(f"KHÔNG ĐẠT: {', '.join(failing)}")


@contextmanager
def lent_database() -> Iterator[str]:
    """The server in DATABASE_URL, or one that lives as long as this run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with step("Khởi động PostgreSQL tạm thời"):
        server = postgres.start(CHECKOUT, throwaway=True)
    with server:
        yield server.url


def _checks(database_url: str) -> tuple[Check, ...]:
    production = _like_production(database_url)
    return (
        Check("ruff check", (*PYTHON, "ruff", "check", "--quiet", "--output-format=concise", ".")),
        Check("ruff format", (*PYTHON, "ruff", "format", "--check", "--quiet", ".")),
        Check("import-linter", (sys.executable, "-c", LINT_IMPORTS)),
        Check("djlint", (*PYTHON, "djlint", "templates", "--lint", "--quiet")),
        Check("makemigrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), production),
        Check(
            "check --deploy",
            (*MANAGE, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"),
            production,
        ),
    )


def _like_production(database_url: str) -> dict[str, str]:
    """What a technician would set; every value, because var/dev.env fills in what is missing."""
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DEBUG": "0",
        "HTTPS": "1",
        "SERVE_MEDIA": "0",
        "COLLECTED_STATIC": "1",
        "SITE_URL": "https://portal.example",
        "ALLOWED_HOSTS": "portal.example",
        "LINK_CHECKS": "1",
    }


def _passes(check: Check) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=CHECKOUT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    passed = done.returncode == 0
    say(f"{'đạt      ' if passed else 'KHÔNG ĐẠT'} {check.name} ({seconds_since(started)})")
    if not passed:
        say(done.stdout.decode(errors="replace"))
    return passed

"""`make test`, `make bench` and `make screenshots`: pytest on a server of its own."""

import os
import shlex
import subprocess
import sys

from config.dev.browser import MISSING, ensure_chromium
from config.dev.check import failing_checks, lent_database, require_none
from config.dev.console import Failure, complain, say
from config.dev.environment import CHECKOUT

SUITES = ("tests/unit", "tests/integration", "tests/faults", "tests/e2e")
MOST_WORKERS = 4


def test() -> None:
    """Everything; one failure does not hide the others."""
    has_browser = ensure_chromium() is not None
    with lent_database() as url:
        failing = failing_checks(url)
        if not _pytest_passes(url, *SUITES, "-n", str(_workers())):
            failing.append("pytest")
    if not has_browser:
        complain(MISSING)  # at the end, where it cannot scroll out of sight
        failing += ["kiểm thử trên trình duyệt"] if in_ci() else []
    require_none(failing)


def bench() -> None:
    """Measurements, one after the other so that they do not disturb each other."""
    with lent_database() as url:
        passed = _pytest_passes(url, "tests/bench", "-m", "bench", "-n", "0")
    require_none([] if passed else ["bench"])


def bench_search() -> None:
    """How well articles are found, as docs/search.md has it."""
    with lent_database() as url:
        passed = _pytest_passes(url, "tests/bench/test_search_quality.py", "-m", "bench", "-n", "0")
    require_none([] if passed else ["bench-search"])


def screenshots() -> None:
    """Pictures of every screen in var/screenshots, for people to look at."""
    if ensure_chromium() is None:
        raise Failure(MISSING)
    with lent_database() as url:
        passed = _pytest_passes(url, "tests/screens", "-m", "screens", "-n", "0")
    require_none([] if passed else ["screenshots"])


def in_ci() -> bool:
    """Where nobody reads a warning, a skipped test counts as a failed one."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _workers() -> int:
    """Each worker has a browser and a database beside it: many of them would only queue."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _pytest_passes(database_url: str, *arguments: str) -> bool:
    """Its output goes straight to the screen: people and CI read its last line."""
    wanted = shlex.split(os.environ.get("ARGS", ""))
    command = [sys.executable, "-m", "pytest", *arguments, *wanted]
    say(f"pytest {shlex.join([*arguments, *wanted])}")
    environment = {**os.environ, "DATABASE_URL": database_url}
    return subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode == 0

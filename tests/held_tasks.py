"""Tasks whose length a test decides: they say when they have begun and end when they are let."""

import time
from pathlib import Path

from django_tasks import task

LONGEST = 30


@task()
def hold(folder: str) -> None:
    """Leave a mark for this try, and wait for the mark "go"."""
    place = Path(folder)
    (place / f"begun-{len(list(place.glob('begun-*'))) + 1}").touch()
    until = time.monotonic() + LONGEST
    while not (place / "go").exists() and time.monotonic() < until:
        time.sleep(0.02)
    (place / "done").touch()


@task()
def disk_full() -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


@task()
def wrong() -> None:
    """Fail as a mistake in the program does."""
    raise ValueError("mật khẩu=123")


@task()
def broken_off() -> None:
    """End as a task does whose worker is told to stop for the second time."""
    raise SystemExit(1)

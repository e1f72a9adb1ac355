"""What the person at the terminal reads: progress lines with their time, and failures in words."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Failure(Exception):
    """Something could not be done; the text says in Vietnamese what, and what to do next."""


def speak_safely() -> None:
    """A terminal without Vietnamese letters gets question marks instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """One line, at once: a pipe or a log must not lag behind what happens."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One message on the error stream, after everything already said."""
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Announce a slow step before it starts, and say how it ended and how long it took."""
    print(f"{label} … ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        _finish(label, f"dừng giữa chừng ({seconds_since(started)})")
        raise
    _finish(label, f"xong ({seconds_since(started)})")


def _finish(label: str, outcome: str) -> None:
    """On a terminal a progress bar may have taken the place of the label: say it again."""
    say(f"\r{label} … {outcome}" if sys.stdout.isatty() else outcome)


def seconds_since(started: float) -> str:
    """The time since a `time.monotonic()` moment, with the Vietnamese decimal comma."""
    return f"{time.monotonic() - started:.1f} giây".replace(".", ",")


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, indented, to stand under the message that points to it."""
    if not log.exists():
        return ""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines)

"""Runs reencode.py on an upload: a process of its own, one at a time on this machine.

The web server's processes never decode a picture, so none of them grows by one, and whatever kills
the small process is a sentence for the person who uploads.
"""

import fcntl
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from news.media import reencode

logger = logging.getLogger(__name__)

PROGRAM = Path(reencode.__file__)
# So many requests of one web process may be about pictures at once, of its 4 threads: whoever
# comes then is asked to come again, so that citizens find a free thread.
AT_ONCE = 2
# Seconds: until it is our turn, and for the work itself. nginx gives up after 60.
PATIENCE = 20
LONGEST = 25
PAUSE = 0.03

_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def place() -> Iterator[None]:
    """One of the few places for requests that bring a picture. Raises Unfit when all are taken."""
    if not _places.acquire(blocking=False):
        raise reencode.Unfit("busy")
    try:
        yield
    finally:
        _places.release()


def run(data: bytes) -> tuple[bytes, str, int, int]:
    """What reencode.reencode makes of an upload. Raises Unfit, also when time or memory ran out."""
    with _turn():
        try:
            done = _process(data)
        except subprocess.TimeoutExpired as error:
            logger.error("a picture of %d bytes took too long", len(data))
            raise reencode.Unfit("too-heavy") from error
        except OSError as error:
            logger.exception("the program for pictures does not start")
            raise reencode.Unfit("busy") from error
    if done.returncode:
        logger.error("a picture of %d bytes: %d %s", len(data), done.returncode, done.stderr)
        raise reencode.Unfit("too-heavy")
    return _understood(done.stdout)


def _process(data: bytes) -> subprocess.CompletedProcess:
    # Isolated: neither the environment's secrets nor its paths reach what decodes foreign bytes.
    command = [sys.executable, "-I", str(PROGRAM)]
    environment = {"LC_ALL": "C.UTF-8"}
    return subprocess.run(  # noqa: S603 - a program of our own
        command, input=data, capture_output=True, timeout=LONGEST, env=environment, check=False
    )


def _understood(answer: bytes) -> tuple[bytes, str, int, int]:
    line, _, data = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise reencode.Unfit(told["refused"])
    return data, told["format"], told["width"], told["height"]


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other process or thread has a picture in hand; the program is the token."""
    with PROGRAM.open("rb") as token:
        until = time.monotonic() + PATIENCE
        while not _taken(token):
            if time.monotonic() > until:
                raise reencode.Unfit("busy")
            time.sleep(PAUSE)
        yield


def _taken(token) -> bool:
    try:
        fcntl.flock(token, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

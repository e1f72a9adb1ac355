"""Where the store lies on this machine, and for which release of the portal."""

import logging
import os
import shutil
import time
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from news.pagestore.generations import Generations
from news.pagestore.shelf import Shelf, size_of

logger = logging.getLogger(__name__)

# Whatever a page is made of besides the database.
_SOURCES = ("accounts", "config", "news", "templates", "static")
# Of the limit, what errors and searches may take, and what each process keeps in memory.
_BRIEF, _HELD = 1 / 16, 1 / 8
_LASTING_NAME, _BRIEF_NAME = "pages", "brief"
# Seconds within which a new release has replaced an older one.
_REPLACED = 3600


@lru_cache(maxsize=1)
def generations() -> Generations | None:
    """The counters of this machine; None where there is no store, and for who may not touch it.
    Then the listener of the web server counts what this process changes.

    Only the web server makes the folder (`begin`): a command that somebody else runs first would
    make it his.
    """
    folder = Path(settings.PAGE_STORE_DIR)
    try:
        there = settings.PAGE_STORE and folder.is_dir() and os.access(folder, os.R_OK | os.W_OK)
        return Generations(folder) if there else None
    except OSError:
        logger.exception("the page store cannot be used")
        return None


def begin() -> Generations | None:
    """Make the folder of the store, for the web server; None where there is to be none, or where it
    cannot be made, which the log tells: pages are slow then, and right."""
    if settings.PAGE_STORE:
        try:
            Path(settings.PAGE_STORE_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            logger.exception("there is no place for the page store")
    generations.cache_clear()
    found = generations()
    if settings.PAGE_STORE and found is None:
        logger.error("no page store: %s cannot be used", settings.PAGE_STORE_DIR)
    return found


def shelves(generations: Generations) -> tuple[Shelf, Shelf]:
    """Where pages of this release lie; and errors and searches, which strangers can ask for
    without end."""
    folder, limit = _own(generations), settings.PAGE_STORE_BYTES
    brief = int(limit * _BRIEF)
    return (
        Shelf(folder / _LASTING_NAME, limit - brief, int(limit * _HELD)),
        Shelf(folder / _BRIEF_NAME, brief, int(brief * _HELD)),
    )


def sizes() -> tuple[tuple[int, int], tuple[int, int]]:
    """How many pages lie on this machine, and their bytes, whichever release made them; and how
    many errors and searches. A shell's settings need not be those of the web server."""
    return _sum_of(_LASTING_NAME), _sum_of(_BRIEF_NAME)


def _sum_of(name: str) -> tuple[int, int]:
    found = [size_of(folder) for folder in Path(settings.PAGE_STORE_DIR).glob(f"*/{name}")]
    return sum(pages for pages, _ in found), sum(bytes_ for _, bytes_ in found)


def _own(generations: Generations) -> Path:
    return Path(settings.PAGE_STORE_DIR) / f"{release()}-{generations.birth:x}"


def put_away_others(generations: Generations) -> None:
    """Pages of releases that nobody runs any more; one that is being replaced still may. For a web
    server that begins."""
    own = _own(generations)
    os.utime(own)
    for folder in own.parent.iterdir():
        if folder.is_dir() and folder != own and folder.stat().st_mtime < time.time() - _REPLACED:
            shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def release() -> str:
    """Names what pages are made of besides the database: code, templates, style sheets, settings.
    Two releases that run side by side during an upgrade keep their pages apart."""
    made_of = sha256()
    for name in sorted(name for name in dir(settings) if name.isupper()):
        made_of.update(f"{name}={getattr(settings, name)!r}\n".encode())
    for source in _SOURCES:
        for path, size, changed in sorted(_files(settings.BASE_DIR / source)):
            made_of.update(f"{path} {size} {changed}\n".encode())
    return made_of.hexdigest()[:16]


def _files(folder: Path):
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            found = os.stat(os.path.join(path, name))
            yield os.path.join(path, name), found.st_size, found.st_mtime_ns

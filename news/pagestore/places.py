"""Where the store lies on this machine, and for which release of the portal."""

import os
import shutil
import time
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from news.pagestore.generations import Generations
from news.pagestore.shelf import Shelf

# Whatever a page is made of besides the database.
_SOURCES = ("accounts", "config", "news", "templates", "static")
# Of the limit, what errors and searches may take, and what each process keeps in memory.
_BRIEF, _HELD = 1 / 16, 1 / 8
# Seconds within which a new release has replaced an older one.
_REPLACED = 3600


@lru_cache(maxsize=1)
def generations() -> Generations | None:
    """The counters of this machine; None where there is no store."""
    return Generations(Path(settings.PAGE_STORE_DIR)) if settings.PAGE_STORE else None


def shelves(generations: Generations) -> tuple[Shelf, Shelf]:
    """Where pages of this release lie; and errors and searches, which strangers can ask for
    without end."""
    root, limit = Path(settings.PAGE_STORE_DIR), settings.PAGE_STORE_BYTES
    folder, brief = root / f"{release()}-{generations.birth:x}", int(limit * _BRIEF)
    found = (
        Shelf(folder / "pages", limit - brief, int(limit * _HELD)),
        Shelf(folder / "brief", brief, int(brief * _HELD)),
    )
    _put_away_others(root, folder)
    return found


def _put_away_others(root: Path, own: Path) -> None:
    """Pages of releases that nobody runs any more; one that is being replaced still may."""
    os.utime(own)
    for folder in root.iterdir():
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

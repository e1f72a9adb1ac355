"""Where finished pages lie: files that all processes share, the newest also in memory."""

import os
import tempfile
import time
from collections import OrderedDict
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from threading import Lock

from news.pagestore.entry import Entry

# How full a shelf is after the pages longest unused have been put away.
_EASED = 0.9
# A page that is read from memory keeps its file young, once in so many seconds.
_TOUCH = 60
# So many pages are made at a time at most.
_STRIPES = 256
_PART = ".part"


class Shelf:
    """Pages in a folder, of at most `limit` bytes; `held` bytes of them also in memory."""

    def __init__(self, folder: Path, limit: int, held: int):
        self.folder, self.limit, self._held = folder, limit, held
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Each page with when its file was last used, and what it weighed when it came: it grows.
        self._memory: OrderedDict[str, tuple[Entry, float, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        # Bytes that this process has put here since it last counted.
        self._added = limit

    def in_memory(self, key: str) -> Entry | None:
        """The page of a key, if this process has it at hand."""
        with self._lock:
            found = self._memory.get(key)
            if found is None:
                return None
            self._memory.move_to_end(key)
        entry, touched, _ = found
        if time.monotonic() - touched > _TOUCH:
            self._touch(key, entry)
        return entry

    def _at_hand(self, key: str) -> Entry | None:
        with self._lock:
            return self._memory.get(key, (None,))[0]

    def in_files(self, key: str) -> Entry | None:
        """The page of a key, whoever made it; at hand from now on."""
        try:
            entry = Entry.unpacked(self._file(key).read_bytes())
        except FileNotFoundError:
            return None
        except ValueError:
            self._file(key).unlink(missing_ok=True)
            return None
        if entry.key != key:
            return None
        entry.learn_from(self._at_hand(key))
        self._touch(key, entry)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep a page in place of an older one. A full disk keeps nothing and harms nobody."""
        self._hold(key, entry)
        data = entry.packed()
        with suppress(OSError):
            self._write(self._file(key), data)
        self._added += len(data)
        if self._added > self.limit * (1 - _EASED):
            self._added = 0
            self._ease()

    @contextmanager
    def making(self, key: str, patience: float):
        """Whether it is this one's turn to make the page, waiting `patience` seconds for others
        who may be making it."""
        path = self.folder / f"turn-{int(_digest(key)[:8], 16) % _STRIPES}"
        try:
            file = path.open("wb")
        except OSError:
            # A full disk makes nobody wait.
            yield False
            return
        with file:
            yield _taken(file, time.monotonic() + patience)

    def clear(self) -> int:
        """Put everything away; how many pages that were."""
        with self._lock:
            self._memory.clear()
            self._weight = 0
        files = [file for file, _ in _listed(self.folder)]
        for file in files:
            Path(file.path).unlink(missing_ok=True)
        return len(files)

    def size(self) -> tuple[int, int]:
        """How many pages lie here, and their bytes."""
        return size_of(self.folder)

    def _file(self, key: str) -> Path:
        name = _digest(key)
        return self.folder / name[:2] / name[2:]

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _touch(self, key: str, entry: Entry) -> None:
        self._hold(key, entry)
        with suppress(OSError):
            os.utime(self._file(key))

    def _hold(self, key: str, entry: Entry) -> None:
        with self._lock:
            _, _, weight = self._memory.pop(key, (None, 0.0, 0))
            self._weight += entry.weight - weight
            self._memory[key] = entry, time.monotonic(), entry.weight
            while self._weight > self._held and len(self._memory) > 1:
                _, (_, _, weight) = self._memory.popitem(last=False)
                self._weight -= weight

    def _ease(self) -> None:
        """Put away the pages longest unused, if there are too many bytes of them."""
        files = sorted(_listed(self.folder), key=lambda pair: pair[1].st_mtime)
        weight = sum(found.st_size for _, found in files)
        if weight <= self.limit * _EASED:
            return
        for file, found in files:
            if weight <= self.limit * _EASED:
                break
            Path(file.path).unlink(missing_ok=True)
            weight -= found.st_size


def size_of(folder: Path) -> tuple[int, int]:
    """How many pages lie in the folder of a shelf, and their bytes."""
    sizes = [found.st_size for _, found in _listed(folder)]
    return len(sizes), sum(sizes)


def _listed(folder: Path):
    """Every page's file with what the system says of it; others may be putting them away."""
    for part in folder.glob("[0-9a-f][0-9a-f]"):
        with suppress(FileNotFoundError), os.scandir(part) as files:
            yield from filter(None, map(_known, files))


def _known(file) -> tuple[os.DirEntry, os.stat_result] | None:
    try:
        return file, file.stat()
    except FileNotFoundError:
        return None


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def _taken(file, until: float) -> bool:
    while True:
        try:
            flock(file, LOCK_EX | LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.003)

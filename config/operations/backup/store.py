"""Where backups lie: finished ones by their moment, and each file once, under its hash.

kho-sao-luu.json                 says what this folder is; locked by whoever works in it
backups/2026-11-26T201638.123Z/  a finished backup
backups/.unfinished-…            one that is being made, or was cut short
files/ab/abcdef…                 a picture or attachment, named by its SHA-256
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import IO

from config.operations.backup.trouble import Trouble

MARKER = "kho-sao-luu.json"
FORMAT = 1
UNFINISHED = ".unfinished-"
DRAFT = ".new-"
MOMENT = "%Y-%m-%dT%H%M%S.%fZ"
PIECE = 1024 * 1024


class Store:
    """A folder of backups."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.backups_folder = folder / "backups"
        self.files_folder = folder / "files"

    @classmethod
    def existing(cls, folder: Path) -> "Store":
        """The store in a folder. Raises Trouble where there is none."""
        if not (folder / MARKER).is_file():
            raise Trouble(
                f"{folder} không phải thư mục sao lưu (không có tệp {MARKER}). Hãy xem lại đường "
                "dẫn, và ổ đĩa sao lưu đã được gắn chưa."
            )
        return cls(folder)

    @classmethod
    def prepared(cls, folder: Path) -> "Store":
        """The store in a folder, made where there is none yet. Raises Trouble and OSError."""
        if not (folder / MARKER).is_file():
            _begin(folder)
        store = cls(folder)
        for inner in (folder, store.backups_folder, store.files_folder):
            inner.mkdir(mode=0o700, exist_ok=True)
            inner.chmod(0o700)
        return store

    @contextmanager
    def locked(self, alone: bool) -> Iterator[None]:
        """Nobody changes anything meanwhile; with `alone` nobody reads either. Raises Trouble."""
        with (self.folder / MARKER).open("rb") as file:
            try:
                flock(file, (LOCK_EX if alone else LOCK_SH) | LOCK_NB)
            except BlockingIOError as busy:
                raise Trouble(
                    f"Thư mục {self.folder} đang được một lần sao lưu, kiểm tra hoặc phục hồi khác "
                    "dùng. Hãy đợi nó xong rồi chạy lại."
                ) from busy
            yield

    def backups(self) -> list[Path]:
        """The finished backups, the oldest first."""
        found = self.backups_folder.iterdir() if self.backups_folder.is_dir() else ()
        return sorted(path for path in found if not path.name.startswith("."))

    @contextmanager
    def begun(self) -> Iterator[Path]:
        """A folder for a new backup; it becomes one when `finish` is called, else it goes."""
        work = self.backups_folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def finish(self, work: Path) -> Path:
        """Make a backup of what lies in the folder, all at once: on the disk first, then named."""
        for path in work.iterdir():
            sync(path)
        os.sync()  # the names of the files in their folders too
        finished = self.backups_folder / named(datetime.now(UTC))
        work.rename(finished)
        sync(self.backups_folder)
        return finished

    def sweep(self) -> None:
        """Remove what was cut short; only for whoever is alone."""
        for path in self.backups_folder.glob(".*"):
            shutil.rmtree(path)
        for path in self.files_folder.glob(f"{DRAFT}*"):
            path.unlink()

    def remove(self, backup: Path) -> None:
        """Remove a backup; not even for a moment does half of it look like a whole one."""
        going = backup.with_name(f"{UNFINISHED}{backup.name}")
        backup.rename(going)
        shutil.rmtree(going)

    def object(self, sha256: str) -> Path:
        """Where the file of this hash lies, or would."""
        return self.files_folder / sha256[:2] / sha256

    def objects(self) -> Iterator[Path]:
        """All files that are kept."""
        return self.files_folder.glob("??/*")

    def put(self, source: IO[bytes]) -> tuple[str, int, bool]:
        """Keep a file; its hash, its size, and whether it was new here."""
        draft = self.files_folder / f"{DRAFT}{secrets.token_hex(8)}"
        try:
            with open(draft, "xb", opener=_private) as sink:
                sha256, size = copied(source, sink)
                kept = self.object(sha256)
                new = not (kept.is_file() and kept.stat().st_size == size)
                if new:
                    os.fsync(sink.fileno())
            if new:
                kept.parent.mkdir(mode=0o700, exist_ok=True)
                draft.rename(kept)
        finally:
            draft.unlink(missing_ok=True)
        return sha256, size, new


def _begin(folder: Path) -> None:
    """Only in an empty folder: whatever else lies there is somebody's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if any(path.name != "lost+found" for path in folder.iterdir()):
        raise Trouble(
            f"Thư mục {folder} có thứ khác, không phải bản sao lưu của cổng. Hãy chọn một thư mục "
            "trống, dành riêng cho sao lưu."
        )
    text = json.dumps({"what": "backups of the portal", "format": FORMAT})
    put_text(folder / MARKER, f"{text}\n")


def put_text(path: Path, text: str) -> None:
    """Make a file that is for its owner alone. Raises OSError."""
    with open(path, "x", encoding="utf-8", opener=_private) as file:
        file.write(text)


def named(moment: datetime) -> str:
    """Take a moment in UTC; return the name of the backup that was finished then."""
    return moment.strftime(MOMENT)[:-4] + "Z"


def moment_of(name: str) -> datetime:
    """Take a backup's name; return when it was finished. Raises ValueError."""
    return datetime.strptime(name, MOMENT).replace(tzinfo=UTC)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def copied(source: IO[bytes], sink: IO[bytes] | None) -> tuple[str, int]:
    """Copy, or only read; return the hash and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if sink:
            sink.write(piece)
    if sink:
        sink.flush()
    return digest.hexdigest(), size


def hash_of(path: Path) -> str:
    """Take a file; return its SHA-256. Raises OSError."""
    with path.open("rb") as file:
        return copied(file, None)[0]


def sync(path: Path) -> None:
    """Come back when a file or folder is on the disk itself. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

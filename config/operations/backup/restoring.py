"""Puts a backup into an empty database and empty folders: files first, the database in one go."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import connection
from tqdm import tqdm

from config.operations.backup import checking, comparing, files, manifest, programs, target
from config.operations.backup.comparing import Compared
from config.operations.backup.files import Kept
from config.operations.backup.manifest import DUMP, Manifest
from config.operations.backup.store import Store, copied, hash_of
from config.operations.backup.trouble import Trouble, told
from news.pagestore import places

# Indexes for the search are built in memory; the server's default is meant for many at once.
ROOM = "-c maintenance_work_mem=256MB"


def restore(
    store: Store, backup: Path, say: Callable[[str], None]
) -> tuple[Manifest, list[Compared]]:
    """Restore a backup, and compare what is there then with what it says.

    Raises Trouble before anything is touched where the backup is damaged, newer than this release,
    or where something lies here already. Until the end the database stays empty, so a restore
    that was cut short can be begun again.
    """
    say("Kiểm tra bản sao lưu …")
    found = checking.whole(store, backup)
    target.require(backup, found)
    say("Chép ảnh và tệp đính kèm …")
    _put_files(store, backup, found)
    say("Nạp cơ sở dữ liệu …")
    _put_database(backup)
    say("So lại với bản sao lưu …")
    compared = comparing.compare(found)
    _end(found)
    return found, compared


def _put_files(store: Store, backup: Path, found: Manifest) -> None:
    storages = files.storages_of_roots()
    for storage in storages.values():
        top = Path(storage.location)
        with told(top):
            _make_folder(top, _mode_of_folders(storage))
            (top / target.FILLING).touch()
    for kept in tqdm(found.files, desc="Chép", unit=" tệp", leave=False, disable=None):
        top = Path(storages[kept.root].location)
        with told(top):
            _put_file(store, backup, storages[kept.root], kept)


def _put_file(store: Store, backup: Path, storage: FileSystemStorage, kept: Kept) -> None:
    """Whole under its name or not at all, with the rights that the portal gives its files."""
    path = Path(storage.location) / kept.name
    if path.is_file() and hash_of(path) == kept.sha256:
        return  # an earlier try came this far
    _make_folder(path.parent, _mode_of_folders(storage))
    draft = path.with_name(f".{path.name}")
    with store.object(kept.sha256).open("rb") as source, draft.open("wb") as sink:
        sha256, _ = copied(source, sink)
        os.fsync(sink.fileno())
    if sha256 != kept.sha256:
        draft.unlink()
        raise manifest.broken(backup, f"{kept.root}/{kept.name} đã hỏng trong lúc phục hồi")
    draft.chmod(storage.file_permissions_mode or 0o644)
    os.utime(draft, ns=(kept.mtime_ns, kept.mtime_ns))
    draft.replace(path)


def _make_folder(path: Path, mode: int) -> None:
    """With this mode and whatever lacks above it, also for somebody whose umask is stricter."""
    if not path.is_dir():
        _make_folder(path.parent, mode)
        path.mkdir()
        path.chmod(mode)


def _mode_of_folders(storage: FileSystemStorage) -> int:
    return storage.directory_permissions_mode or 0o755


def _put_database(backup: Path) -> None:
    """All or nothing: one transaction."""
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    into = f"--dbname={programs.database()}"
    programs.run("pg_restore", *whole, into, backup / DUMP, folder=backup, options=ROOM)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")


def _end(found: Manifest) -> None:
    """What is there is now whatever it is; kept pages may show what was there before."""
    for storage in files.storages_of_roots().values():
        (Path(storage.location) / target.FILLING).unlink()
    generations = places.generations()
    if generations:
        generations.bump_all()


def require_same(compared: list[Compared]) -> None:
    """Raise Trouble that names what is not as the backup says."""
    wrong = [f"{one.what}: {', '.join(one.differing[:5])}" for one in compared if one.differing]
    if wrong:
        raise Trouble(
            f"Đã phục hồi, nhưng có chỗ KHÁC bản sao lưu: {'; '.join(wrong)}. Đừng mở cổng cho "
            "người dùng; hãy phục hồi lại vào một cơ sở dữ liệu trống khác."
        )

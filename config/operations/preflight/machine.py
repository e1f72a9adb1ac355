"""The machine: Python, room on the disks, and who may write into which folder."""

import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages

from config.operations import disks
from config.operations.preflight.finding import Finding, broken, good, note
from news.views.health import FOLDERS, takes_files

OLDEST_PYTHON = (3, 11)
GIGABYTE = 1024**3
# Below the first an upgrade is not begun; below the second somebody should make room.
LEAST, FEW = 0.2 * GIGABYTE, 1 * GIGABYTE
LEAST_FILES = 10_000
STORES = {"default": "Ảnh", "attachments": "Tệp đính kèm"}


def look() -> Iterable[Finding]:
    """All of it."""
    yield _python()
    yield from _folders()


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return broken("Python", f"{version}: cần 3.11 trở lên")
    return good("Python", version)


def _folders() -> Iterable[Finding]:
    for store, about in STORES.items():
        yield from _store(store, about)
    if settings.PAGE_STORE:
        yield from folder_of("Kho trang (PAGE_STORE_DIR)", Path(settings.PAGE_STORE_DIR))
    if settings.STATIC_ROOT:
        yield _room("Tệp tĩnh (STATIC_ROOT)", Path(settings.STATIC_ROOT))
    if _bucket("attachments") is None and _open_to_all(Path(settings.ATTACHMENTS_ROOT)):
        yield note("Tệp đính kèm", "ai trên máy cũng vào được thư mục này: chmod o= thư mục ấy")


def _store(store: str, about: str) -> Iterable[Finding]:
    """Whether a store takes files: the folder, or the bucket in its place."""
    bucket = _bucket(store)
    if bucket is None:
        yield from folder_of(f"{about} ({FOLDERS[store]})", Path(getattr(settings, FOLDERS[store])))
    elif takes_files(store):
        yield good(about, f"ngăn {bucket} trên S3 trả lời")
    else:
        yield broken(about, f"ngăn {bucket} trên S3 không trả lời: xem lý do trong nhật ký ở trên")


def _bucket(store: str) -> str | None:
    return getattr(storages[store], "bucket_name", None)


def folder_of(about: str, folder: Path) -> Iterable[Finding]:
    """Whether we may write there, whose it is, and how much room there is."""
    try:
        disks.try_writing(folder)
    except OSError as error:
        yield broken(about, f"không ghi được vào {folder}: {error.strerror}")
        return
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        yield note(about, f"{folder} thuộc người dùng khác: chown -R về người dùng của trang")
    yield _room(about, folder)


def _room(about: str, folder: Path) -> Finding:
    found = disks.of(folder)
    free, files = found.f_bavail * found.f_frsize, found.f_favail
    said = f"{folder}: còn {free / GIGABYTE:.1f} GB".replace(".", ",")
    # Some file systems do not count their files.
    few_files = found.f_files and files < LEAST_FILES
    if free < LEAST or few_files:
        return broken(about, f"{said}, {files} chỗ cho tệp: hãy dọn ổ đĩa trước")
    return note(about, f"{said}: nên dọn ổ đĩa") if free < FEW else good(about, said)


def _open_to_all(folder: Path) -> bool:
    return folder.is_dir() and bool(folder.stat().st_mode & 0o005)

"""Makes a backup: files, then the database at one moment, then the files that came meanwhile."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.operations.backup import configuration, files, manifest, programs, snapshot
from config.operations.backup.files import Kept, Taker
from config.operations.backup.manifest import DUMP, Manifest
from config.operations.backup.store import Store
from config.operations.backup.trouble import Trouble


@dataclass(frozen=True)
class Made:
    """A new backup, and how many files and bytes had to be copied for it."""

    path: Path
    manifest: Manifest
    copied: int
    copied_bytes: int


def prepare(folder: Path) -> Store:
    """The store in a folder that may hold backups. Raises Trouble and OSError."""
    folder = folder.resolve()
    if not folder.parent.is_dir():
        raise Trouble(
            f"Không có thư mục {folder.parent}. Ổ đĩa sao lưu đã được gắn chưa? Hãy tạo thư mục ấy."
        )
    served = (*(s.location for s in files.storages_of_roots().values()), settings.STATIC_ROOT)
    for other in filter(None, served):
        if folder.is_relative_to(Path(other).resolve()):
            raise Trouble(
                f"{folder} nằm trong {other}, thư mục của chính cổng. Hãy chọn chỗ khác, tốt nhất "
                "là ổ đĩa khác."
            )
    return Store.prepared(folder)


def make(store: Store, say: Callable[[str], None]) -> Made:
    """Make a backup; for whoever is alone in the store. Raises Trouble and OSError.

    Files are taken before the snapshot and once more after it: whatever the database names at
    that moment is in one of the two, though files come and go meanwhile.
    """
    programs.program("pg_dump")
    store.sweep()
    taker = Taker(store, _known(store))
    with store.begun() as work:
        say("Chép ảnh và tệp đính kèm …")
        taker.take()
        say("Chép cơ sở dữ liệu …")
        made = _finished(work, taker)
        return Made(store.finish(work), made, taker.copied, taker.copied_bytes)


def _known(store: Store) -> list[Kept]:
    """The files of the newest backup that can be read."""
    for path in reversed(store.backups()):
        try:
            return manifest.glanced(path).files
        except (Trouble, OSError):
            continue  # `backup verify` tells of it; this backup only has to read more
    return []


def _finished(work: Path, taker: Taker) -> Manifest:
    """Everything but the name of a finished backup."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with snapshot.taken() as name:
        snapshot.dump(name, work / DUMP)
        database = {"tables": snapshot.tables(), "migrations": snapshot.migrations()}
        named = files.named()
    kept, missing = _chosen(taker, named)
    made = Manifest(
        made_at=made_at,
        release=release(),
        server_major=programs.server_major(),
        server_version=str(connection.connection.server_version),
        key=configuration.proof_of_key(settings.SECRET_KEY),
        sequences=snapshot.sequences_of(work / DUMP),
        left_out=list(snapshot.LEFT_OUT),
        missing=missing,
        files=kept,
        **database,
    )
    manifest.put_settings(configuration.described(), work)
    manifest.write(made, work)
    return made


def _chosen(taker: Taker, named: set[tuple[str, str]]) -> tuple[list[Kept], list[tuple[str, str]]]:
    """The files there are now, with those that were removed since the snapshot; what is missing."""
    now = taker.take()
    gone = {place: taker.known(place) for place in named - set(now)}
    kept = [*now.values(), *filter(None, gone.values())]
    return sorted(kept, key=lambda one: one.place), sorted(p for p, k in gone.items() if not k)


def release() -> str:
    """The version of this software."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]["version"]

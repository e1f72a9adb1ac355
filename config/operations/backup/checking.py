"""Whether a backup is whole: its own files, and every picture and attachment it needs."""

from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from config.operations.backup import manifest
from config.operations.backup.files import Kept
from config.operations.backup.manifest import Manifest
from config.operations.backup.store import Store, hash_of
from config.operations.backup.trouble import Trouble

# So many damaged files are named; more would hide the sentence.
NAMED = 5


def chosen(store: Store, name: str = "") -> Path:
    """The backup of this name, or the newest. Raises Trouble where there is none."""
    backups = {path.name: path for path in store.backups()}
    if not backups:
        raise Trouble(f"Trong {store.folder} chưa có bản sao lưu nào làm xong.")
    if name and name not in backups:
        raise Trouble(
            f"Không có bản sao lưu “{name}” trong {store.folder}. Xem các bản hiện có bằng lệnh "
            f"«manage.py backup list {store.folder}»."
        )
    return backups[name] if name else backups[max(backups)]


def whole(store: Store, backup: Path) -> Manifest:
    """The manifest of a backup after every byte of it has been read. Raises Trouble and OSError."""
    found = manifest.read(backup)
    bad = list(_damaged(store, found))
    if bad:
        names = ", ".join(f"{kept.root}/{kept.name}" for kept in bad[:NAMED])
        rest = f" và {len(bad) - NAMED} tệp khác" if len(bad) > NAMED else ""
        raise manifest.broken(backup, f"thiếu hoặc hỏng {names}{rest}")
    return found


def _damaged(store: Store, found: Manifest) -> Iterator[Kept]:
    """Each content is read once, however many names it has."""
    read: dict[str, bool] = {}
    for kept in tqdm(found.files, desc="Kiểm tra", unit=" tệp", leave=False, disable=None):
        if kept.sha256 not in read:
            path = store.object(kept.sha256)
            read[kept.sha256] = path.is_file() and hash_of(path) == kept.sha256
        if not read[kept.sha256]:
            yield kept

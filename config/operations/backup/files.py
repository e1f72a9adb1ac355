"""The portal's pictures and attachments: where they lie, which the database names, taking them."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.storage import FileSystemStorage, storages
from django.db.models import FileField
from tqdm import tqdm

from config.operations.backup.store import Store
from config.operations.backup.trouble import Trouble
from news.media import renditions
from news.media.models import Image
from news.sharing.models import SharePicture

# What a backup calls a folder, and the storage that knows where it is.
ROOTS = {"media": "default", "attachments": "attachments"}
# At the top of a disk of its own, for its repair.
NOT_OURS = {"lost+found"}


@dataclass(frozen=True)
class Kept:
    """A file of the portal in the store, and by what it is known not to have changed since."""

    root: str
    name: str
    sha256: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def place(self) -> tuple[str, str]:
        """Which file of the portal it is."""
        return self.root, self.name


def storages_of_roots() -> dict[str, FileSystemStorage]:
    """The storage of each folder. Raises Trouble where one is not a folder of this machine."""
    found = {root: storages[alias] for root, alias in ROOTS.items()}
    for root, storage in found.items():
        if not isinstance(storage, FileSystemStorage):
            raise Trouble(
                f"“{root}” không nằm trên ổ đĩa của máy này mà ở {type(storage).__name__}: lệnh "
                "này chưa sao lưu được kho ấy. Hãy dùng cách sao lưu của chính kho."
            )
    return found


def walked(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder, by its name from there; not the drafts of files being stored.

    Links to folders on other disks are followed, each folder once. Raises OSError.
    """
    seen = set()
    for folder, folders, names in os.walk(top, onerror=_refuse, followlinks=True):
        here = os.stat(folder)
        if (here.st_dev, here.st_ino) in seen:
            folders.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        folders[:] = sorted(set(folders) - NOT_OURS)
        yield from _regular(top, Path(folder), names)


def _refuse(error: OSError) -> None:
    """A folder that is gone meanwhile is no trouble; one that cannot be read is."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _regular(top: Path, folder: Path, names: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    for name in sorted(names):
        path = folder / name
        try:
            found = path.stat()
        except FileNotFoundError:
            continue  # removed since the folder was read
        if stat.S_ISREG(found.st_mode) and not name.startswith("."):
            yield path.relative_to(top).as_posix(), found


class Taker:
    """Takes the portal's files into the store; what has not changed is not read again."""

    def __init__(self, store: Store, known: Iterable[Kept]):
        self._store = store
        self._known = {kept.place: kept for kept in known}
        self.copied = self.copied_bytes = 0

    def take(self) -> dict[tuple[str, str], Kept]:
        """All that lies in the portal's folders now. Raises OSError and Trouble."""
        found = {}
        for root, storage in storages_of_roots().items():
            top = Path(storage.location)
            rows = tqdm(walked(top), desc=root, unit=" tệp", leave=False, disable=None)
            for name, state in rows if top.is_dir() else ():
                kept = self._one(root, top, name, state)
                if kept:
                    found[kept.place] = self._known[kept.place] = kept
        return found

    def known(self, place: tuple[str, str]) -> Kept | None:
        """What was taken of a file, be it gone by now."""
        return self._known.get(place)

    def _one(self, root: str, top: Path, name: str, state: os.stat_result) -> Kept | None:
        kept = self._known.get((root, name))
        if kept and _same(kept, state) and self._is_whole(kept):
            return kept
        try:
            with (top / name).open("rb") as file:
                state = os.fstat(file.fileno())
                sha256, size, new = self._store.put(file)
        except FileNotFoundError:
            return None  # removed since it was found
        self.copied += new
        self.copied_bytes += size if new else 0
        return Kept(root, name, sha256, size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)

    def _is_whole(self, kept: Kept) -> bool:
        path = self._store.object(kept.sha256)
        return path.is_file() and path.stat().st_size == kept.size


def _same(kept: Kept, state: os.stat_result) -> bool:
    known = (kept.size, kept.mtime_ns, kept.ctime_ns, kept.inode)
    return known == (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def named() -> set[tuple[str, str]]:
    """The files that the database names, as the transaction we are in sees it."""
    shared = SharePicture.objects.exclude(file="").values_list("file", flat=True)
    crops = Image.objects.values_list("renditions", flat=True)
    smaller = (name for row in crops.iterator() for name in renditions.files_of(row.values()))
    return {*_of_fields(), *(("media", name) for name in (*shared, *smaller))}


def _of_fields() -> Iterator[tuple[str, str]]:
    locations = {storage.location: root for root, storage in storages_of_roots().items()}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.exclude(**{field.name: ""})
                names = rows.values_list(field.name, flat=True)
                root = locations[field.storage.location]
                yield from ((root, name) for name in names.iterator() if name)

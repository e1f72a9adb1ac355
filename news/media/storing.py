"""How files are stored: whole or not at all, and not for everybody where they are private."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages


def attachments() -> Storage:
    """Where the files of articles lie; no web server hands this folder out by itself."""
    return storages["attachments"]


def put(storage: Storage, name: str, data: bytes) -> None:
    """Store a file under exactly this name, whatever stood there before. Raises OSError."""
    if isinstance(storage, FileSystemStorage):
        _write_whole(storage, Path(storage.path(name)), data)
        return
    # Stores of objects take a whole one or none.
    storage.delete(name)
    storage.save(name, ContentFile(data))


def _write_whole(storage: FileSystemStorage, path: Path, data: bytes) -> None:
    """A full disk or a killed worker leaves nothing half-written under a name that is served."""
    mode = storage.directory_permissions_mode or 0o777
    path.parent.mkdir(mode=mode, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(storage.file_permissions_mode)
        Path(draft).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
        raise

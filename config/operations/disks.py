"""The disks that the portal's folders lie on, or will lie on once somebody makes them."""

import os
import tempfile
from pathlib import Path


def nearest(folder: Path) -> Path:
    """The folder, or the one that it would be made in."""
    return next(each for each in (folder, *folder.absolute().parents) if each.is_dir())


def of(folder: Path) -> os.statvfs_result:
    """What the system says of its disk: blocks and files, all and free."""
    return os.statvfs(nearest(folder))


def try_writing(folder: Path) -> None:
    """Write something there, or where the folder would be made; nothing stays. Raises OSError.

    On a full disk an empty file can be made still, so there is something in it.
    """
    with tempfile.TemporaryFile(dir=nearest(folder), buffering=0) as file:
        file.write(bytes(4096))

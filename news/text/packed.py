"""Office files are zip archives: one is opened with care here, judged by its directory alone."""

import io
import lzma
import struct
import zipfile
import zlib

MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 5_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What reading a damaged archive raises.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Unfit(Exception):
    """An archive that is not to be read; which of its kinds says why."""


class Damaged(Unfit):
    """It is no whole archive, or none that an office program writes."""


class Bomb(Unfit):
    """It would become far larger than any document when unpacked."""


class Locked(Unfit):
    """Its parts are encrypted."""


def opened(data: bytes) -> zipfile.ZipFile:
    """Take the bytes of an archive; return it open, with nothing unpacked. Raises Unfit.

    zipfile never unpacks more of an entry than the directory declares.
    """
    # Counted first: opening a directory of a million entries takes half a gigabyte.
    if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise Bomb
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Damaged from error
    _refuse_unfit(archive.infolist())
    return archive


def is_locked_ole(data: bytes) -> bool:
    """Whether an OLE file is an office file with a password, which keeps it under this name."""
    return "EncryptedPackage".encode("utf-16-le") in data


def _refuse_unfit(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Bomb
    if any(entry.flag_bits & 1 for entry in entries):
        raise Locked
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Damaged

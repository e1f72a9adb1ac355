"""What a person brought and has still to decide on, kept for a while where only they find it.

Files lie in a private folder, never among the media. A name is the owner's number and a random
token: whoever is somebody else looks under another name, and an invented token finds nothing.
"""

import os
import re
import secrets
from pathlib import Path
from time import time

from django.conf import settings

KEPT = 2 * 60 * 60
MOST = 10  # files of one person; the oldest make room
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(user, data: bytes) -> str:
    """Take what a person brought; return the token it is found by. Raises OSError."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(folder, user)
    token = secrets.token_hex(16)
    _write(_path(user, token), data)
    return token


def look(user, token: str) -> bytes | None:
    """What the person keeps under this token; None when there is nothing, or no longer."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _path(user, token)
    try:
        return None if _is_old(path) else path.read_bytes()
    except FileNotFoundError:
        return None


def take(user, token: str) -> bytes | None:
    """The same, once only: of two requests at the same moment one gets None."""
    data = look(user, token)
    try:
        if data is not None:
            _path(user, token).unlink()
    except FileNotFoundError:
        return None
    return data


def _folder() -> Path:
    return Path(settings.VAR) / "uploads"


def _path(user, token: str) -> Path:
    return _folder() / f"{user.pk}-{token}"


def _write(path: Path, data: bytes) -> None:
    """Private from its first byte; on a full disk no half of it stays."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _make_room(folder: Path, user) -> None:
    kept = []
    for path in folder.iterdir():
        if _is_old(path):
            path.unlink(missing_ok=True)
        elif path.name.startswith(f"{user.pk}-"):
            kept.append(path)
    for path in sorted(kept, key=_age)[MOST - 1 :]:
        path.unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    return _age(path) > KEPT


def _age(path: Path) -> float:
    """Seconds; of a file that somebody took meanwhile, more than any is kept."""
    try:
        return time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")

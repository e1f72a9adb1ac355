"""Where a database cluster lives, whose account runs it, and which folders are safe to use.

Nothing here changes a permission outside the folders it makes. An ordinary user's cluster stays
in var/. PostgreSQL refuses to run as root, and the account it then runs as may not enter root's
folders, so root's clusters live in a folder of their own that any account may pass through.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from config.dev.console import Failure
from config.dev.processes import Account, take_lock

SOCKET_NAME = ".s.PGSQL.5432"
# The smallest limit among our systems (macOS: 104 bytes with the closing zero; Linux: 108).
LONGEST_SOCKET_PATH = 103
ROOTS_BASE = Path("/var/db" if sys.platform == "darwin" else "/var/lib") / "congthongtin-dev"
SERVICE_ACCOUNT = "nobody"
# A test run this old whose lock is free was killed; a younger one may not hold its lock yet.
ABANDONED_AFTER = 60.0


@dataclass(frozen=True)
class Place:
    """The folders of one cluster, and the account that owns its data (None: our own)."""

    home: Path
    socket: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.home / "data"

    @property
    def lock(self) -> Path:
        """Held by every process of the running server."""
        return self.home / "lock"

    @property
    def owner(self) -> int:
        """The user the data belongs to."""
        return self.account.uid if self.account else os.geteuid()


def lasting(checkout: Path) -> Place:
    """The place of the cluster that keeps what was written between two `make run`."""
    if os.geteuid() == 0:
        return _roots_place(_roots_home(checkout))
    return _own_place(private_folder(checkout / "var" / "postgres"))


def throwaway() -> Place:
    """A fresh place for one test run; `remove` deletes it."""
    if os.geteuid() == 0:
        base, prefix = _roots_base(), "test-"
    else:
        base, prefix = Path(tempfile.gettempdir()), f"congthongtin-test-{os.geteuid()}-"
    _sweep(base, prefix)
    home = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
    return _roots_place(home) if os.geteuid() == 0 else _own_place(home)


def remove(place: Place) -> None:
    """Delete a cluster that no longer runs."""
    shutil.rmtree(place.home)
    if place.socket.is_dir():
        shutil.rmtree(place.socket)


def remove_unused_base() -> None:
    """Delete root's copy of the programs when no cluster of any checkout needs it."""
    in_use = [*ROOTS_BASE.glob("*/checkout"), *ROOTS_BASE.glob("test-*")]
    if os.geteuid() == 0 and ROOTS_BASE.is_dir() and not in_use:
        shutil.rmtree(ROOTS_BASE)


def private_folder(path: Path, mode: int = 0o700, owner: int | None = None) -> Path:
    """Make a folder, or accept it only when it is ours: a stranger may have made it first."""
    owner = os.geteuid() if owner is None else owner
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise Failure(f"{path} do người khác tạo nên không dùng được. Hãy xóa hoặc đổi tên nó.")
    if found.st_uid != owner:
        os.chown(path, owner, -1)
    if stat.S_IMODE(found.st_mode) != mode:
        path.chmod(mode)
    return path


def _own_place(home: Path) -> Place:
    return Place(home, _short_socket_folder(home), None)


def _short_socket_folder(home: Path) -> Path:
    """Beside the data when the path is short enough for a socket, else a private short one."""
    name = f"congthongtin-{os.geteuid()}-{_digest(str(home))}"
    # A name that others can guess is safe in /tmp because private_folder refuses a stranger's.
    shared = (Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108
    for folder in (home / "socket", *(folder / name for folder in shared)):
        if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return private_folder(folder)
    raise AssertionError("the last candidate is always short enough")


def _roots_place(home: Path) -> Place:
    """The home stays root's, so the service account can never lead root astray in it."""
    account = service_account()
    private_folder(home, mode=0o711)
    return Place(home, private_folder(home / "socket", owner=account.uid), account)


def _roots_base() -> Path:
    return private_folder(ROOTS_BASE, mode=0o711)


def service_account() -> Account:
    """An account without rights that every system has; we create none."""
    try:
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError as unknown:
        raise Failure(
            f"PostgreSQL không chạy dưới quyền root, mà máy này không có tài khoản "
            f"«{SERVICE_ACCOUNT}». Hãy chạy bằng người dùng thường, hoặc đặt DATABASE_URL."
        ) from unknown
    return Account(entry.pw_uid, entry.pw_gid)


def _roots_home(checkout: Path) -> Path:
    """Named after a token in var/, so a new clone at an old path starts afresh."""
    token = checkout / "var" / "cluster-id"
    if not token.exists():
        token.write_text(secrets.token_hex(16))
    home = private_folder(_roots_base() / _digest(token.read_text() + str(checkout)), mode=0o711)
    (home / "checkout").write_text(str(checkout))
    _forget_former_homes(home)
    return home


def _forget_former_homes(home: Path) -> None:
    """Deleting var/ deletes the data, for root as for everyone: here it is caught up with."""
    checkout = (home / "checkout").read_text()
    for note in ROOTS_BASE.glob("*/checkout"):
        if note.parent != home and note.read_text() == checkout:
            _remove_if_free(note.parent)


def _sweep(base: Path, prefix: str) -> None:
    for home in base.glob(f"{prefix}*"):
        if time.time() - home.lstat().st_mtime > ABANDONED_AFTER:
            _remove_if_free(home)


def _remove_if_free(home: Path) -> None:
    if home.lstat().st_uid != os.geteuid():
        return
    lock = take_lock(home / "lock")
    if lock is not None:
        shutil.rmtree(home)
        os.close(lock)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]

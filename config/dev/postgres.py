"""Starts and stops a private PostgreSQL for trying and testing: one socket, no network."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from config.dev import binaries, places, processes
from config.dev.console import Failure, last_lines

SUPERUSER = "postgres"
DATABASE = "congthongtin"
PORT = 5432  # only part of the socket's name: the server listens on no network
READY_WITHIN = 60.0
NEVER_SYNC = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass
class Server:
    """A running server that this process started and will stop."""

    place: places.Place
    process: subprocess.Popen[bytes]
    log: Path
    lock: int
    throwaway: bool

    @property
    def url(self) -> str:
        """The DATABASE_URL of the portal's database."""
        return database_url(self.place.socket)

    @property
    def running(self) -> bool:
        """Whether the server is still there."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Stop at once but cleanly, and delete what was only lent."""
        processes.end(self.process, signal.SIGINT, patience=15)
        if self.throwaway:
            places.remove(self.place)
        os.close(self.lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(checkout: Path, *, throwaway: bool = False) -> Server:
    """Start the checkout's lasting server, or a fresh one that is deleted when it stops."""
    place = places.throwaway() if throwaway else places.lasting(checkout)
    log = place.home / "log" if throwaway else _lasting_log(checkout)
    lock = processes.take_over(place.lock, signal.SIGINT)
    programs = _programs(place)
    _ensure_cluster(place, programs, lock, throwaway)
    _forget_stale_pid_files(place)
    return _started(place, programs, lock, log, throwaway)


def replica(of: Server) -> Server:
    """Start a throwaway copy of a server that follows it until it is promoted."""
    place = places.throwaway()
    lock = processes.take_over(place.lock, signal.SIGINT)
    programs = _programs(place)
    source = ("-h", of.place.socket, "-p", str(PORT), "-U", SUPERUSER)
    ways = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync")
    places.private_folder(place.data, owner=place.owner)
    command = (programs / "pg_basebackup", *source, "-D", place.data, *ways)
    processes.run(_launch(place, command), lock)
    return _started(place, programs, lock, place.home / "log", throwaway=True)


def _started(place: places.Place, programs: Path, lock: int, log: Path, throwaway: bool) -> Server:
    process = processes.spawn(_server(place, programs, throwaway), lock, log)
    server = Server(place, process, log, lock, throwaway)
    try:
        _wait_until_ready(server)
    except BaseException:  # Ctrl-C too: the caller has nothing yet that it could stop
        server.stop()
        raise
    return server


def database_url(socket: Path) -> str:
    """The socket's folder stands in the path, where django-environ looks for it."""
    return f"postgresql://{SUPERUSER}@:{PORT}/{quote(str(socket), safe='')}/{DATABASE}"


def _lasting_log(checkout: Path) -> Path:
    return places.private_folder(checkout / "var" / "log") / "postgres.log"


def _programs(place: places.Place) -> Path:
    return binaries.copied_to(place.home.parent) if place.account else binaries.installed()


def _ensure_cluster(place: places.Place, programs: Path, lock: int, throwaway: bool) -> None:
    if not place.data.exists():
        _make_cluster(place, programs, lock, throwaway)
    version = (place.data / "PG_VERSION").read_text().strip()
    if version != binaries.major_version():
        raise Failure(
            f"Dữ liệu ở {place.data} thuộc PostgreSQL {version}, bản đang cài là "
            f"{binaries.major_version()}. Hãy sao lưu bằng bản cũ, rồi chạy «make clean»."
        )


def _make_cluster(place: places.Place, programs: Path, lock: int, throwaway: bool) -> None:
    """Under another name until it is whole: an interrupted start leaves nothing half-made."""
    unfinished = place.home / "data.new"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    places.private_folder(unfinished, owner=place.owner)
    options = (*_locale(), *(("--no-sync",) if throwaway else ()))
    command = (programs / "initdb", "-D", unfinished, "-U", SUPERUSER, *options)
    processes.run(_launch(place, command), lock)
    _create_database(place, programs, lock, unfinished)
    unfinished.rename(place.data)


def _locale() -> tuple[str, ...]:
    """UTF-8 and the same order of letters on every system, whatever its language.

    Trust needs no password because only the owner of the socket's folder can reach the socket.
    """
    ctype = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return (
        "--encoding=UTF8",
        "--locale=C",
        f"--lc-ctype={ctype}",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth-local=trust",
        "--auth-host=reject",
        "--set=timezone=UTC",
        "--set=log_timezone=UTC",
    )


def _create_database(place: places.Place, programs: Path, lock: int, data: Path) -> None:
    command = (programs / "postgres", "--single", "-D", data, "postgres")
    printed = processes.run(_launch(place, command), lock, f"CREATE DATABASE {DATABASE}\n")
    if "ERROR" in printed:  # single-user mode reports it and still ends with success
        raise Failure(f"Không tạo được cơ sở dữ liệu {DATABASE}:\n{printed}")


def _forget_stale_pid_files(place: places.Place) -> None:
    """We hold the lock, so no server runs; their numbers may be other programs' by now."""
    for path in (
        place.data / "postmaster.pid",
        place.socket / places.SOCKET_NAME,
        place.socket / f"{places.SOCKET_NAME}.lock",
    ):
        path.unlink(missing_ok=True)


def _server(place: places.Place, programs: Path, throwaway: bool) -> processes.Launch:
    quoted = str(place.socket).replace('"', '""')
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
        "log_checkpoints": "off",
        **(NEVER_SYNC if throwaway else {}),
    }
    options = (f"--{name}={value}" for name, value in settings.items())
    return _launch(place, (programs / "postgres", "-D", place.data, *options))


def _launch(place: places.Place, command: tuple[str | Path, ...]) -> processes.Launch:
    return processes.Launch(
        command,
        # The server's account may not be allowed into our working folder.
        folder=Path("/"),
        # Nothing of our own environment: PGDATA and the like would change what runs.
        environment={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        death_signal=signal.SIGINT,
        account=place.account,
    )


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _is_ready(server):
        if not server.running or time.monotonic() > deadline:
            raise Failure(f"PostgreSQL không khởi động được:\n{last_lines(server.log)}")
        time.sleep(0.02)


def _is_ready(server: Server) -> bool:
    """The eighth line of postmaster.pid is the server's own word for it."""
    note = server.place.data / "postmaster.pid"
    lines = note.read_text().splitlines() if note.exists() else []
    return len(lines) >= 8 and lines[0] == str(server.process.pid) and lines[7].strip() == "ready"

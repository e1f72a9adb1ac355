"""The embedded PostgreSQL for real: awkward paths, leftovers, and untouched permissions."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import environ
import psycopg2
import pytest

from config.dev import places, postgres, processes
from config.dev.environment import CHECKOUT

# Newer Pythons warn of fork in a process with threads; the test runner has some, `make` has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

# Starts the checkout's server and is killed before it could stop it. Without the death signal
# (macOS has none) the server lives on.
KILLED_SUPERVISOR = """
import os, signal, sys
from pathlib import Path
from config.dev import postgres, processes
if sys.argv[2] == "orphaned":
    processes._die_with_parent = lambda signum: None
server = postgres.start(Path(sys.argv[1]))
print(server.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout in a path with spaces, quotes and Vietnamese letters, too long for a socket."""
    path = tmp_path / "cổng 'thông tin' %20" / ("x" * 100)
    (path / "var").mkdir(parents=True, mode=0o700)
    yield path
    place = places.lasting(path)
    places.remove(place)


def ask(server: postgres.Server, question: str) -> tuple:
    """One row from the server, reached by what settings would read from its address."""
    read = environ.Env.db_url_config(server.url)
    link = psycopg2.connect(
        host=read["HOST"], port=read["PORT"], user=read["USER"], dbname=read["NAME"]
    )
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() if cursor.description else ()
    finally:
        link.close()


def permissions(path: Path) -> dict[Path, tuple[int, int]]:
    """Mode and owner of a path and of everything above it."""
    states = {each: each.stat() for each in (path, *path.parents)}
    return {each: (state.st_mode, state.st_uid) for each, state in states.items()}


def test_a_throwaway_server_works_and_leaves_nothing(checkout):
    programs = permissions(Path(sys.prefix))
    above = permissions(checkout)
    with postgres.start(checkout, throwaway=True) as server:
        home, socket = server.place.home, server.place.socket
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.place.data.stat().st_mode) == 0o700
        row = ask(
            server,
            "SELECT current_setting('listen_addresses'), current_setting('fsync'),"
            " current_setting('TimeZone'), current_setting('server_encoding'), upper('điện')",
        )
        assert row == ("", "off", "UTC", "UTF8", "ĐIỆN")
    assert not home.exists()
    assert not socket.exists()
    assert not server.running
    assert permissions(checkout) == above
    assert permissions(Path(sys.prefix)) == programs


def test_what_was_written_is_there_after_the_next_start(checkout):
    above = permissions(checkout)
    with postgres.start(checkout) as server:
        ask(server, "CREATE TABLE bai (so int)")
    with postgres.start(checkout) as server:
        assert ask(server, "SELECT count(*) FROM bai") == (0,)
        assert ask(server, "SHOW fsync") == ("on",)
    assert permissions(checkout) == above


@pytest.mark.parametrize("fate", ["signalled", "orphaned"])
def test_a_killed_supervisor_s_server_is_replaced(checkout, fate, monkeypatch):
    monkeypatch.setattr(processes, "GRACE_FOR_LEFTOVERS", 2.0 if fate == "signalled" else 0.1)
    with postgres.start(checkout) as server:
        ask(server, "CREATE TABLE bai (so int)")
    killed = subprocess.run(  # noqa: S603 - a program of our own
        [sys.executable, "-c", KILLED_SUPERVISOR, str(checkout), fate],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with postgres.start(checkout) as server:
        assert ask(server, "SELECT count(*) FROM bai") == (0,)
        assert server.place.lock.read_text() == str(server.process.pid) != killed.stdout.strip()


def test_a_stale_pid_file_that_names_another_program_is_no_hindrance(checkout):
    with postgres.start(checkout) as server:
        place = server.place
    for path in (place.data / "postmaster.pid", place.socket / f"{places.SOCKET_NAME}.lock"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{os.getpid()}\n{place.data}\n")
        if place.account:
            os.chown(path, place.account.uid, place.account.gid)
    with postgres.start(checkout) as server:
        assert ask(server, "SELECT 1") == (1,)


def test_an_interrupted_first_start_is_made_good(checkout):
    place = places.lasting(checkout)
    (place.home / "data.new").mkdir()
    (place.home / "data.new" / "PG_VERSION").write_text("18\n")
    with postgres.start(checkout) as server:
        assert ask(server, "SELECT 1") == (1,)


def test_a_server_that_cannot_start_says_why(checkout):
    with postgres.start(checkout) as server:
        place = server.place
    (place.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(postgres.Failure, match="no_such_setting"):
        postgres.start(checkout)


def test_data_of_another_version_is_left_alone(checkout):
    with postgres.start(checkout) as server:
        place = server.place
    (place.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(postgres.Failure, match="PostgreSQL 17"):
        postgres.start(checkout)

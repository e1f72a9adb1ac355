"""PostgreSQL's own programs, of the server's version, run against the portal's database."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg2.extensions
from django.conf import settings
from django.db import connection

from config.operations.backup import trouble
from config.operations.backup.trouble import Trouble

# Where Debian and Red Hat put the programs of each version.
PLACES = ("/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin")
# What leads to the database; a password goes by the environment, which nobody else can read.
VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "options": "PGOPTIONS",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


def server_major() -> int:
    """The number before the point of the version of the server that the portal uses."""
    connection.ensure_connection()
    return connection.connection.server_version // 10_000


def program(name: str) -> Path:
    """The program of the server's version. Raises Trouble that says how to get it.

    An older pg_dump refuses the server; what a newer one writes, the server's own cannot read.
    """
    major = server_major()
    for candidate in _candidates(name, major):
        if _major(candidate) == major:
            return candidate
    raise Trouble(
        f"Không tìm thấy {name} của PostgreSQL {major}, phiên bản của máy chủ dữ liệu. Trên "
        f"Debian: apt-get install postgresql-client-{major}. Nếu đã cài ở chỗ khác, hãy ghi thư "
        "mục của nó vào biến PG_BIN."
    )


def _candidates(name: str, major: int) -> list[Path]:
    """Where PG_BIN says first; one of another version is passed over."""
    named = [Path(settings.PG_BIN) / name] if settings.PG_BIN else []
    known = [Path(place.format(major)) / name for place in PLACES]
    on_the_path = shutil.which(name)
    return [*named, *known, *([Path(on_the_path)] if on_the_path else [])]


def _major(candidate: Path) -> int | None:
    if not os.access(candidate, os.X_OK):
        return None
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL
        [candidate, "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else None


def run(name: str, *arguments: str | Path, folder: Path, options: str = "") -> str:
    """Run a program against the portal's database, or on a file in `folder`; what it printed.
    `options` are for its connection, such as "-c maintenance_work_mem=256MB".

    Raises Trouble with what it complained of.
    """
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, its arguments are ours
        [program(name), *arguments],
        env=_environment(options),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Trouble(_complaint(name, done.stderr, folder))
    return done.stdout


def database() -> str:
    """The portal's database by its name alone, as --dbname takes it whatever is in the name."""
    return psycopg2.extensions.make_dsn(dbname=connection.settings_dict["NAME"])


def _complaint(name: str, said: str, folder: Path) -> str:
    if "No space left on device" in said:
        return trouble.full(folder)
    return f"{name} không làm được: {' '.join(said.split()[-120:])}"


def _environment(options: str) -> dict[str, str]:
    connection.ensure_connection()
    info = connection.connection.info
    given = {**info.dsn_parameters, "password": info.password}
    given["options"] = f"{given.get('options', '')} {options}".strip()
    chosen = {VARIABLES[key]: value for key, value in given.items() if key in VARIABLES and value}
    own = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    return {**own, **chosen, "PGDATABASE": connection.settings_dict["NAME"]}

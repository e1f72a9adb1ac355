"""deploy/install.sh and release.sh in a scratch folder: installed twice, upgraded and taken back
while readers ask.

What only a whole machine can show (packages, accounts, the real systemd) is tried by hand:
docs/operations.md says how and what came of it.
"""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db.migrations.loader import MigrationLoader

from tests import beside
from tests.pagestore import free_port, wait
from tests.readers import Readers
from tests.systemd import Systemd

NEEDED = [name for name in ("openssl", "flock", "setpriv") if not shutil.which(name)]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(NEEDED), reason=f"this machine lacks {NEEDED}"),
]
DEPLOY = settings.BASE_DIR / "deploy"
CODE = ("accounts", "config", "deploy", "news", "requirements", "static", "templates")

WRONG = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "{}")]
    operations = [migrations.RunSQL("SELECT 1 / 0", "")]
"""
PYTHON = """#!/bin/sh
case "$*" in
    "-m venv "*) mkdir -p "$3/bin" && ln -s {real}/* "$3/bin/" && ln -sf {fake} "$3/bin/python" ;;
    "-m pip "*) echo "$*" >> {log} ;;
    *) exec {real}/python "$@" ;;
esac
"""


def source(folder: Path) -> Path:
    """The portal's own files without their history, as somebody may have brought them."""
    for name in CODE:
        shutil.copytree(
            settings.BASE_DIR / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(settings.BASE_DIR / "manage.py", folder)
    return folder


class Machine:
    """A scratch folder that looks like a machine's root."""

    def __init__(self, root: Path, code: Path):
        self.root, self.code, self.port = root, code, free_port()
        self.systemd = Systemd(root / "etc/systemd/system", root.parent)
        self.database = beside.database_url()

    @property
    def base(self) -> Path:
        return self.root / "srv/congthongtin"

    @property
    def settings(self) -> Path:
        return self.root / "etc/congthongtin.env"

    def run(self, script: str, *words: str, **more: str) -> subprocess.CompletedProcess:
        """A script of deploy/, and what it said."""
        # Nothing of our own settings: what the scripts wrote has to do.
        keep = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LC_ALL": "C.UTF-8",
        }
        given = {"ROOT": str(self.root), "SYSTEMCTL": str(self.systemd.client), "PYTHON": "python3"}
        given |= {"ACCOUNT": _account(), "BIND": f"127.0.0.1:{self.port}"}
        given |= {"VENV": str((settings.BASE_DIR / ".venv").resolve())}
        return subprocess.run(
            ["bash", str(self.code / "deploy" / script), *words],
            env={**keep, **given, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def install(self, *words: str) -> subprocess.CompletedProcess:
        return self.run("install.sh", "--root", str(self.root), "--database", self.database, *words)

    def current(self) -> str:
        return os.readlink(self.base / "current").rpartition("/")[2]

    def turns(self) -> list[str]:
        return [name[-9:-8] for name in self.systemd.processes if "-web@" in name]


def _account() -> str:
    return subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def machine(tmp_path_factory, django_db_setup, django_db_blocker):
    """Installed once for all tests of this module."""
    folder = tmp_path_factory.mktemp("machine")
    (folder / "root").mkdir()
    with django_db_blocker.unblock():
        found = Machine(folder / "root", source(folder / "code"))
    # What collectstatic does has a test of its own, and takes half a minute.
    plain = ("--set", "COLLECTED_STATIC=0", "--set", "WEB_CONCURRENCY=1")
    done = found.install("--host", "cong.example.vn", *plain)
    found.said = done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    yield found
    found.systemd.close()


def test_it_installs_what_answers(machine):
    assert machine.said.rstrip().endswith("first_admin --full-name 'Họ và tên'")
    assert machine.turns() == ["a"]
    wanted = {"congthongtin.socket", "congthongtin-worker.service", "congthongtin-web@a.service"}
    assert wanted < machine.systemd.enabled
    with Readers(machine.port, "cong.example.vn", number=1) as readers:
        wait(lambda: readers.total > 3, 60)
    assert readers.failed == []


def test_the_settings_are_for_the_portal_alone_and_whole(machine):
    text = machine.settings.read_text()
    assert stat.S_IMODE(machine.settings.stat().st_mode) == 0o640
    assert "SITE_URL=https://cong.example.vn\n" in text
    (secret,) = [line for line in text.splitlines() if line.startswith("SECRET_KEY=")]
    assert len(secret) > 60
    for folder in ("media", "attachments"):
        assert stat.S_IMODE((machine.base / folder).stat().st_mode) == 0o750
    named = [line.split("=")[0] for line in text.splitlines() if "=" in line and line[0] != "#"]
    known = (settings.BASE_DIR / "README.md").read_text()
    assert [name for name in named if f"`{name}`" not in known] == []


def test_the_certificate_is_for_the_host_and_its_key_for_nobody_else(machine):
    key = machine.root / "etc/ssl/congthongtin/key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    site = (machine.root / "etc/nginx/conf.d/congthongtin.conf").read_text()
    assert "server_name cong.example.vn;" in site
    assert f"server 127.0.0.1:{machine.port};" in site
    assert "abc.gov.vn" not in site


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_understands_the_units(machine):
    units = machine.root / "etc/systemd/system"
    names = ["congthongtin.socket", "congthongtin.service", "congthongtin-tick.service"]
    names += ["congthongtin-worker.service", "congthongtin-web@.service"]
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *[str(units / name) for name in names]],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    # The instance that it makes up has no folder.
    lines = [line for line in said.splitlines() if "congthongtin" in line and "web-i" not in line]
    assert lines == []


def test_every_service_runs_a_command_that_there_is(machine):
    commands = get_commands()
    for unit in (machine.root / "etc/systemd/system").glob("*.service"):
        for line in re.findall(r"^Exec\w+=(.+)$", unit.read_text(), re.M):
            named = re.search(r"manage\.py (\w+)", line)
            assert named is None or named[1] in commands, line
        assert "@BASE@" not in unit.read_text()


def test_again_changes_nothing_and_serves_on(machine):
    machine.settings.write_text(machine.settings.read_text() + "LOG_LEVEL=WARNING\n")
    before, release = machine.settings.read_bytes(), machine.current()
    done = machine.install()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Dựng bản" not in done.stdout
    assert machine.settings.read_bytes() == before
    assert machine.current() == release
    assert len(list((machine.base / "releases").iterdir())) == 1


def test_up_and_back_while_readers_ask(machine):
    """No answer fails, of kept pages, of pages that Django makes, or of forms."""
    old = machine.current()
    (machine.code / "templates" / "humans.txt").write_text("a new release")
    with Readers(machine.port, "cong.example.vn", number=2) as readers:
        wait(lambda: readers.total > 20, 60)
        done = machine.run("release.sh", "up")
        new = machine.current()
        back = machine.run("release.sh", "back")
        asked = readers.total
        wait(lambda: readers.total > asked + 20, 60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert back.returncode == 0, back.stdout + back.stderr
    assert new != old
    assert machine.current() == old
    assert readers.failed == []
    assert readers.total > 60
    assert len(machine.turns()) == 1


def test_a_release_that_does_not_start_leaves_the_old_one_alone(machine):
    old = machine.current()
    wsgi = machine.code / "config" / "wsgi.py"
    good = wsgi.read_text()
    wsgi.write_text(good + "\nraise RuntimeError('hong')\n")
    with Readers(machine.port, "cong.example.vn", number=2) as readers:
        done = machine.run("release.sh", "up")
        wait(lambda: readers.total > 5, 60)
    wsgi.write_text(good)
    assert done.returncode == 1
    assert "bản đang chạy vẫn phục vụ" in done.stderr
    assert readers.failed == []
    assert machine.current() == old


def test_with_stop_nobody_uses_the_portal_while_tables_change(machine):
    old, since = machine.current(), len(machine.systemd.log)
    (machine.code / "templates" / "humans.txt").write_text("a release that wants quiet")
    done = machine.run("release.sh", "up", "--stop")
    asked = machine.systemd.log[since:]
    assert done.returncode == 0, done.stdout + done.stderr
    assert machine.current() != old
    assert len(machine.turns()) == 1
    begun, stopped = (
        next(nr for nr, (what, *names) in enumerate(asked) if what == word and "-web@" in names[0])
        for word in ("start", "stop")
    )
    assert stopped < begun, asked
    with Readers(machine.port, "cong.example.vn", number=1) as readers:
        wait(lambda: readers.total > 3, 60)
    assert readers.failed == []
    assert machine.run("release.sh", "back").returncode == 0


def test_tables_that_cannot_be_changed_leave_the_old_release_running(machine):
    old = machine.current()
    wrong = machine.code / "news" / "migrations" / "0999_wrong.py"
    [last] = [name for name in MigrationLoader(None).graph.leaf_nodes() if name[0] == "news"]
    wrong.write_text(WRONG.format(last[1]))
    done = machine.run("release.sh", "up", "--stop")
    wrong.unlink()
    assert done.returncode == 1
    assert "bản cũ chạy lại" in done.stderr
    assert machine.current() == old
    with Readers(machine.port, "cong.example.vn", number=1) as readers:
        wait(lambda: readers.total > 3, 60)
    assert readers.failed == []


def test_a_release_brings_the_libraries_that_its_settings_ask_for(machine, tmp_path):
    """With a Python that writes down what pip is asked for, and has everything already."""
    real, log, fake = settings.BASE_DIR / ".venv" / "bin", tmp_path / "log", tmp_path / "python"
    fake.write_text(PYTHON.format(real=real.resolve(), log=log, fake=fake))
    fake.chmod(0o755)
    former = machine.settings.read_text()
    machine.settings.write_text(f"{former}BACKUP_S3=s3://saoluu/cong\n")
    (machine.code / "templates" / "humans.txt").write_text("a release with copies on S3")
    done = machine.run("release.sh", "up", VENV="", PYTHON=str(fake))
    machine.settings.write_text(former)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"requirements/(\w+)\.txt", log.read_text()) == ["prod", "s3"]
    assert machine.run("release.sh", "back").returncode == 0


def test_one_at_a_time(machine):
    with (machine.base / ".release.lock").open("w") as held:
        subprocess.run(["flock", str(held.fileno())], pass_fds=(held.fileno(),), check=True)
        done = machine.run("release.sh", "restart")
    assert done.returncode == 1
    assert "đang chạy" in done.stderr


@pytest.mark.parametrize("host", ["", "a b", "-x", "x; reboot", "Ủy.vn"])
def test_a_host_that_is_none_is_refused(machine, tmp_path, host):
    done = machine.run("install.sh", "--root", str(tmp_path), "--database", "x", "--host", host)
    assert done.returncode != 0
    assert not (tmp_path / "etc/congthongtin.env").exists()


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="there is no shellcheck")
def test_shellcheck_finds_nothing():
    scripts = sorted(DEPLOY.glob("*.sh"))
    done = subprocess.run(
        ["shellcheck", "-x", *map(str, scripts)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""

"""The virtual environment: made once, renewed with its lock, repaired when cut short."""

import subprocess
import sys

import pytest

from config.dev import venv
from config.dev.console import Failure


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """A checkout whose commands are only written down; `venv` makes a link to this Python."""
    folder, lock, written = tmp_path / ".venv", tmp_path / "dev.txt", []
    lock.write_text("django==5.2\n")
    for name, value in {
        "FOLDER": folder,
        "PYTHON": folder / "bin" / "python",
        "LOCK": lock,
        "UNFINISHED": folder / "unfinished",
        "INSTALLED": folder / "installed",
        "PROBE": "",
    }.items():
        monkeypatch.setattr(venv, name, value)

    def run(command):
        written.append("venv" if "venv" in command else "install")
        if "venv" in command:
            (folder / "bin").mkdir(parents=True)
            (folder / "bin" / "python").symlink_to(sys.executable)
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr(venv, "_run", run)
    return written


def test_the_first_time_makes_and_installs_and_the_second_does_nothing(commands):
    venv.ensure()
    venv.ensure()
    assert commands == ["venv", "install"]


def test_only_another_content_of_the_lock_installs_again(commands):
    venv.ensure()
    venv.LOCK.touch()
    venv.ensure()
    assert commands == ["venv", "install"]
    venv.LOCK.write_text("django==5.2.1\n")
    venv.ensure()
    assert commands == ["venv", "install", "install"]


def test_an_interrupted_installation_starts_from_nothing(commands):
    venv.ensure()
    venv.UNFINISHED.touch()
    venv.ensure()
    assert commands == ["venv", "install", "venv", "install"]


def test_a_removed_python_starts_from_nothing(commands):
    venv.ensure()
    venv.PYTHON.unlink()
    venv.ensure()
    assert commands == ["venv", "install", "venv", "install"]


def test_a_failed_installation_is_not_taken_for_a_whole_one(commands, monkeypatch):
    whole = venv._run
    broken = subprocess.CompletedProcess([], 1, "no network")
    monkeypatch.setattr(venv, "_run", lambda c: whole(c) if "venv" in c else broken)
    with pytest.raises(Failure, match="no network"):
        venv.ensure()
    monkeypatch.setattr(venv, "_run", whole)
    venv.ensure()
    assert commands == ["venv", "venv", "install"]


def test_debian_without_its_venv_package_is_told_the_command(monkeypatch):
    monkeypatch.setattr(venv.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "apt-get install python3" in venv._advice("ensurepip is not available")
    assert "apt-get" not in venv._advice("No space left on device")

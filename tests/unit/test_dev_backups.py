"""`make backup`, `make restore`, `make drill`: what they ask for, and what a drill may touch."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.dev import backups, drill, visiting
from config.dev.console import Failure


@dataclass
class Place:
    """Where a server would listen."""

    socket: Path


@dataclass
class Server:
    """A server that nobody started."""

    place: Place


@pytest.mark.parametrize("command", [backups.backup, backups.restore])
def test_without_a_folder_nothing_is_started(command, monkeypatch):
    monkeypatch.delenv("FOLDER", raising=False)
    with pytest.raises(Failure, match="FOLDER=/đường/dẫn"):
        command()


def test_a_drill_takes_no_setting_of_ours(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "MEDIA_ROOT", "ATTACHMENTS_ROOT", "SECRET_KEY", "PGHOST"):
        monkeypatch.setenv(name, "that of the real portal")
    scratch = drill.Scratch(Server(Place(tmp_path / "socket")), tmp_path)
    found = scratch.environment("goc")
    assert "that of the real portal" not in found.values()
    assert "PGHOST" not in found
    for name in ("MEDIA_ROOT", "ATTACHMENTS_ROOT", "STATIC_ROOT"):
        assert Path(found[name]).is_relative_to(tmp_path)
    assert found["PAGE_STORE"] == "0"


def seen(**values) -> visiting.Seen:
    made = {"stories": ["/a"], "results": ["/b"], "picture": 200, "signed_in": True}
    return visiting.Seen(**{**made, **values})


def test_a_drill_that_found_the_same_passes(capsys):
    drill._report((seen(), "x"), (seen(), "x"), "", "")
    assert capsys.readouterr().out.count("giống hệt") == 5


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"stories": ["/c"]}, "bài trên trang chủ"),
        ({"results": []}, "kết quả tìm"),
        ({"picture": 404}, "ảnh mở được"),
        ({"signed_in": False}, "đăng nhập được"),
    ],
)
def test_a_drill_names_what_differs(values, words):
    with pytest.raises(Failure, match=words):
        drill._report((seen(), "x"), (seen(**values), "x"), "", "")


def test_nothing_found_before_and_after_proves_nothing():
    empty = seen(results=[])
    with pytest.raises(Failure, match="kết quả tìm"):
        drill._report((empty, "x"), (empty, "x"), "", "")


def test_the_commands_of_production_are_called(monkeypatch):
    called = []

    def call(command, *given, **options):
        called.append((command, given, options))

    monkeypatch.setattr(backups.run, "application", nullcontext)
    monkeypatch.setattr(backups, "call_command", call)
    monkeypatch.setenv("FOLDER", "/x")
    monkeypatch.setenv("NAME", "2026")
    backups.backup()
    backups.restore()
    assert called == [("backup", ("/x",), {}), ("restore", ("/x",), {"name": "2026"})]

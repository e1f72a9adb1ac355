"""What is wrong with a backup is known before anything is touched, and none is lost on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from config.operations.backup import keeping, making, manifest, programs, snapshot
from config.operations.backup.files import Taker
from config.operations.backup.manifest import DUMP, MANIFEST, SUMS
from config.operations.backup.store import Store
from news.media.models import Image
from news.models import Article
from tests import backups
from tests.backups import rewrite
from tests.factories import make_article, make_image
from tests.pagestore import wait

# Asks for the tests' database, which is copied.
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(kept_portal):
    """No transaction around a test: the databases of this module are made and dropped whole."""


@pytest.fixture
def kho(kept_portal, tmp_path):
    """A copy of the folder of backups, to be damaged."""
    return Path(shutil.copytree(kept_portal / "kho", tmp_path / "kho"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def leading_out(backup: Path) -> None:
    kept = json.loads((backup / MANIFEST).read_text())["files"]
    rewrite(backup, files=[{**kept[0], "name": "../../ra-ngoai"}])


def one_file(backup: Path) -> Path:
    sha256 = json.loads((backup / MANIFEST).read_text())["files"][0]["sha256"]
    return backup.parent.parent / "files" / sha256[:2] / sha256


DAMAGES = {
    "a byte of the dump": (lambda b: flip(b / DUMP), "database.dump bị hỏng"),
    "half of the dump": (lambda b: cut(b / DUMP), "database.dump bị hỏng"),
    "no dump": (lambda b: (b / DUMP).unlink(), "thiếu tệp database.dump"),
    "a byte of the manifest": (lambda b: flip(b / MANIFEST), "manifest.json bị hỏng"),
    "half of the manifest": (lambda b: cut(b / MANIFEST), "manifest.json bị hỏng"),
    "no manifest": (lambda b: (b / MANIFEST).unlink(), "thiếu tệp SHA256SUMS hoặc manifest"),
    "no sums": (lambda b: (b / SUMS).unlink(), "thiếu tệp SHA256SUMS"),
    "half of the sums": (lambda b: cut(b / SUMS), "SHA256SUMS"),
    "a byte of the settings": (lambda b: flip(b / manifest.SETTINGS), "settings.json bị hỏng"),
    "a byte of a file": (lambda b: flip(one_file(b)), "thiếu hoặc hỏng"),
    "half of a file": (lambda b: cut(one_file(b)), "thiếu hoặc hỏng"),
    "no file": (lambda b: one_file(b).unlink(), "thiếu hoặc hỏng"),
    "a manifest of something else": (lambda b: rewrite(b, files=[{"x": 1}]), "không đọc được"),
    "a path that leads out": (leading_out, "đường dẫn lạ"),
    "a newer format": (lambda b: rewrite(b, format=99, more="?"), "phần mềm mới hơn"),
    "a newer release": (lambda b: rewrite(b, migrations=["news.0999_x"]), "phần mềm mới hơn"),
    "a newer server": (lambda b: rewrite(b, server_major=99), "PostgreSQL 99 hoặc mới hơn"),
    "one that was not finished": (
        lambda b: b.rename(b.with_name(".unfinished-1")),
        "chưa có bản sao lưu nào làm xong",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_recognised_before_anything_is_touched(empty_place, kho, damage):
    spoil, words = DAMAGES[damage]
    spoil(backups.newest(kho))
    with pytest.raises(CommandError, match=words):
        backups.restore(kho)
    assert not empty_place.exists()
    assert backups.tables() == set()


def test_verify_names_what_is_damaged_and_passes_what_is_whole(kho):
    assert "nguyên vẹn" in backups.backup("verify", kho)
    backups.backup(kho)
    flip(backups.newest(kho) / DUMP)
    with pytest.raises(CommandError, match="bị hỏng"):
        backups.backup("verify", kho)
    with pytest.raises(CommandError) as told:
        backups.backup("verify", kho, all=True)
    assert str(told.value).count("không dùng được") == 1
    assert "2 bản" in backups.backup("list", kho)


def test_unchanged_files_are_not_copied_again(kho):
    before = {path: path.stat().st_mtime_ns for path in (kho / "files").glob("??/*")}
    assert "không có tệp mới" in backups.backup(kho)
    assert {path: path.stat().st_mtime_ns for path in (kho / "files").glob("??/*")} == before
    name = make_image().file.name
    assert "chép mới 1 tệp" in backups.backup(kho)
    found = manifest.read(backups.newest(kho))
    assert ("media", name) in {kept.place for kept in found.files}


def test_a_file_that_was_damaged_in_the_store_is_copied_again_when_it_changed_size(kho):
    backups.backup(kho)
    cut(one_file(backups.newest(kho)))
    assert "chép mới 1 tệp" in backups.backup(kho)
    assert "nguyên vẹn" in backups.backup("verify", kho)


def apart(work) -> None:
    """Do something as another process would, and be done before we go on."""
    failed = []

    def run():
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive(), "somebody waits for the backup"
    assert not failed, failed


def test_people_go_on_publishing_and_deleting_while_a_backup_is_made(kho, monkeypatch, tmp_path):
    gone, dump, take = make_image(), snapshot.dump, Taker.take
    uploaded = []

    def dump_while_others_work(*arguments):
        apart(lambda: make_article(title="Đăng trong lúc sao lưu"))
        apart(lambda: Path(gone.file.path).unlink())
        dump(*arguments)

    def take_and_upload(taker):
        found = take(taker)
        if not uploaded:
            apart(lambda: uploaded.append(make_image().file.name))
        return found

    monkeypatch.setattr(snapshot, "dump", dump_while_others_work)
    monkeypatch.setattr(Taker, "take", take_and_upload)
    said = backups.backup(kho)
    Image.objects.filter(pk=gone.pk).delete()
    assert "CHÚ Ý" not in said
    names = {kept.name for kept in manifest.read(backups.newest(kho)).files}
    assert {gone.file.name, uploaded[0]} <= names
    published = Article.objects.filter(title="Đăng trong lúc sao lưu")
    assert published.count() == 1
    with backups.emptiness(tmp_path / "new"):
        assert backups.restore(kho).count("giống hệt") == 4
        assert not published.all().exists()
        assert set(backups.pictures()) <= names


def test_a_file_that_was_lost_before_is_told_and_the_backup_is_made(kho):
    lost = make_image()
    Path(lost.file.path).unlink()
    said = backups.backup(kho)
    Image.objects.filter(pk=lost.pk).delete()
    assert "CHÚ Ý: 1 tệp" in said
    assert lost.file.name in said
    assert "nguyên vẹn" in backups.backup("verify", kho)


DATABASE_KEYS = ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")
IN_ANOTHER_PROCESS = """
import json, sys
import django
django.setup()
from django.core.management import execute_from_command_line
from django.db import connection
connection.settings_dict.update(json.loads(sys.argv[1]))
execute_from_command_line(["manage.py", "backup", sys.argv[2]])
"""
SLOW = """#!/bin/sh
case "$1" in --version) exec {real} --version;; esac
for last; do :; done
echo half > "${{last#--file=}}"
echo $$ > {pid}
exec sleep 600
"""
FULL = """#!/bin/sh
case "$1" in --version) exec {real} --version;; esac
echo "pg_dump: error: could not write to output file: No space left on device" >&2
exit 1
"""


def fake(folder: Path, text: str) -> Path:
    """A pg_dump that does something else, beside the true pg_restore."""
    real = programs.program("pg_dump")
    tools = folder / "bin"
    tools.mkdir()
    (tools / "pg_dump").write_text(text.format(real=real, pid=folder / "pid"))
    (tools / "pg_dump").chmod(0o700)
    (tools / "pg_restore").symlink_to(programs.program("pg_restore"))
    return tools


@pytest.fixture
def being_made(kept_portal, kho, tmp_path):
    """A backup in another process that waits for its pg_dump."""
    wanted = {key: connection.settings_dict[key] for key in DATABASE_KEYS}
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PG_BIN": str(fake(tmp_path, SLOW)),
        "MEDIA_ROOT": str(kept_portal / "portal" / "media"),
        "ATTACHMENTS_ROOT": str(kept_portal / "portal" / "attachments"),
    }
    process = subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-c", IN_ANOTHER_PROCESS, json.dumps(wanted), str(kho)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(), 60)
        yield process
    finally:
        process.kill()
        process.communicate()
        with suppress(ProcessLookupError):  # it is killed with a backup that ends in order
            os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def test_a_killed_backup_looks_like_none_and_the_next_one_clears_it_away(being_made, kho):
    with pytest.raises(CommandError, match="đang được một lần sao lưu"):
        backups.backup(kho)
    with pytest.raises(CommandError, match="đang được một lần sao lưu"):
        backups.backup("verify", kho)
    being_made.kill()
    being_made.wait()
    left = list((kho / "backups").glob(".unfinished-*"))
    assert [path.name for one in left for path in one.iterdir()] == [DUMP]
    assert len(Store(kho).backups()) == 1
    assert "nguyên vẹn" in backups.backup("verify", kho)
    backups.backup(kho)
    assert not list((kho / "backups").glob(".*"))
    assert len(Store(kho).backups()) == 2


def test_a_backup_that_is_stopped_clears_up_itself(being_made, kho):
    being_made.terminate()
    said, _ = being_made.communicate(timeout=30)
    assert "Các bản sao lưu trước còn nguyên" in said
    assert being_made.returncode == 1
    assert not list((kho / "backups").glob(".*"))
    assert len(Store(kho).backups()) == 1


def test_a_full_disk_is_told_and_the_last_good_backup_stays(kho, tmp_path, settings):
    tools = fake(tmp_path, FULL)
    settings.PG_BIN = str(tools)
    with pytest.raises(CommandError, match="đã đầy"):
        backups.backup(kho)
    assert not list((kho / "backups").glob(".*"))
    assert "nguyên vẹn" in backups.backup("verify", kho)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or not done("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder):
        pytest.skip("nobody here may mount a small disk")
    yield folder
    assert done("umount", folder)


def done(*command) -> bool:
    """Whether a command of the system did what it should."""
    found = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return found.returncode == 0


def test_a_disk_that_is_really_full_is_told(kept_portal, small_disk):
    (small_disk / "kho").mkdir()
    backups.backup(small_disk / "kho")
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (room - 20_000))
    with pytest.raises(CommandError, match="đã đầy"):
        backups.backup(small_disk / "kho")
    assert not list((small_disk / "kho" / "backups").glob(".*"))
    assert "nguyên vẹn" in backups.backup("verify", small_disk / "kho")


def test_a_missing_program_is_named_with_the_way_to_get_it(kho, settings, tmp_path, monkeypatch):
    settings.PG_BIN = str(tmp_path)
    monkeypatch.setattr(programs, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    major = programs.server_major()
    with pytest.raises(CommandError, match=f"postgresql-client-{major}"):
        backups.backup(kho)


def test_a_program_of_another_version_is_passed_over(kho, settings, tmp_path, monkeypatch):
    right = programs.program("pg_dump")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (tmp_path / "bin" / "pg_dump").chmod(0o700)
    settings.PG_BIN = str(tmp_path / "bin")
    candidates = programs._candidates("pg_dump", programs.server_major())
    assert candidates[0] == tmp_path / "bin" / "pg_dump"
    assert programs._major(candidates[0]) == 9
    monkeypatch.setattr(programs, "_candidates", lambda *asked: [candidates[0], right])
    assert programs.program("pg_dump") == right


def test_a_database_that_is_away_is_told(kept_portal, kho, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "khong_co_co_so_nay")
    for command in (backups.backup, backups.restore):
        with pytest.raises(CommandError, match="không trả lời như mong đợi"):
            command(kho)
    assert len(Store(kho).backups()) == 1


def test_a_backup_goes_into_a_folder_of_its_own(kept_portal, tmp_path):
    (tmp_path / "của ai").mkdir()
    (tmp_path / "của ai" / "thư.txt").write_text("x")
    refused = {
        tmp_path / "của ai": "có thứ khác",
        kept_portal / "portal" / "media" / "kho": "thư mục của chính cổng",
        tmp_path / "chưa gắn" / "kho": "Không có thư mục",
        "s3://kho/cong": "S3 chỉ nhận bản đã sao lưu",
    }
    for folder, words in refused.items():
        with pytest.raises(CommandError, match=words):
            backups.backup(folder)
    assert (tmp_path / "của ai" / "thư.txt").exists()
    with pytest.raises(CommandError, match="Cách dùng"):
        backups.backup("xem", tmp_path)


def test_what_only_a_removed_backup_needed_goes_with_it(kho, monkeypatch):
    monkeypatch.setattr(keeping, "ALWAYS", 1)
    old = make_image()
    backups.backup(kho, keep_all=True)
    held = len(list((kho / "files").glob("??/*")))
    Path(old.file.path).unlink()
    old.delete()
    said = backups.backup(kho, daily=1, weekly=0, monthly=0)
    assert "Đã xoá 2 bản cũ; còn 1 bản." in said
    assert len(list((kho / "files").glob("??/*"))) == held - 1
    assert "nguyên vẹn" in backups.backup("verify", kho)


def test_nothing_is_removed_while_one_backup_cannot_be_read(kho):
    flip(backups.newest(kho) / MANIFEST)
    (kho / "files" / "ab").mkdir(exist_ok=True)
    nobodys = kho / "files" / "ab" / ("ab" * 32)
    nobodys.write_bytes(b"x")
    backups.backup(kho)
    assert nobodys.exists()
    shutil.rmtree(Store(kho).backups()[0])
    backups.backup(kho)
    assert not nobodys.exists()


def test_the_release_is_written_down():
    assert making.release().count(".") == 2

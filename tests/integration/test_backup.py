"""Backup and restore: everything is there again, and nothing else was touched on the way."""

import json
import os
import stat
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from config.operations.backup import comparing, configuration, manifest
from news.media.models import FormerFile
from news.models import Article, ArticleEvent
from tests import backups
from tests.factories import PASSWORD, make_article, make_image

# Asks for the tests' database, which is copied.
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(kept_portal):
    """No transaction around a test: the databases of this module are made and dropped whole."""


class Counters:
    """Of the page store."""

    bumped = 0

    def bump_all(self):
        self.bumped += 1


def test_a_plain_owner_restores_everything(kept_portal, empty_place, monkeypatch):
    counters = Counters()
    monkeypatch.setattr("news.pagestore.places.generations", lambda: counters)
    strict = os.umask(0o077)
    said = backups.restore(kept_portal / "kho")
    os.umask(strict)
    assert said.count("giống hệt") == 4
    assert "KHÁC" not in said
    assert "CHÚ Ý" not in said
    assert "manage.py migrate" not in said
    old, new = (backups.files_below(top) for top in (kept_portal / "portal", empty_place))
    assert old == new
    assert FormerFile.objects.count() == 1
    assert counters.bumped == 1, "pages that were kept may show what was there before"
    are_as_the_portal_makes_them(empty_place)
    nobody_is_signed_in(kept_portal)
    works()


def are_as_the_portal_makes_them(top: Path) -> None:
    modes = {"media": 0o644, "attachments": 0o640}
    found = {path for path in top.rglob("*") if path.is_file()}
    roots = {path.relative_to(top).parts[0] for path in found}
    assert roots == set(modes)
    for path in found:
        assert stat.S_IMODE(path.stat().st_mode) == modes[path.relative_to(top).parts[0]]
    folders = {"media": 0o755, "attachments": 0o750}
    for path in (path for path in top.rglob("*") if path.is_dir()):
        assert stat.S_IMODE(path.stat().st_mode) == folders[path.relative_to(top).parts[0]]


def nobody_is_signed_in(portal: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
    found = manifest.read(backups.newest(portal / "kho"))
    assert found.left_out == ["public.django_session", "public.health_fact"]


def works() -> None:
    """People find, read and sign in; the record is sealed, refuses changes and goes on."""
    client = Client()
    found = client.get("/tim-kiem/", {"q": "thai nien"}).text
    article = Article.objects.get(title=backups.TITLE)
    assert article.get_absolute_url() in found
    with article.cover.file.open() as file:
        assert file.read(2) == b"\xff\xd8"
    entered = client.post("/dang-nhap/", {"username": backups.NAME, "password": PASSWORD})
    assert (entered.status_code, entered.url) == (302, "/quan-tri/")
    call_command("check_record", verbosity=0)
    before = ArticleEvent.objects.count()
    assert make_article(title="Sau khi phục hồi").pk > article.pk
    assert ArticleEvent.objects.count() > before
    call_command("check_record", verbosity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleEvent.objects.update(note="khác")


def test_nobody_else_reads_a_backup(kept_portal):
    for path in (kept_portal / "kho", *(kept_portal / "kho").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_no_secret_is_in_the_settings(kept_portal, tmp_path, monkeypatch):
    secrets = {
        "SECRET_KEY": "bi-mat-1",
        "DATABASE_URL": "postgresql://x:bi-mat-2@h/d",
        "EMAIL_URL": "smtp+tls://x:bi-mat-3@h:587",
        "OIDC_CLIENT_SECRET": "bi-mat-4",
        "SECRET_KEY_FALLBACKS": "bi-mat-5",
        "PGPASSWORD": "bi-mat-6",
    }
    for name, value in {**secrets, "SITE_URL": "https://abc.gov.vn"}.items():
        monkeypatch.setenv(name, value)
    text = configuration.described()
    assert "bi-mat" not in text
    found = json.loads(text)
    assert found["SITE_URL"] == "https://abc.gov.vn"
    assert found["EMAIL_URL"] == configuration.WITHHELD
    assert "PGPASSWORD" not in found
    assert not {name for name in configuration.OPEN if "SECRET" in name or "PASSWORD" in name}


@pytest.mark.parametrize("full", ["media", "attachments", "database"])
def test_nothing_is_written_over(kept_portal, empty_place, full):
    if full == "database":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE cua_ai (so int)")
    else:
        (empty_place / full).mkdir(parents=True)
        (empty_place / full / "của ai đó.jpg").write_bytes(b"x")
    before = backups.tables(), backups.files_below(empty_place) if empty_place.exists() else set()
    with pytest.raises(CommandError, match="không trống"):
        backups.restore(kept_portal / "kho")
    after = backups.tables(), backups.files_below(empty_place) if empty_place.exists() else set()
    assert after == before


def test_a_restore_that_was_cut_short_can_be_begun_again(kept_portal, empty_place, monkeypatch):
    def cut(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("config.operations.backup.programs.run", cut)
        with pytest.raises(KeyboardInterrupt):
            backups.restore(kept_portal / "kho")
    assert backups.tables() == set()
    spoilt = next((empty_place / "media").rglob("*.jpg"))
    spoilt.write_bytes(b"half")
    assert backups.restore(kept_portal / "kho").count("giống hệt") == 4
    assert not list(empty_place.rglob(".*"))


def test_what_differs_afterwards_is_named(kept_portal, empty_place):
    backups.restore(kept_portal / "kho")
    found = manifest.read(backups.newest(kept_portal / "kho"))
    User.objects.filter(username=backups.NAME).update(full_name="Ai Khác")
    make_image()
    next((empty_place / "attachments").rglob("*.pdf")).unlink()
    wrong = {one.what: one.differing for one in comparing.compare(found)}
    assert "public.media_image" in wrong["số dòng của từng bảng"]
    assert "public.accounts_user" not in wrong["số dòng của từng bảng"]
    assert "public.accounts_user" in wrong["nội dung của từng bảng"]
    assert "public.media_image_id_seq" in wrong["dãy số (sequence)"]
    assert "public.accounts_user_id_seq" not in wrong["dãy số (sequence)"]
    assert {name.partition("/")[0] for name in wrong["ảnh và tệp đính kèm"]} == {
        "media",
        "attachments",
    }


def test_a_backup_is_chosen_by_its_name_or_its_folder_and_another_key_is_told(
    kept_portal, empty_place, settings
):
    first = backups.newest(kept_portal / "kho")
    with pytest.raises(CommandError, match="Không có bản sao lưu “hôm-qua”"):
        backups.restore(kept_portal / "kho", name="hôm-qua")
    settings.SECRET_KEY, old = "x" * 60, settings.SECRET_KEY
    said = backups.restore(first)
    assert first.name in said
    assert "SECRET_KEY ở đây khác" in said
    settings.SECRET_KEY_FALLBACKS = [old]
    assert configuration.knows_key(manifest.read(first).key)


def test_an_empty_folder_holds_no_backup(kept_portal, empty_place, tmp_path):
    for wrong in (tmp_path, tmp_path / "khong-co"):
        with pytest.raises(CommandError, match="không phải thư mục sao lưu"):
            backups.restore(wrong)


def test_a_manifest_leads_nowhere_outside(kept_portal):
    found = manifest.read(backups.newest(kept_portal / "kho"))
    kept = found.files[0]
    for name in ("../x", "/etc/x", "a/../../x", ""):
        assert not manifest._has_a_place(manifest.Kept(**{**vars(kept), "name": name}))
    assert manifest._has_a_place(kept)
    assert Path(kept.name).parts

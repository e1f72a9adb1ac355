"""manage.py preflight: what it says of a machine, of settings, and of changes that wait."""

import os
from collections import namedtuple
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from config.operations.preflight import configuration, machine, migrations, pages, server
from config.operations.preflight.finding import Level
from config.operations.tables import pending, weight
from config.operations.tables.pending import Step
from news.views import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def like_production(settings, tmp_path):
    settings.HTTPS, settings.SITE_URL = True, "https://testserver"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.VAR = tmp_path


def levels(findings) -> dict[str, str]:
    return {found.about: found.level for found in findings}


def broken(findings) -> set[str]:
    return {found.about for found in findings if found.level == Level.BROKEN}


def test_it_tells_one_line_for_each_thing_and_ends_well():
    out = StringIO()
    call_command("preflight", "--pages", stdout=out)
    said = out.getvalue()
    for words in ("Python", "PostgreSQL", "còn", "/dang-nhap/ trả lời 200", "không có gì phải chờ"):
        assert words in said
    assert "HỎNG" not in said


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("SITE_URL", "https://khac.vn", "SITE_URL"),
        ("SITE_URL", "http://testserver", "SITE_URL"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("DEBUG", True, "DEBUG"),
        ("SECURE_PROXY_SSL_HEADER", None, "BEHIND_PROXY"),
        ("COLLECTED_STATIC", True, "Tệp tĩnh"),
    ],
)
def test_settings_that_cannot_work_are_broken(settings, name, value, about):
    settings.STATIC_MANIFEST = str(settings.VAR)
    assert about not in broken(configuration.look())
    setattr(settings, name, value)
    assert about in broken(configuration.look())


def test_it_fails_when_something_is_broken(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="việc phải sửa trước"):
        call_command("preflight", stdout=StringIO())


def test_settings_that_are_only_worse_are_noted(settings):
    settings.TRUSTED_PROXIES = []
    (settings.VAR / "dev.env").write_text("")
    found = levels(configuration.look())
    assert found["TRUSTED_PROXIES"] == Level.NOTE
    assert found["EMAIL_URL"] == Level.NOTE
    assert found["var/dev.env"] == Level.BROKEN


Disk = namedtuple("Disk", "f_bavail f_frsize f_favail f_files")


@pytest.mark.parametrize(
    ("disk", "level"),
    [
        (Disk(100, 2**30, 10**6, 10**7), Level.GOOD),
        (Disk(1, 2**29, 10**6, 10**7), Level.NOTE),
        (Disk(1, 2**20, 10**6, 10**7), Level.BROKEN),
        (Disk(100, 2**30, 5, 10**7), Level.BROKEN),
        (Disk(100, 2**30, 0, 0), Level.GOOD),
    ],
)
def test_room_on_the_disk(monkeypatch, tmp_path, disk, level):
    monkeypatch.setattr(os, "statvfs", lambda folder: disk)
    assert levels(machine.folder_of("x", tmp_path / "not" / "yet")) == {"x": level}


def test_a_folder_that_takes_no_files_is_broken(tmp_path):
    assert broken(machine.folder_of("x", tmp_path / "file")) == set()
    assert broken(machine.folder_of("x", Path("/proc/media"))) == {"x"}


def test_attachments_that_everybody_may_read_are_noted(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = str(tmp_path)
    tmp_path.chmod(0o755)
    assert levels(machine.look())["Tệp đính kèm"] == Level.NOTE
    tmp_path.chmod(0o750)
    assert "Tệp đính kèm" not in levels(machine.look())


@pytest.mark.parametrize(("answers", "level"), [(True, Level.GOOD), (False, Level.BROKEN)])
def test_buckets_are_asked_in_place_of_folders(settings, monkeypatch, answers, level):
    settings.MEDIA_ROOT = settings.ATTACHMENTS_ROOT = "/proc/media"
    bucket = SimpleNamespace(bucket_name="tep", answers=lambda: answers)
    made = dict.fromkeys(machine.STORES, bucket)
    monkeypatch.setattr(machine, "storages", made)
    monkeypatch.setattr(health, "storages", made)
    found = levels(machine.look())
    assert {found[about] for about in machine.STORES.values()} == {level}
    assert not [about for about in found if "ROOT" in about and "STATIC" not in about]


def test_a_database_that_does_not_answer_is_one_line(monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "cursor", refuse)
    reached, found = server.look()
    assert not reached
    assert [row.level for row in found] == [Level.BROKEN]
    assert "refused" in found[0].text
    with pytest.raises(CommandError):
        call_command("preflight", "--pages", stdout=StringIO())


def test_too_few_connections_for_two_releases_are_noted(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "64")
    assert levels(server.look()[1])["Kết nối"] == Level.NOTE


def test_a_page_that_cannot_be_made_is_broken(settings, tmp_path):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert broken(pages.look()) == {"Trang"}


def forget(app: str, name: str) -> None:
    MigrationRecorder(connection).migration_qs.filter(app=app, name=name).delete()


def test_a_column_that_goes_is_told_before_it_goes():
    forget("news", "0022_no_search_key")
    (found,) = migrations.look(stopped=False)
    assert found.level == Level.BROKEN
    assert "news.0022_no_search_key: bỏ một cột (news_article)" in found.text
    assert "release.sh up --stop" in found.text
    (found,) = migrations.look(stopped=True)
    assert found.level == Level.NOTE


def test_a_database_of_a_newer_release_is_told():
    MigrationRecorder(connection).record_applied("news", "9999_of_tomorrow")
    found = list(migrations.look(stopped=False))
    assert [row.level for row in found] == [Level.NOTE, Level.GOOD]
    assert "news.9999_of_tomorrow" in found[0].text


def test_every_migration_of_the_tree_can_be_read():
    """On an empty list of applied ones: what waits then is everything."""
    MigrationRecorder(connection).migration_qs.exclude(app="contenttypes").delete()
    steps = pending.pending()
    assert len(steps) > 50
    judged = [weight.judge(step, {}) for step in steps]
    assert {v.name for v in judged if v.stops} == set()
    strange = {sentence for v in judged for sentence in v.look if "câu lệnh lạ" in sentence}
    assert strange == set()


BIG = {"news_article": 10**6, "small": 10}
ADD = 'ALTER TABLE "news_article" ADD COLUMN "x" '


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (ADD + "integer NULL;", "safe"),
        (ADD + "integer DEFAULT 0 NOT NULL;", "safe"),
        (ADD + 'bigint NULL CONSTRAINT y REFERENCES "t"("id") DEFERRABLE;', "stops"),
        ('CREATE INDEX "i" ON "news_article" ("x");', "stops"),
        ('CREATE UNIQUE INDEX "i" ON "news_article" ("x");', "stops"),
        ('CREATE INDEX CONCURRENTLY "i" ON "news_article" ("x");', "safe"),
        ('CREATE INDEX "i" ON "small" ("x");', "safe"),
        ('CREATE INDEX "i" ON "new" ("x");', "safe"),
        ('ALTER TABLE "news_article" ALTER COLUMN "x" TYPE text USING "x"::text;', "stops"),
        ('ALTER TABLE "news_article" ALTER COLUMN "x" SET NOT NULL;', "stops"),
        ('ALTER TABLE "news_article" ADD CONSTRAINT "c" CHECK (x > 0);', "stops"),
        ('ALTER TABLE "news_article" ADD CONSTRAINT "c" CHECK (x > 0) NOT VALID;', "safe"),
        ('ALTER TABLE "news_article" DROP COLUMN "x" CASCADE;', "stops"),
        ('ALTER TABLE "news_article" RENAME COLUMN "x" TO "y";', "stops"),
        ('DROP TABLE "small" CASCADE;', "stops"),
        ('UPDATE "news_article" SET x = 1;', "stops"),
        ("UPDATE small SET x = 1;", "safe"),
        ("-- THIS OPERATION CANNOT BE WRITTEN AS SQL", "look"),
        ("DO $$ BEGIN PERFORM 1; END $$;", "look"),
        ("LOCK TABLE news_article;", "look"),
        ("CREATE FUNCTION f() AS $$ a; b $$; UPDATE news_article SET x = 1;", "stops"),
        ("COMMENT ON TABLE small IS 'a; UPDATE news_article'; DROP TRIGGER t ON small", "safe"),
        ("--\n-- Add field x to article\n--", "safe"),
        ("CREATE TRIGGER t BEFORE UPDATE ON news_article EXECUTE FUNCTION f();", "safe"),
    ],
)
def test_what_a_statement_costs(said, kind):
    verdict = weight.judge(Step("news.1", (said,)), BIG)
    assert ("safe" if verdict.safe else "stops" if verdict.stops else "look") == kind


def test_a_required_column_without_a_default_of_the_database_stops_the_release_before():
    lines = (
        ADD + "varchar(3) DEFAULT '' NOT NULL;",
        'ALTER TABLE "news_article" ALTER COLUMN "x" DROP DEFAULT;',
    )
    verdict = weight.judge(Step("news.1", lines), {"news_article": 1})
    assert "news_article.x" in verdict.stops[0]


def test_what_cannot_be_read_ahead_is_to_be_looked_at():
    assert weight.judge(Step("news.1", (), "no such table"), BIG).look

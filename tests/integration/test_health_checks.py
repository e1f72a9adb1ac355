"""Every check of the portal's health: broken on purpose, it alone says so."""

import json
import os
import socket
import ssl
import threading
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.operations.health import backups, certificate, checks, database, errand, machine, work
from config.operations.health.bounded import bounded
from config.operations.health.finding import State, good
from config.operations.health.models import Fact
from news import due
from news.models import Article, Mail
from tests import health
from tests import pagestore as stores
from tests.factories import make_article, make_user
from tests.health import finding

pytestmark = pytest.mark.django_db
GB = 2**30


@pytest.fixture(autouse=True)
def without_threads(monkeypatch):
    """A thread would not see what the test's transaction holds."""
    monkeypatch.setattr(checks, "all_results", health.at_once)


def earlier(**length):
    return timezone.now() - timedelta(**length)


def test_a_fresh_portal_whose_clock_runs_is_well(settings):
    settings.SITE_URL = "http://localhost"
    due.everything()
    backups.note(1, 1)
    assert {r.check.key: r.finding.state for r in health.at_once()} == dict.fromkeys(
        health.CHECKS, State.GOOD
    )


def test_names_and_sentences_are_words_for_people():
    for result in health.at_once():
        assert result.finding.says.endswith(".")
        assert bool(result.finding.do) == (result.finding.state != State.GOOD)
        assert result.check.name[0].isupper()


@pytest.mark.parametrize(("days", "state"), [(1, State.GOOD), (3, State.LOOK), (9, State.BROKEN)])
def test_a_backup_that_is_late(days, state):
    assert finding("backup").state == State.LOOK
    backups.note(12, 3 * GB)
    Fact.objects.update(at=earlier(days=days))
    found = finding("backup")
    assert (found.state, f"{days} ngày" in found.says, "3,0 GB" in found.says) == (
        state,
        True,
        True,
    )


def test_a_dead_database(monkeypatch):
    def dead():
        raise OperationalError("password authentication failed for user x at 10.0.0.1")

    monkeypatch.setattr(database, "_facts", dead)
    found = finding("database")
    assert found.state == State.BROKEN
    assert "10.0.0.1" not in found.says + found.do


@pytest.mark.parametrize(("used", "state"), [(80, State.GOOD), (90, State.LOOK)])
def test_connections_that_run_out(monkeypatch, used, state):
    monkeypatch.setattr(database, "_facts", lambda: (used, 100, GB))
    assert finding("database").state == state


def test_a_slow_database_gives_up_by_itself():
    @bounded
    def slow():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(10)")
        return good("")

    with pytest.raises(DatabaseError):
        slow()
    assert finding("database").state == State.GOOD


def test_a_missing_migration():
    MigrationRecorder.Migration.objects.filter(app="news", name="0012_review_links").delete()
    found = finding("migrations")
    assert (found.state, found.numbers["migrations_waiting"]) == (State.BROKEN, 1)
    assert "manage.py migrate" in found.do


@pytest.mark.parametrize(
    ("minutes", "failure", "state"),
    [(1, "", State.GOOD), (1, "Thiếu ảnh", State.LOOK), (5, "", State.BROKEN)],
)
def test_a_publication_that_is_late_or_failed(minutes, failure, state):
    article = make_article()
    values = {"due_at": earlier(minutes=minutes), "due_failure": failure}
    values["state"] = "approved"
    Article.objects.filter(pk=article.pk).update(**values)
    assert finding("publications").state == state


@pytest.mark.parametrize(
    ("minutes", "state"), [(1, State.GOOD), (15, State.LOOK), (90, State.BROKEN)]
)
def test_a_clock_that_stands(minutes, state):
    assert finding("clock").state == State.LOOK
    errand.note({})
    Fact.objects.update(at=earlier(minutes=minutes))
    assert finding("clock").state == state


def test_an_errand_of_the_clock_that_keeps_failing_is_named(monkeypatch):
    for name in due.ERRANDS:
        monkeypatch.setitem(due.ERRANDS, name, lambda: 0)
    monkeypatch.setitem(due.ERRANDS, "digests", Mock(side_effect=OSError("no room")))
    assert due.everything()["digests"] is None
    # A restart of the database is no news.
    assert finding("clock").state == State.GOOD
    fact = Fact.objects.get(name="tick")
    since = earlier(hours=3).isoformat()
    Fact.objects.update(found={"failing": {**fact.found["failing"], "digests": since}})
    due.everything()
    found = finding("clock")
    assert (found.state, found.numbers["tick_errands_failing"]) == (State.LOOK, 1)
    assert found.says == "Chưa làm được: gom thư báo tin (đã 3 giờ)."
    monkeypatch.setitem(due.ERRANDS, "digests", lambda: 0)
    due.everything()
    assert finding("clock").state == State.GOOD


def test_every_errand_has_its_words():
    assert {*due.ERRANDS, *settings.FURTHER_ERRANDS} == {*work.ERRANDS}


def task(**values) -> None:
    values = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x", **values}
    made = DBTaskResult.objects.create(backend_name="default", **values)
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=made.run_after)


@pytest.mark.parametrize(
    ("minutes", "state"), [(1, State.GOOD), (15, State.LOOK), (90, State.BROKEN)]
)
def test_a_queue_that_nobody_works_on(minutes, state):
    task(run_after=earlier(minutes=minutes))
    found = finding("queue")
    assert (found.state, found.numbers["tasks_waiting"]) == (state, 1)


@pytest.mark.parametrize(("hours", "state"), [(2, State.LOOK), (30, State.GOOD)])
def test_tasks_that_failed_lately(hours, state):
    then = earlier(hours=hours)
    task(run_after=then, status="FAILED", finished_at=then)
    assert finding("queue").state == state


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, State.GOOD),
        ({"made_at": -2}, State.BROKEN),
        ({"given_up_at": -2, "error": "550 no such user"}, State.LOOK),
        ({"given_up_at": -2}, State.GOOD),
        ({"given_up_at": -200, "error": "550 no such user"}, State.GOOD),
        ({"sent_at": -2, "made_at": -9}, State.GOOD),
    ],
)
def test_letters_that_do_not_leave(settings, values, state):
    assert finding("mail").state == State.GOOD
    settings.MAIL = True
    moments = {k: earlier(hours=-v) if isinstance(v, int) else v for k, v in values.items()}
    Mail.objects.create(recipient=make_user(), **moments)
    assert finding("mail").state == state


Disk = namedtuple("Disk", "f_frsize f_blocks f_bavail f_files f_favail")


@pytest.mark.parametrize(
    ("free", "of", "nodes", "state"),
    [
        (50, 100, 0.5, State.GOOD),
        (9, 100, 0.5, State.LOOK),
        (1.5, 10, 0.5, State.LOOK),
        (0.3, 100, 0.5, State.BROKEN),
        (50, 100, 0.05, State.LOOK),
        (50, 100, 0.001, State.BROKEN),
    ],
)
def test_a_disk_that_fills(monkeypatch, free, of, nodes, state):
    disk = Disk(1, int(of * GB), int(free * GB), 10_000, int(nodes * 10_000))
    monkeypatch.setattr(os, "statvfs", lambda path: disk)
    found = finding("disk")
    assert found.state == state
    assert found.numbers["disk_free_bytes"] == int(free * GB)


def test_a_file_system_that_counts_no_files_and_a_folder_that_is_not_there(settings, monkeypatch):
    settings.MEDIA_ROOT = "/khong/co/thu/muc/nay"
    monkeypatch.setattr(os, "statvfs", lambda path: Disk(1, 100 * GB, 50 * GB, 0, 0))
    assert finding("disk").state == State.GOOD


def test_folders_that_take_no_files(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = str(tmp_path / "file")
    found = finding("media")
    assert found.state == State.BROKEN
    assert "ảnh" in found.says
    assert "tệp" not in found.says
    assert str(tmp_path) not in found.says + found.do


def test_a_page_store_that_is_off_not_there_deaf_and_well(settings, tmp_path, monkeypatch):
    assert "đang tắt" in finding("pages").says
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(tmp_path / "pages")
    monkeypatch.setattr(machine.places, "generations", lambda: None)
    assert finding("pages").state == State.LOOK
    counters = stores.trusted(tmp_path / "pages", monkeypatch)
    monkeypatch.setattr(machine.places, "generations", lambda: counters)
    assert finding("pages").state == State.GOOD
    counters.silence()
    assert finding("pages").state == State.LOOK


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ({"until": 90}, State.GOOD),
        ({"until": 20}, State.LOOK),
        ({"until": 5}, State.BROKEN),
        ({"until": -5}, State.BROKEN),
        ({"trouble": "invalid"}, State.BROKEN),
        ({"trouble": "unreachable"}, State.LOOK),
    ],
)
def test_a_certificate_as_it_was_written_down(settings, found, state):
    settings.SITE_URL = "https://testserver"
    if "until" in found:
        found = {"until": (timezone.now() + timedelta(days=found["until"], hours=1)).isoformat()}
    Fact.objects.create(name=certificate.NAME, found=found)
    assert finding("certificate").state == state


def test_a_request_never_asks_for_the_certificate(client, settings, monkeypatch):
    settings.SITE_URL = "https://testserver"
    monkeypatch.setattr(certificate, "read", lambda: pytest.fail("somebody waits"))
    client.get("/suc-khoe/chi-tiet/", **health.token(settings))
    assert finding("certificate").state == State.LOOK
    Fact.objects.create(name=certificate.NAME, at=earlier(days=3), found={"until": "2030-01-01"})
    assert "Lâu rồi" in finding("certificate").says


def test_the_clock_reads_the_certificate_every_few_hours(settings, monkeypatch):
    settings.SITE_URL = "https://testserver"
    monkeypatch.setattr(certificate, "read", lambda: {"trouble": "unreachable"})
    assert [errand.note({}) for _ in range(3)] == [1, 0, 0]
    Fact.objects.update(at=earlier(hours=7))
    assert errand.note({}) == 1


class Secure:
    """A server with a certificate of its own, which answers as often as it is asked."""

    def __init__(self, folder, days: int):
        self.file = folder / "all.pem"
        self.file.write_bytes(_certificate(days))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(20)
        self.url = f"https://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        while True:
            try:
                plain, _ = self._listening.accept()
                with context.wrap_socket(plain, server_side=True) as safe:
                    safe.recv(1)
            except ssl.SSLError:
                continue
            except OSError:
                return

    def close(self) -> None:
        self._listening.close()


def _certificate(days: int) -> bytes:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.NameOID.COMMON_NAME
    who = x509.Name([x509.NameAttribute(name, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=400))
    made = made.not_valid_after(now + timedelta(days=days, hours=1))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return made.public_bytes(pem) + key.private_bytes(pem, plain, serialization.NoEncryption())


@pytest.mark.parametrize(
    ("days", "trusted", "state"),
    [
        (90, True, State.GOOD),
        (5, True, State.BROKEN),
        (-2, True, State.BROKEN),
        (90, False, State.BROKEN),
    ],
)
def test_a_real_certificate(tmp_path, settings, monkeypatch, days, trusted, state):
    server = Secure(tmp_path, days)
    settings.SITE_URL = server.url
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.file))
    certificate.note()
    server.close()
    found = finding("certificate")
    assert found.state == state
    if state == State.GOOD:
        assert found.numbers["certificate_days"] == days


def test_a_server_that_is_not_there(settings):
    settings.SITE_URL = f"https://localhost:{stores.free_port()}"
    certificate.note()
    assert finding("certificate").state == State.LOOK


@pytest.mark.parametrize(
    "header", [None, "Bearer ", "Bearer x", "Basic eDp5", "Bearer ẵ", "bearer"]
)
def test_without_the_token_nothing_is_told(client, settings, header):
    health.token(settings)
    given = {} if header is None else {"HTTP_AUTHORIZATION": header}
    answer = client.get("/suc-khoe/chi-tiet/", **given)
    assert answer.status_code == 401
    assert set(answer.json()) == {"error"}


def test_where_no_token_is_set_none_fits(client, settings):
    settings.HEALTH_TOKEN = ""
    for header in ("Bearer ", "Bearer", ""):
        assert client.get("/suc-khoe/chi-tiet/", HTTP_AUTHORIZATION=header).status_code == 401


def test_a_program_with_the_token_is_told_all(client, settings):
    answer = client.get("/suc-khoe/chi-tiet/", **health.token(settings))
    said = answer.json()
    assert (answer.status_code, said["state"]) == (200, "look")
    assert "no-store" in answer["Cache-Control"]
    assert [check["key"] for check in said["checks"]] == list(health.CHECKS)
    assert settings.SECRET_KEY not in answer.content.decode()
    task(run_after=earlier(minutes=90))
    assert client.get("/suc-khoe/chi-tiet/", **health.token(settings)).status_code == 503
    assert client.post("/suc-khoe/chi-tiet/", **health.token(settings)).status_code == 405


def test_the_command_says_the_same_and_ends_with_its_code(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("health", "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["state"] == "look"
    errand.note({})
    backups.note(1, 1)
    with pytest.raises(SystemExit) as ended:
        call_command("health")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("TỐT: 0 hỏng, 0 cần xem, 11 tốt\n  tốt      Cơ sở")


def test_the_command_works_without_a_database(capsys, settings, monkeypatch):
    def dead(anew):
        raise OperationalError("gone")

    monkeypatch.setattr(certificate, "note", dead)
    with pytest.raises(SystemExit):
        call_command("health")
    assert "Cơ sở dữ liệu" in capsys.readouterr().out

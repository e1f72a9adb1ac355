"""How the page store learns of changes: its own, those of other machines, those of the clock."""

import time
from datetime import timedelta

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from news.models import Category
from news.pagestore import changes, listener, places, tables
from news.pagestore.backend.base import DatabaseWrapper
from news.pagestore.generations import Generations
from news.pagestore.listener import Listener
from news.pagestore.models import Change
from news.site.models import Banner, Portal
from tests import pagestore
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(tmp_path, settings):
    Portal.objects.get_or_create(pk=1)
    with pagestore.site(tmp_path, settings) as found:
        yield found


@pytest.fixture
def deaf(tmp_path, settings):
    """A site of which nobody listens but the connections themselves."""
    Portal.objects.get_or_create(pk=1)
    with pagestore.site(tmp_path, settings, listening=False) as found:
        found.generations.beat(seen=1)
        yield found


@pytest.fixture
def elsewhere():
    """A connection of another machine, or of a technician."""
    plain = {"cursor_factory", "context"}
    given = connection.get_connection_params()
    found = psycopg2.connect(**{name: value for name, value in given.items() if name not in plain})
    found.autocommit = True
    with found.cursor() as cursor:
        yield cursor
    found.close()


def rename(name: str) -> int:
    return Portal.objects.update(name=name)


def test_a_change_counts_before_whoever_made_it_goes_on(deaf):
    before = deaf.generations.now()
    rename("Xã Gia Phú")
    assert deaf.generations.now() > before


def test_a_transaction_counts_when_it_is_committed(deaf):
    before = deaf.generations.now()
    with transaction.atomic():
        rename("Xã Gia Phú")
        assert deaf.generations.now() == before
    assert deaf.generations.now() > before


def test_what_is_taken_back_changes_nothing(deaf):
    before = deaf.generations.now()
    with transaction.atomic():
        rename("Xã Gia Phú")
        transaction.set_rollback(True)
    with transaction.atomic():
        inner = transaction.savepoint()
        rename("Xã Gia Phú")
        transaction.savepoint_rollback(inner)
    assert deaf.generations.now() == before


def test_what_only_the_newsroom_sees_changes_nothing(deaf):
    draft = make_article("draft")
    before = deaf.generations.now()
    draft.title = "Bản nháp khác"
    draft.save()
    make_user("editor")
    assert deaf.generations.now() == before


def test_every_machine_hears_of_it(site, elsewhere):
    site.get("/")
    assert site.get("/").state == "hit"
    elsewhere.execute("UPDATE site_portal SET name = 'Xã Gia Phú'")
    pagestore.wait(lambda: site.get("/").state == "miss", 20)
    assert "Xã Gia Phú" in site.get("/").body.decode()


def test_it_is_heard_within_the_blink_of_an_eye(site, elsewhere):
    took = []
    for number in range(20):
        before = site.generations.now()
        elsewhere.execute("UPDATE site_portal SET phone = %s", [str(number)])
        begun = time.perf_counter()
        pagestore.wait(lambda before=before: site.generations.now() > before, 20)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[10] < listener.TURN


def test_what_was_missed_is_caught_up_with(site, elsewhere, tmp_path):
    for address in ("/", "/cu/"):
        site.get(address)
        assert site.get(address).state == "hit"
    # It goes over what came after its last word of itself once more.
    elsewhere.execute("SELECT pg_current_xact_id()::text::bigint")
    (now,) = elsewhere.fetchone()
    pagestore.wait(lambda: site.generations.seen > now)
    site.listener.stop()
    elsewhere.execute(
        "INSERT INTO addresses_redirect (old, new, below, note, automatic, made_at)"
        " VALUES ('/cu', '/tin-tuc/', '', '', false, now())"
    )
    answer = site.get("/cu/")
    assert (answer.status, answer.state) == (301, "bypass; not listening")
    again = Listener(site.generations, tmp_path).start()
    pagestore.wait(lambda: site.generations.trusted)
    states = [site.get(address).state for address in ("/cu/", "/")]
    again.stop()
    assert states == ["miss", "hit"], "only what changed is made anew"


def test_a_change_that_was_under_way_is_not_missed(site, elsewhere, tmp_path):
    """Its transaction began before the listener was lost, and ended while nobody listened."""
    elsewhere.execute("BEGIN; UPDATE site_portal SET name = 'Xã Gia Phú'")
    site.get("/")
    time.sleep(2 * listener.TURN)
    site.listener.stop()
    elsewhere.execute("COMMIT")
    again = Listener(site.generations, tmp_path).start()
    pagestore.wait(lambda: site.generations.trusted)
    answer = site.get("/")
    again.stop()
    assert answer.state == "miss"
    assert "Xã Gia Phú" in answer.body.decode()


def test_after_another_start_of_the_server_nothing_is_believed(site, tmp_path):
    site.get("/robots.txt")
    site.listener.stop()
    site.generations.server = 1
    again = Listener(site.generations, tmp_path).start()
    pagestore.wait(lambda: site.generations.trusted)
    state = site.get("/robots.txt").state
    again.stop()
    assert state == "miss"


def test_nor_after_so_long_that_changes_were_put_away(site, elsewhere, tmp_path):
    site.get("/robots.txt")
    site.listener.stop()
    rename("Xã Gia Phú")
    Change.objects.update(at=timezone.now() - changes.KEPT - timedelta(minutes=1))
    assert changes.forget_old()
    assert set(Change.objects.values_list("name", flat=True)) == {changes.FORGOTTEN}
    again = Listener(site.generations, tmp_path).start()
    pagestore.wait(lambda: site.generations.trusted)
    state = site.get("/robots.txt").state
    again.stop()
    assert state == "miss"


def test_changes_of_today_are_not_put_away(site):
    rename("Xã Gia Phú")
    assert not changes.forget_old()
    assert Change.objects.filter(name="site_portal").exists()


def test_a_listener_whose_connection_breaks_says_so_and_comes_back(site, elsewhere):
    site.get("/")
    before = site.generations.now()
    elsewhere.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE %s"
        " AND pid <> pg_backend_pid() AND datname = current_database()",
        ["%pg_snapshot_xmin%"],
    )
    elsewhere.execute("UPDATE site_portal SET name = 'Xã Gia Phú'")
    pagestore.wait(lambda: site.generations.now() > before and site.generations.trusted, 30)
    assert "Xã Gia Phú" in site.get("/").body.decode()


def test_two_machines_of_which_one_is_cut_off(site, tmp_path, settings):
    """Slow, never wrong."""
    settings.PAGE_STORE_DIR = str(tmp_path / "other")
    other = Generations(tmp_path / "other")
    far = Listener(other, tmp_path / "other").start()
    pagestore.wait(lambda: other.trusted)
    there = pagestore.Site(tmp_path / "other", other)
    for node in (site, there):
        node.get("/")
        assert node.get("/").state == "hit"
    far.stop()
    pagestore.wait(lambda: not other.trusted, 20)
    for number in range(5):
        rename(f"Xã số {number}")
        assert f"Xã số {number}" in site.get("/").body.decode()
        assert f"Xã số {number}" in there.get("/").body.decode()
    assert there.get("/").state == "bypass; not listening"
    back = Listener(other, tmp_path / "other").start()
    pagestore.wait(lambda: other.trusted)
    answers = [there.get("/") for _ in range(2)]
    back.stop()
    assert [answer.state for answer in answers] == ["miss", "hit"]
    assert "Xã số 4" in answers[1].body.decode()


def test_when_the_database_is_away_readers_read_on(site, monkeypatch):
    site.get("/")
    site.listener.stop()

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(DatabaseWrapper, "get_new_connection", refuse)
        connection.close()
        answer = site.get("/")
        unknown = site.get("/so-do-cong/")
    assert (answer.status, answer.state) == (200, "kept; database away")
    assert unknown.status == 503


def test_what_the_clock_brings_about_shows_in_time(site):
    soon = timezone.now() + timedelta(seconds=4)
    by = make_user("publisher")
    Banner.objects.create(
        text="Cảnh báo mưa lớn", starts_at=soon, ends_at=soon + timedelta(seconds=4), made_by=by
    )
    assert "Cảnh báo mưa lớn" not in site.get("/").body.decode()
    # The listener tells of the same change once more.
    pagestore.wait(lambda: site.get("/").state == "hit", 2)
    time.sleep(max(0, (soon - timezone.now()).total_seconds()) + 0.05)
    assert "Cảnh báo mưa lớn" in site.get("/").body.decode()
    assert site.get("/").state == "hit"
    time.sleep(4)
    assert "Cảnh báo mưa lớn" not in site.get("/").body.decode()


def test_an_article_appears_at_its_moment_without_anybody_writing(site):
    soon = timezone.now() + timedelta(seconds=4)
    article = make_article(title="Bài hẹn giờ", at=soon)
    assert site.get(article.get_absolute_url()).status == 404
    assert "Bài hẹn giờ" not in site.get("/tin-tuc/").body.decode()
    time.sleep(max(0, (soon - timezone.now()).total_seconds()) + 0.05)
    assert site.get(article.get_absolute_url()).status == 200
    assert "Bài hẹn giờ" in site.get("/tin-tuc/").body.decode()


def test_a_section_is_renamed_in_a_command(site, elsewhere):
    make_category()
    # The listener hears of it a moment after the connection that made it.
    time.sleep(2 * listener.TURN)
    site.get("/tin-tuc/")
    elsewhere.execute("BEGIN; UPDATE news_category SET name = 'Nông nghiệp'; ROLLBACK")
    time.sleep(2 * listener.TURN)
    assert site.get("/tin-tuc/").state == "hit"
    Category.objects.update(name="Nông nghiệp")
    assert "Nông nghiệp" in site.get("/tin-tuc/").body.decode()


def test_the_technician_sees_how_it_works_and_has_all_made_anew(site, capsys):
    for _ in range(2):
        site.get("/")
    assert site.get("/").state == "hit"
    call_command("pagestore", "status")
    told = capsys.readouterr().out
    assert "Nghe được cơ sở dữ liệu: có" in told
    assert "Trang: 1 (" in told
    call_command("pagestore", "clear")
    assert site.get("/").state == "miss"


def test_the_pages_of_the_web_server_are_seen_from_a_shell_with_other_settings(
    site, settings, capsys
):
    site.get("/")
    settings.LOG_LEVEL = "DEBUG"
    places.release.cache_clear()
    call_command("pagestore", "status")
    assert "Trang: 1 (" in capsys.readouterr().out
    assert len([folder for folder in site.folder.iterdir() if folder.is_dir()]) == 1
    places.release.cache_clear()


def test_where_there_is_no_store_the_technician_is_told_so():
    with pytest.raises(CommandError, match="PAGE_STORE=0"):
        call_command("pagestore", "status")


def test_every_watched_table_tells_of_its_changes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'pagestore_changed'"
        )
        assert {table for (table,) in cursor.fetchall()} == set(tables.WATCHED)
    assert tables.known().issuperset({*tables.WATCHED, *tables.AGING, *tables.UNSEEN})

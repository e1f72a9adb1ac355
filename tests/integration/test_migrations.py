"""Migrations on a database with rows: what is filled in forwards, and the way back."""

from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from news import record, workflow
from news.models import Article, SavedFilter

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("news", "0012_review_links")]
BATCH = import_module("news.migrations.0013_saved_filters").BATCH
KINDS = {
    "plain": {"title": "Khai mạc hội nghị", "byline": "Lê Trung Thành", "summary": "Sáng nay"},
    "draft": {"title": "Chỉ có tên", "state": "draft", "published_version": None},
    "empty": {"title": "", "state": "draft", "published_version": None},
    "odd": {"title": "“Đẩy mạnh” CĐS – 50% hộ, ươm & ghép!", "summary": "Dòng một\nDòng hai"},
    "decomposed": {"title": "Tie\u0302\u0301ng Vie\u0323\u0302t"},
    "long": {"title": "Bài dài", "summary": "chữ " * 5000},
    "waits": {"title": "Sẽ ghi cập nhật", "due_change": True},
    "waits quietly": {"title": "Sửa nhỏ", "due_change": False},
    # What the constraint of the new columns would refuse: the mark outlived its hour.
    "stale": {"title": "Dấu cũ", "due_change": True, "due": False},
}


@contextmanager
def database(kind: str, *made: str):
    """A database of its own; `made` are further statements. The tests' own is not touched."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_{kind}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
        for statement in made:
            cursor.execute(statement.format(name))
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def elsewhere():
    """A database with the migrations up to BEFORE."""
    with database("migrations"):
        yield migrate(BEFORE)


@pytest.fixture
def plain_owner():
    """A database that belongs to somebody who may do nothing else; every connection is theirs."""
    # A role belongs to the whole server, where other runs may have theirs.
    role, options = f"{connection.settings_dict['NAME']}_owner", connection.settings_dict["OPTIONS"]
    made = ('ALTER DATABASE "{}" OWNER TO ' + role,)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {role}")
        cursor.execute(f"CREATE ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
    with database("owned", *made):
        connection.settings_dict["OPTIONS"] = {**options, "options": f"-c role={role}"}
        try:
            yield role
        finally:
            connection.close()
            connection.settings_dict["OPTIONS"] = options
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE {role}")


def test_a_plain_owner_of_the_database_can_migrate(plain_owner):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (plain_owner, False)
    migrate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'search_document'")
        assert cursor.fetchone() == (plain_owner,)
        cursor.execute("SELECT extname FROM pg_extension")
        assert cursor.fetchall() == [("plpgsql",)]


def migrate(targets=None):
    """Go to these migrations, or to the newest; the models as they are there."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    return executor.migrate(targets).apps


def articles(apps):
    return apps.get_model("news", "Article").objects


def write(apps) -> dict[str, int]:
    """An article of each kind with what hangs on it, and more than a batch of others."""
    user = apps.get_model("accounts", "User").objects.create(
        username="cũ", full_name="Người Cũ", password=make_password(None)
    )
    found = {kind: _article(apps, user, **values) for kind, values in KINDS.items()}
    rows = [articles(apps).model(title=f"Bài số {n}", slug="x") for n in range(BATCH + 5)]
    articles(apps).bulk_create(rows)
    for pk in found.values():
        values = {"article_id": pk, "actor": user, "from_state": "draft", "to_state": "draft"}
        apps.get_model("news", "ArticleEvent").objects.create(action="write", version=1, **values)
        _beside(apps, user, pk)
    return found


def _article(apps, user, due=True, **values) -> int:
    now = timezone.now()
    live = {"state": "published", "published_version": 1, "published_at": now}
    if "due_change" in values and due:
        live |= {"state": "approved", "due_at": now + timedelta(days=1), "latest_version": 2}
    values = {"latest_version": 1, "slug": "x", "created_by": user, **live, **values}
    return articles(apps).create(**values).pk


def _beside(apps, user, pk: int) -> None:
    """A version, a note, a correction, a pin and a notice."""
    made = {"article_id": pk}
    get = apps.get_model
    get("news", "ArticleVersion").objects.create(number=1, title="Bản", created_by=user, **made)
    get("news", "Note").objects.create(author=user, text="Xem lại", version=1, **made)
    get("news", "Correction").objects.create(kind="update", text="Mới", version=1, by=user, **made)
    get("news", "Notice").objects.create(recipient=user, sentence="Chờ", key=f"x:{pk}", **made)
    times = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(days=1)}
    get("news", "Pin").objects.create(made_by=user, **times, **made)


def test_rows_from_before_are_filled_in_and_the_way_back_is_open(elsewhere):
    found = write(elsewhere)
    count, seals = Article.objects.count(), record.check()
    for _ in range(2):
        migrate()
        assert Article.objects.count() == count
        _is_filled(found)
        assert (record.check(), seals.broken_at) == (seals, None)
        apps = migrate(BEFORE)
        marks = dict(articles(apps).values_list("pk", "due_change"))
        assert [kind for kind, pk in found.items() if marks[pk]] == ["waits"]


def _is_filled(found: dict[str, int]) -> None:
    """What stands in the new columns is what today's models would write."""
    rows = Article.objects.in_bulk()
    assert SavedFilter.objects.count() == 0
    told = {kind: rows[pk].due_change for kind, pk in found.items() if rows[pk].due_change}
    assert told == {"waits": "update"}
    assert rows[found["waits"]].due_by is None


def test_what_waits_is_told_after_the_migration_too(elsewhere):
    """A mark from before has no words: the switch sets the date of change and writes no note."""
    pk = write(elsewhere)["waits"]
    migrate()
    article = Article.objects.get(pk=pk)
    article.versions.create(number=2, title="Bản hai")
    Article.objects.filter(pk=pk).update(due_at=timezone.now())
    workflow.switch(pk)
    article.refresh_from_db()
    assert (article.title, article.due_change) == ("Bản hai", "")
    assert article.changed_at is not None
    assert article.corrections.count() == 1

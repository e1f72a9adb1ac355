"""The health address: what it says, when it is 503, and that it tells no secret."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import due
from news.models import Article, State
from news.views import health
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    response = client.get("/suc-khoe/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response.json() == {
        "ok": True,
        "database": True,
        "migrations": True,
        "overdue": 0,
        "failed_switches": 0,
        "stranded_articles": 0,
        "waiting_tasks": 0,
        "oldest_task_seconds": 0,
        "media": True,
    }
    assert client.post("/suc-khoe/").status_code == 405


def late(minutes: int) -> Article:
    """A live article whose next version should be online by now."""
    article = make_article()
    due = timezone.now() - timedelta(minutes=minutes)
    Article.objects.filter(pk=article.pk).update(state=State.APPROVED, due_at=due)
    return article


def test_what_is_due_is_done_by_asking(client):
    article = late(5)
    assert client.get("/suc-khoe/").json()["overdue"] == 0
    article.refresh_from_db()
    assert article.state == State.PUBLISHED


@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (3, 503)])
def test_what_cannot_be_done_is_counted_after_two_minutes(client, monkeypatch, minutes, status):
    def refuse(pk):
        raise DatabaseError("cannot")

    monkeypatch.setattr(due.workflow, "switch", refuse)
    late(minutes)
    response = client.get("/suc-khoe/")
    assert response.status_code == status
    assert response.json()["overdue"] == (status == 503)
    assert response.json()["failed_switches"] == 1


def test_a_missing_migration_is_said(client):
    MigrationRecorder.Migration.objects.filter(app="news", name="0012_review_links").delete()
    response = client.get("/suc-khoe/")
    assert response.status_code == 503
    assert response.json()["migrations"] is False


def test_a_dead_database_is_said_without_a_word_of_it(client, monkeypatch):
    def dead(request):
        raise DatabaseError("password authentication failed for user x at 10.0.0.1")

    monkeypatch.setattr(health, "_of_database", dead)
    response = client.get("/suc-khoe/")
    assert response.status_code == 503
    assert response.json() == {"ok": False, "database": False, "media": True}


def test_a_folder_that_takes_no_files_is_said(client, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    settings.MEDIA_ROOT = str(blocked)
    response = client.get("/suc-khoe/")
    assert response.status_code == 503
    assert response.json()["media"] is False
    assert configured.SECRET_KEY not in response.content.decode()
    assert str(tmp_path) not in response.content.decode()


def test_the_age_of_the_queue_is_told(client):
    then = timezone.now() - timedelta(minutes=7)
    values = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x"}
    values["backend_name"] = "default"
    task = DBTaskResult.objects.create(**values, run_after=then)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=then)
    found = client.get("/suc-khoe/").json()
    assert found["waiting_tasks"] == 1
    assert 420 <= found["oldest_task_seconds"] < 480

"""Importing again: nothing twice, changes become versions, and what people did is left alone."""

import json
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import archive, workflow
from news.intake import Intake
from news.models import ArchivePage, Article, State
from tests.factories import make_author, make_unit, make_user, move
from tests.importing import COVER, ROW, counted, import_rows, put_pictures, table_sizes

pytestmark = pytest.mark.django_db

AT = datetime(2023, 7, 31, 7, 5, tzinfo=UTC)


@pytest.fixture
def run(tmp_path):
    """A function that imports rows (see import_rows) from a folder of its own."""
    return partial(import_rows, tmp_path)


@pytest.fixture
def pictures(tmp_path):
    """Two picture files beside the import file."""
    put_pictures(tmp_path)


def test_a_second_run_changes_nothing(run, pictures):
    rows = [ROW | COVER, ROW | {"external_id": "cu-2", "published_at": None, "author": None}]
    run(*rows)
    before, values = table_sizes(), list(Article.objects.order_by("pk").values())
    assert counted(unchanged=2) in run(*rows)[0]
    assert table_sizes() == before
    assert list(Article.objects.order_by("pk").values()) == values


def test_the_same_line_twice_in_a_file_is_one_article(run):
    assert counted(made=1, unchanged=1) in run(ROW, ROW)[0]
    assert Article.objects.count() == 1


def test_a_changed_line_is_a_new_version_and_published_again(run):
    run(ROW)
    slug = Article.objects.get().slug
    assert counted(changed=1) in run(ROW | {"title": "Tiêu đề đã sửa"})[0]
    article = Article.objects.get()
    assert (article.title, article.slug) == ("Tiêu đề đã sửa", slug)
    assert (article.state, article.published_version) == (State.PUBLISHED, 2)
    assert article.published_at == AT
    assert [event.action for event in article.events.order_by("pk")] == [
        "import",
        "revise",
        "import",
    ]


def test_a_draft_that_gets_its_date_later_is_published(run):
    run({**ROW, "published_at": None})
    assert counted(changed=1) in run(ROW)[0]
    article = Article.objects.get()
    assert (article.published_at, article.latest_version) == (AT, 1)
    assert article.is_public()


def test_what_staff_wrote_is_not_overwritten(run):
    run(ROW)
    editor = make_user("editor")
    workflow.save(Article.objects.get(), {"title": "Của biên tập viên"}, editor, base=1)
    before = table_sizes()
    for row in (ROW, ROW | {"title": "Của tệp nhập"}):
        out, err = run(row)
        assert counted(refused=1) in out
        assert "Dòng 1: bài đã có người sửa" in err
    assert table_sizes() == before


def test_what_staff_withdrew_is_not_published_again(run):
    run(ROW)
    article, publisher = Article.objects.get(), make_user("publisher")
    workflow.perform(article, "withdraw", publisher, version=1, note="Sai sự thật")
    assert counted(unchanged=1) in run(ROW)[0]
    assert counted(refused=1) in run(ROW | {"title": "Tiêu đề đã sửa"})[0]
    assert not Article.objects.get().is_public()


def test_people_complete_it_and_it_keeps_its_date(run):
    run({**ROW, "summary": ""})
    article, editor = Article.objects.get(), make_user("editor")
    assert article.needs_work
    workflow.save(article, {"summary": "Tóm tắt."}, editor, base=1)
    article.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve", "publish"):
        move(article, action, editor if action == "submit" else None)
    assert (article.published_at, article.needs_work) == (AT, "")
    assert list(archive.ALL.articles()) == [article]


def test_an_incomplete_change_leaves_the_live_article_as_it_is(run):
    run(ROW)
    run(ROW | {"summary": "", "title": "Chưa xong"})
    article = Article.objects.get()
    assert (article.title, article.published_version) == (ROW["title"], 1)
    assert article.is_public()
    assert "sapo" in article.needs_work


@pytest.mark.parametrize("kept", [0, 1])
def test_an_import_that_was_stopped_is_numbered_by_then_or_by_the_next(run, monkeypatch, kept):
    rows = [ROW | {"external_id": str(number)} for number in range(3)]
    filing = Intake.file

    def stop_at_the_third(self, line):
        if '"2"' in line:
            raise KeyboardInterrupt
        return filing(self, line)

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "file", stop_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            run(*rows)
    assert len(archive.ALL.page(1).articles) == 2
    ArchivePage.objects.filter(number__gt=kept).delete()
    run(*rows)
    assert len(archive.ALL.page(1).articles) == 3


def test_a_line_costs_few_queries_however_large_the_portal_is(run, tmp_path):
    run(ROW)
    for number in range(30):
        make_author(f"Tác giả {number}", make_unit(f"U{number}"))
    intake = Intake(tmp_path)
    intake.file(json.dumps(ROW | {"external_id": "cu-2"}))
    with CaptureQueriesContext(
        connection,
    ) as unchanged:
        intake.file(json.dumps(ROW))
    with CaptureQueriesContext(connection) as made:
        intake.file(json.dumps(ROW | {"external_id": "cu-3"}))
    assert len(unchanged) <= 4
    # Three of them are what readers and the desk find the article by.
    assert len(made) <= 20

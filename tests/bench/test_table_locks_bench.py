"""How long a table is locked by what the pre-flight lets an upgrade do beside the traffic, at the
greatest number of rows for which it does."""

import time

import pytest
from django.db import connection, transaction

from config.operations.tables.live import LONGEST
from config.operations.tables.pending import Step
from config.operations.tables.weight import MOST_READ, MOST_WRITTEN, judge, rows_of_tables
from tests.bench import search_archive

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
READ = {
    "an index": 'CREATE INDEX "a" ON "news_article" ("title", "published_at")',
    "a condition": 'ALTER TABLE "news_article" ADD CONSTRAINT "a" CHECK (length("title") < 9999)',
    "a key to another table": 'ALTER TABLE "news_article" ADD CONSTRAINT "a" FOREIGN KEY '
    '("unit_id") REFERENCES "authors_unit" ("id")',
    "never empty": 'ALTER TABLE "news_article" ALTER COLUMN "category_id" SET NOT NULL',
}
WRITTEN = {
    "another type": 'ALTER TABLE "news_article" ALTER COLUMN "slug" TYPE varchar(900) '
    "USING (\"slug\" || '')",
    "every row": 'UPDATE "news_article" SET "subtitle" = "slug"',
}
ALWAYS = {
    "a column with a value": 'ALTER TABLE "news_article" ADD COLUMN "a" integer DEFAULT 3 NOT NULL'
}


def test_no_table_is_locked_for_longer_than_two_seconds(capsys):
    found = _seconds(MOST_READ, READ | ALWAYS) | _seconds(MOST_WRITTEN, WRITTEN)
    with capsys.disabled():
        for name, (rows, seconds) in found.items():
            print(f"\n| {name} | {rows:,} | {seconds:.2f} s |", end="")  # noqa: T201
    assert {name: took for name, took in found.items() if took[1] > LONGEST} == {}


def _seconds(rows: int, statements: dict[str, str]) -> dict[str, tuple[int, float]]:
    search_archive.build(rows, searched=False)
    known = rows_of_tables()
    for statement in statements.values():
        assert judge(Step("news.0999", (f"{statement};",)), known).safe, statement
    found = {name: (rows, _locked(statement)) for name, statement in statements.items()}
    search_archive.clear()
    search_archive.forget_frames()
    return found


def _locked(statement: str) -> float:
    """Seconds that a statement keeps its locks; what it did is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(statement)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took

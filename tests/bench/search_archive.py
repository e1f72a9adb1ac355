"""An archive of any size to search in: articles of made-up prose, put together inside PostgreSQL.

Sentences come from the set of questions and answers, so that phrases, numbers and names are met
as often as in a real archive; words nobody knows stand between them, rarer and rarer. Titles,
texts and frames (day, section, unit, author) are made a few thousand times by the real indexer;
an article is one of each, so that a million are made in minutes.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from news.authors.models import Author, Unit
from news.models import Article, Category, State
from news.search import index
from news.search.models import Document
from news.text.syllables import ONSETS, RHYMES
from news.text.vietnamese import VIETNAM
from tests.bench.test_search_quality import DATA
from tests.factories import make_author, make_category, make_unit

TITLES, BODIES, FRAMES = 4_000, 3_000, 8_000
SECTIONS, UNITS, AUTHORS, YEARS = 12, 20, 60, 12
# Words of a text: of the real article there are six hundred, of most news fewer.
WORDS_LEAST, WORDS_USUAL, WORDS_MOST = 120, 380, 1_200
RARE_SHARE = 0.04
_POOLS = """
    CREATE TEMP TABLE pool_title (nr int PRIMARY KEY, title text, size int, vector tsvector);
    CREATE TEMP TABLE pool_body (nr int PRIMARY KEY, body text, vector tsvector);
    CREATE TEMP TABLE pool_frame (nr int PRIMARY KEY, day timestamptz, category_id bigint,
        unit_id bigint, author_id bigint, vector tsvector);
"""
# Numbers without a common divisor: the same title meets another text each time.
_PICK = "mod(i::bigint * {step} + 7, {size})"


@dataclass(frozen=True)
class Built:
    """What an archive weighs: seconds to write and to index, bytes of the rows and the index."""

    articles: int
    writing: float
    indexing: float
    table: int
    index: int


def build(count: int, *, searched: bool = True) -> Built:
    """Make `count` public articles with their rows in the index, in empty tables; without these
    rows unless they are to be `searched`."""
    with connection.cursor() as cursor:
        cursor.execute(_POOLS)
        _titles(cursor)
        _bodies(cursor)
        _frames(cursor)
        # Neither keys nor changes are looked after for rows that are made of whole cloth.
        cursor.execute("SET session_replication_role = replica")
        writing = _timed(lambda: _articles(cursor, count))
        if searched:
            _documents(cursor)
        cursor.execute("DROP TABLE made")
        cursor.execute("RESET session_replication_role")
        indexing = _timed(lambda: _index(cursor)) if searched else 0.0
        cursor.execute("VACUUM ANALYZE news_article")
        cursor.execute("DROP TABLE pool_title, pool_body, pool_frame")
    return Built(count, writing, indexing, _bytes("search_document"), _bytes_of_index())


def first_section() -> int:
    """The number of one of the sections."""
    return Category.objects.order_by("pk")[0].pk


def clear() -> None:
    """Empty the tables again."""
    with connection.cursor() as cursor:
        # The records refuse it, as they should.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE news_article CASCADE")
        cursor.execute("RESET session_replication_role")


def forget_frames() -> None:
    """Remove sections, units and authors as well, for another `build` in the same test."""
    for model in (Author, Unit, Category):
        model.objects.all().delete()


def _titles(cursor) -> None:
    dice, heads = random.Random(1), [title for title, _ in _set()]
    for nr in range(TITLES):
        title = dice.choice(heads) if nr % 2 else _shuffled(dice, heads)
        if nr >= len(heads):
            title = f"{title} tại {_syllable(dice)} {_syllable(dice)}"[:250]
        made = index.document(_bare(title=title), {})
        given = [nr, title, made.title_size, made.vector, _frame_of_all()]
        cursor.execute(
            "INSERT INTO pool_title VALUES (%s, %s, %s, ts_delete(%s::tsvector, %s))", given
        )


def _bodies(cursor) -> None:
    dice = random.Random(2)
    sentences = [one for _, text in _set() for one in text.split(". ")]
    for nr in range(BODIES):
        body = f"<p>{_prose(dice, sentences)}</p>"
        made = index.document(_bare(body=body), {})
        cursor.execute(
            "INSERT INTO pool_body VALUES (%s, %s, ts_delete(%s::tsvector, %s))",
            [nr, body, made.vector, _frame_of_all()],
        )


def _frames(cursor) -> None:
    dice = random.Random(3)
    sections = [make_category(f"Mục {_letter(nr)}") for nr in range(SECTIONS)]
    units = [make_unit(f"DV{nr}") for nr in range(UNITS)]
    authors = [make_author(f"Nguyễn Văn {_letter(nr)}") for nr in range(AUTHORS)]
    newest = _midnight() - timedelta(days=1)
    for nr in range(FRAMES):
        day = newest - timedelta(days=nr * YEARS * 365 // FRAMES)
        place = {
            "category_id": dice.choice(sections).pk,
            "unit_id": dice.choice(units).pk,
            "author_id": dice.choice(authors).pk,
        }
        made = index.document(_bare(published_at=day, **place), {})
        given = [nr, day, *place.values(), made.vector]
        cursor.execute("INSERT INTO pool_frame VALUES (%s, %s, %s, %s, %s, %s)", given)


def _articles(cursor, count: int) -> None:
    """Rows of the table, the newest last; nobody follows changes of made-up articles."""
    fixed = _fixed()
    own = {
        "title": "t.title",
        "slug": "'bai-' || i",
        "body": "b.body",
        "category_id": "f.category_id",
        "unit_id": "f.unit_id",
        "author_id": "f.author_id",
        "published_at": "f.day + mod(i, 86000) * interval '1 second'",
    }
    columns = [*own, *fixed]
    sql = f"""
        CREATE TEMP TABLE made AS SELECT i, {_PICK.format(step=7_919, size=TITLES)} AS title,
            {_PICK.format(step=104_729, size=BODIES)} AS body,
            ({count} - 1 - i)::bigint * {FRAMES} / {count} AS frame
            FROM generate_series(0, {count} - 1) i;
        INSERT INTO news_article ({", ".join(columns)})
            SELECT {", ".join([*own.values(), *["%s"] * len(fixed)])} FROM made m
            JOIN pool_title t ON t.nr = m.title JOIN pool_body b ON b.nr = m.body
            JOIN pool_frame f ON f.nr = m.frame ORDER BY i;
    """
    cursor.execute(sql, list(fixed.values()))


def _documents(cursor) -> None:
    """Rows of the index as the indexer would have made them."""
    cursor.execute("DROP INDEX search_vector")
    cursor.execute(f"""
        INSERT INTO search_document (article_id, published_at, title_size, rules, vector)
            SELECT a.id, a.published_at, t.size, {index.RULES}, t.vector || b.vector || f.vector
            FROM news_article a JOIN made m ON a.slug = 'bai-' || m.i
            JOIN pool_title t ON t.nr = m.title JOIN pool_body b ON b.nr = m.body
            JOIN pool_frame f ON f.nr = m.frame
    """)


def _index(cursor) -> None:
    """The index as the migration makes it, and what the planner knows."""
    index_of_vectors = next(one for one in Document._meta.indexes if one.name == "search_vector")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    with connection.schema_editor() as editor:
        editor.add_index(Document, index_of_vectors)
    cursor.execute("RESET maintenance_work_mem")
    cursor.execute("VACUUM ANALYZE search_document")


def _fixed() -> dict:
    """What all articles have alike: the columns of a new row of the model."""
    row = Article(
        state=State.PUBLISHED, latest_version=1, published_version=1, summary="Tóm tắt sự việc."
    )
    fields = [field for field in Article._meta.local_concrete_fields if not field.primary_key]
    values = {field.column: field.get_db_prep_save(field.pre_save(row, True), connection)
              for field in fields}  # fmt: skip
    changing = ("title", "slug", "body", "category_id", "unit_id", "author_id", "published_at")
    return {column: value for column, value in values.items() if column not in changing}


def _bare(**values) -> Article:
    return Article(pk=1, **{"published_at": _midnight(), **values})


def _midnight() -> datetime:
    return timezone.localtime(None, VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def _frame_of_all() -> list[str]:
    """The lexemes that titles and texts of the pools bring along and a frame replaces."""
    bare = index.document(_bare(), {}).vector
    return [part.strip("'") for part in bare.split()]


def _set() -> list[tuple[str, str]]:
    blocks = (DATA / "search_articles.txt").read_text(encoding="utf-8").split("\n#")
    rows = [block.lstrip("#").partition("\n") for block in blocks]
    return [(head.split(" | ", 1)[1], text.strip()) for head, _, text in rows]


def _shuffled(dice: random.Random, heads: list[str]) -> str:
    first, second = (dice.choice(heads).split() for _ in range(2))
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


def _prose(dice: random.Random, sentences: list[str]) -> str:
    length = dice.lognormvariate(0, 0.5) * WORDS_USUAL
    length, words = min(max(length, WORDS_LEAST), WORDS_MOST), []
    while len(words) < length:
        words += dice.choice(sentences).split()
        if dice.random() < RARE_SHARE * 10:
            words.append(_syllable(dice))
        if dice.random() < 0.1:
            words.append(f"{dice.randint(1, 3000)}/QĐ-UBND")
    return " ".join(words)


def _syllable(dice: random.Random) -> str:
    """Any syllable, the first of the lists much more often than the last."""
    onsets, rhymes = sorted(ONSETS), sorted(RHYMES)
    pick = lambda row: row[min(int(dice.expovariate(4 / len(row))), len(row) - 1)]  # noqa: E731
    return pick(onsets) + pick(rhymes)


def _letter(number: int) -> str:
    return "".join("ABCDEFGHIK"[int(digit)] for digit in str(number))


def _timed(work) -> float:
    begun = timezone.now()
    work()
    return (timezone.now() - begun).total_seconds()


def _bytes(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_table_size(%s)", [table])
        return cursor.fetchone()[0]


def _bytes_of_index() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('search_vector')")
        return cursor.fetchone()[0]

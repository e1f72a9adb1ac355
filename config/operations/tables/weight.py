"""What a statement of a migration costs whoever uses the portal meanwhile, told from its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from config.operations.tables.pending import Step

# Less than what takes two seconds (tests/bench/test_table_locks_bench.py). live.py watches what
# really happens.
MOST_READ, MOST_WRITTEN = 200_000, 10_000
PYTHON = "THIS OPERATION CANNOT BE WRITTEN AS SQL"
_NAME = r'"?(?P<table>[a-z_0-9]+)"?'
_READS = (
    rf"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY).* ON {_NAME}",
    rf"ALTER TABLE {_NAME} ADD CONSTRAINT (?!.*NOT VALID)",
    rf"ALTER TABLE {_NAME} .*\bSET NOT NULL",
    rf"ALTER TABLE {_NAME} ADD COLUMN .*\b(REFERENCES|UNIQUE|PRIMARY KEY|CHECK)\b",
)
_WRITES = (
    rf"ALTER TABLE {_NAME} ALTER COLUMN .*\bTYPE\b",
    rf"ALTER TABLE {_NAME} ADD COLUMN .*\b(GENERATED|SERIAL|random\(|clock_timestamp\()",
    rf"UPDATE {_NAME}",
    rf"DELETE FROM {_NAME}",
    rf"(CLUSTER|VACUUM FULL|REINDEX TABLE) {_NAME}",
)
_QUICK = (
    r"CREATE (TABLE|SEQUENCE|OR REPLACE FUNCTION|FUNCTION|(CONSTRAINT )?TRIGGER|TYPE)\b",
    r"CREATE (UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY",
    r"(INSERT INTO|DROP|COMMENT ON|SET CONSTRAINTS|BEGIN|COMMIT|--)",
    r"ALTER TABLE \S+ (ADD COLUMN|ADD CONSTRAINT|DROP|RENAME|VALIDATE|DISABLE|ENABLE)",
    r"ALTER TABLE \S+ ALTER COLUMN \S+ (SET|DROP) (DEFAULT|NOT NULL|STATISTICS|EXPRESSION)",
    r"ALTER (FUNCTION|SEQUENCE|INDEX|TRIGGER)\b",
)
# The release that runs meanwhile, and would run again after going back, does not know of these.
_BREAKS = {
    rf"ALTER TABLE {_NAME} DROP COLUMN": "bỏ một cột",
    rf"DROP TABLE (IF EXISTS )?{_NAME}": "bỏ một bảng",
    rf"ALTER TABLE {_NAME} RENAME": "đổi tên cột hoặc bảng",
}
_ADDED = re.compile(rf'ALTER TABLE {_NAME} ADD COLUMN "(?P<column>\w+)" .*\bNOT NULL', re.I)
_NO_MORE_DEFAULT = re.compile(
    rf'ALTER TABLE {_NAME} ALTER COLUMN "(?P<column>\w+)" DROP DEFAULT', re.I
)


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a migration beside traffic: `stops` must not be done so, `look` should be
    looked at. Both are sentences."""

    name: str
    stops: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether nobody notices it."""
        return not self.stops and not self.look


def judge(step: Step, rows: dict[str, int]) -> Verdict:
    """What a migration costs, where `rows` says how long the tables are that exist now."""
    if step.unknown:
        return Verdict(step.name, look=(f"không đọc trước được câu lệnh ({step.unknown})",))
    words = [line for said in step.statements for line in _lines(said)]
    stops, look = list(_broken(words, rows)), []
    for line in words:
        heavy, unclear = _cost(line, rows)
        stops += heavy
        look += unclear
    return Verdict(step.name, tuple(dict.fromkeys(stops)), tuple(dict.fromkeys(look)))


def rows_of_tables() -> dict[str, int]:
    """About how many rows each table has, without reading any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, CASE WHEN reltuples >= 0 THEN reltuples "
            "ELSE pg_relation_size(oid) / 100 END::bigint FROM pg_class "
            "WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
        )
        return dict(cursor.fetchall())


def _cost(line: str, rows: dict[str, int]) -> tuple[list[str], list[str]]:
    """Sentences on what blocks others, and on what cannot be told."""
    for patterns, most, what in (
        (_WRITES, MOST_WRITTEN, "ghi lại cả bảng"),
        (_READS, MOST_READ, "khoá bảng để đọc hết"),
    ):
        table = _table(patterns, line)
        if table in rows:
            long = rows[table] > most
            return ([f"{what} {table} ({_number(rows[table])} dòng)"] if long else []), []
        if table:
            return [], []
    if PYTHON in line:
        return [], ["chạy mã Python, không biết trước mất bao lâu"]
    if line.startswith("DO "):
        return [], ["chạy một đoạn mã DO, không biết trước mất bao lâu"]
    quick = any(re.match(pattern, line, re.I) for pattern in _QUICK)
    return [], [] if quick else [f"câu lệnh lạ: {line[:80]}"]


def _broken(lines: list[str], rows: dict[str, int]) -> Iterable[str]:
    """What the release before this one would stumble over."""
    for line in lines:
        for pattern, what in _BREAKS.items():
            found = re.match(pattern, line, re.I)
            if found and found["table"] in rows:
                yield f"{what} ({found['table']}): bản đang chạy còn dùng tới"
    required = {(f["table"], f["column"]) for f in map(_ADDED.match, lines) if f}
    dropped = {(f["table"], f["column"]) for f in map(_NO_MORE_DEFAULT.match, lines) if f}
    for table, column in sorted(required & dropped):
        if table in rows:
            yield (
                f"cột {table}.{column} bắt buộc mà không có giá trị sẵn trong cơ sở dữ liệu: "
                "bản đang chạy không ghi được"
            )


def _table(patterns: Iterable[str], line: str) -> str:
    found = (re.match(pattern, line, re.I) for pattern in patterns)
    return next((match["table"] for match in found if match), "")


def _lines(said: str) -> list[str]:
    """The statements of a text, each on one line, without comments, strings and functions' bodies,
    where a semicolon ends nothing."""
    if PYTHON in said:
        return [PYTHON]
    for hidden, shown in ((r"(\$\w*\$).*?\1", "$$"), (r"--[^\n]*", ""), (r"'[^']*'", "''")):
        said = re.sub(hidden, lambda found, shown=shown: shown, said, flags=re.S)
    return [" ".join(part.split()) for part in said.split(";") if part.strip()]


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")

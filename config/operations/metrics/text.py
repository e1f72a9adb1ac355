"""The numbers as Prometheus reads them (text format 0.0.4)."""

from collections.abc import Iterable, Iterator

from config.operations.health.finding import Result
from config.operations.metrics.board import BOUNDS, Board, Sums
from news.pagestore import places
from news.pagestore.generations import BYPASS, HIT, KEPT, MISS, SAME

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_STATES = {HIT: "hit", MISS: "miss", BYPASS: "bypass", KEPT: "kept", SAME: "same"}
_PREFIX = "congthongtin_"


def lines(results: list[Result], board: Board | None) -> Iterator[str]:
    """Every line: what was counted, the page store's answers, the checks and their numbers."""
    if board is not None:
        sums = board.sums()
        yield from _requests(sums)
        yield from _durations(sums)
        yield from _family("web_processes", "gauge", [({}, board.processes())])
    yield from _page_store()
    yield from _checks(results)


def _requests(sums: dict[str, Sums]) -> Iterator[str]:
    kinds = sums.items()
    answers = (
        ({"kind": kind, "status": f"{digit}xx"}, number)
        for kind, found in kinds
        for digit, number in enumerate(found.statuses, 1)
    )
    yield from _family("requests_total", "counter", answers)
    took = [({"kind": kind}, found.database_seconds) for kind, found in kinds]
    yield from _family("database_seconds_total", "counter", took)
    asked = [({"kind": kind}, found.queries) for kind, found in kinds]
    yield from _family("database_queries_total", "counter", asked)


def _durations(sums: dict[str, Sums]) -> Iterator[str]:
    name = f"{_PREFIX}request_seconds"
    yield f"# TYPE {name} histogram"
    for kind, found in sums.items():
        total = 0
        for bound, number in zip((*BOUNDS, "+Inf"), found.buckets, strict=True):
            total += number
            yield _line(f"{name}_bucket", {"kind": kind, "le": bound}, total)
        yield _line(f"{name}_sum", {"kind": kind}, found.seconds)
        yield _line(f"{name}_count", {"kind": kind}, total)


def _page_store() -> Iterator[str]:
    counters = places.generations()
    if counters is not None:
        counts = counters.counts().items()
        rows = [({"state": _STATES[kind]}, number) for kind, number in counts]
        yield from _family("page_store_answers_total", "counter", rows)


def _checks(results: list[Result]) -> Iterator[str]:
    states = [({"check": r.check.key}, int(r.finding.state)) for r in results]
    yield from _family("check_state", "gauge", states)
    for result in results:
        for name, number in result.finding.numbers.items():
            yield from _family(name, "gauge", [({}, number)])


def _family(name: str, kind: str, rows: Iterable[tuple[dict, float]]) -> Iterator[str]:
    name = f"{_PREFIX}{name}"
    yield f"# TYPE {name} {kind}"
    for labels, number in rows:
        yield _line(name, labels, number)


def _line(name: str, labels: dict, number: float) -> str:
    # No label of ours holds a sign that would have to be escaped.
    told = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{told}}} {number}" if told else f"{name} {number}"

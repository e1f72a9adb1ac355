"""Changes of tables that wait: whether they can be made beside the traffic."""

from collections.abc import Iterable

from config.operations.preflight.finding import Finding, broken, good, note
from config.operations.tables import pending, weight

ABOUT = "Sửa bảng"


def look(stopped: bool) -> Iterable[Finding]:
    """A finding for each migration that waits; `stopped`: nobody uses the portal meanwhile."""
    newer = pending.unknown_to_us()
    if newer:
        yield note(ABOUT, f"cơ sở dữ liệu mới hơn bản này: có thêm {', '.join(newer)}")
    steps = [] if pending.is_empty() else pending.pending()
    if not steps:
        yield good(ABOUT, "không có gì phải chờ")
        return
    rows = weight.rows_of_tables()
    for step in steps:
        yield _told(weight.judge(step, rows), stopped)


def _told(verdict: weight.Verdict, stopped: bool) -> Finding:
    if verdict.stops and not stopped:
        said = f"{verdict.name}: {'; '.join(verdict.stops)}. Cần dừng trang: release.sh up --stop"
        return broken(ABOUT, said)
    if verdict.safe:
        return good(ABOUT, f"{verdict.name}: làm được lúc trang đang chạy")
    return note(ABOUT, f"{verdict.name}: {'; '.join((*verdict.stops, *verdict.look))}: cần xem")

"""A search that spares everybody else: how often from one place, how many at once, how long."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.cache import patch_cache_control

from accounts import addresses
from news.pace import Pace
from news.search.bounded import TooSlow
from news.search.query import Found
from news.search.turns import Busy, Turns

# Fifty people behind one address who search without a pause; each process counts for itself.
PACE = Pace(240)
# Of a process's four threads two may search, so that articles are read meanwhile.
TURNS = Turns(2, patience=0.25)


class Trouble(NamedTuple):
    """Why there are no results now, in the reader's words; after `wait` seconds there may be."""

    status: int
    wait: int
    sentence: str


OFTEN = Trouble(
    429,
    60,
    "Nơi bạn đang dùng mạng đã tìm quá nhiều trong một phút. Hãy chờ một phút rồi bấm Tìm lại.",
)
BUSY = Trouble(503, 5, "Đang có nhiều người tìm cùng một lúc. Hãy chờ vài giây rồi bấm Tìm lại.")
SLOW = Trouble(
    503,
    0,
    "Lời tìm này quá rộng nên tìm quá lâu. Hãy thêm từ, chọn chuyên mục hoặc thời gian rồi tìm "
    "lại.",
)


def sparingly(request, search: Callable[[], Found]) -> tuple[Found, Trouble | None]:
    """Search, unless this place asks too often or too many are at it; return what was found and
    what stood in the way."""
    if not PACE.allows(addresses.of(request)):
        return Found(), OFTEN
    try:
        with TURNS.one():
            return search(), None
    except Busy:
        return Found(), BUSY
    except TooSlow:
        return Found(), SLOW


def mark(response, trouble: Trouble | None) -> None:
    """Tell programs the same: when to come back, and that nobody keeps this answer."""
    if trouble is None:
        return
    response.status_code = trouble.status
    patch_cache_control(response, no_store=True)
    if trouble.wait:
        response["Retry-After"] = str(trouble.wait)

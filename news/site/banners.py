"""What a reader sees of a banner or an outage: a level, words, and a name to close it by."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from news.site.models import Level
from news.text import vietnamese

# The heaviest first; an outage comes before an ordinary notice.
ORDER = [Level.EMERGENCY.value, Level.WARNING.value, "outage", Level.INFO.value]
# More at once would push the page itself out of sight.
MOST = 3


@dataclass(frozen=True)
class Shown:
    """One line above the page; `key` changes with its words, so a closed one comes back then."""

    key: str
    level: str
    word: str
    text: str
    link: str = ""
    link_label: str = ""


def of_banner(data: dict) -> Shown:
    """A banner from its row."""
    level = Level(data["level"])
    key = f"b{data['id']}-{_stamp(data)}"
    label = data["link_label"] or "Xem chi tiết"
    return Shown(key, level.value, level.label, data["text"], data["link"], label)


def of_outage(data: dict) -> Shown:
    """A planned outage from its row, with both its times (R33)."""
    begins, returns = (datetime.fromisoformat(data[name]) for name in ("begins_at", "returns_at"))
    words = data["what"].rstrip(".")
    text = f"{words}. Ngừng từ {_moment(begins)}; dự kiến hoạt động lại lúc {_moment(returns)}."
    return Shown(f"o{data['id']}-{_stamp(data)}", "outage", "Tạm ngừng hoạt động", text)


def in_order(shown: list[Shown]) -> list[Shown]:
    """The heaviest first, and no more than a page can bear."""
    return sorted(shown, key=lambda each: ORDER.index(each.level))[:MOST]


def _stamp(data: dict) -> int:
    return int(datetime.fromisoformat(data["changed_at"]).timestamp())


def _moment(at: datetime) -> str:
    """ "08:00 Thứ Hai, 31/07/2023"."""
    at = timezone.localtime(at)
    return f"{at:%H:%M} {vietnamese.weekday(at.date())}, {vietnamese.short_date(at)}"

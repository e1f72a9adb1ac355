"""What a program may ask of the interface, checked; wrong questions get a sentence (R48)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news.authors.models import Unit
from news.chrome import Chrome
from news.models import Category
from news.moments import day_of, midnight
from news.text import cursors
from news.text.numbers import whole

MOST, USUAL = 100, 20
LISTED, CHANGED = "list", "changes"
FILTERS = ("section", "unit", "from", "to")
ALWAYS = ("updated-since", "cursor", "limit")


class Wrong(Exception):
    """A question that cannot be answered: the name of its parameter, and what to do instead."""

    def __init__(self, parameter: str, words: str):
        super().__init__(words)
        self.parameter, self.words = parameter, words


@dataclass(frozen=True)
class Asked:
    """A question for articles or pages."""

    condition: Q
    limit: int
    # Where to read on: a moment and a number. With `changes` the list is that of changes.
    mark: tuple[datetime, int] | None
    changes: bool


def asked(given, portal: Chrome, filters: tuple[str, ...] = FILTERS) -> Asked:
    """The question of an address (a QueryDict) that knows these filters. Raises Wrong."""
    known = (*filters, *ALWAYS)
    for name in given:
        if name not in known:
            raise Wrong(name, f"Không có tham số này. Các tham số: {', '.join(known)}.")
    if "updated-since" in given:
        return _changes(given)
    text = given.get("cursor", "")
    mark = cursors.read(LISTED, text) or cursors.read(CHANGED, text)
    if text and mark is None:
        raise Wrong("cursor", "Dấu trang không đúng. Hãy chép nguyên giá trị next của lần trước.")
    if text and cursors.read(CHANGED, text):
        _alone(given, "cursor")
        return Asked(Q(), _limit(given), mark, changes=True)
    return Asked(_condition(given, portal), _limit(given), mark, changes=False)


def _changes(given) -> Asked:
    _alone(given, "updated-since")
    if "cursor" in given:
        raise Wrong("cursor", "Dùng updated-since ở lần đầu, từ lần sau chỉ dùng cursor.")
    since = _moment(given["updated-since"])
    return Asked(Q(), _limit(given), (since, 0), changes=True)


def _alone(given, name: str) -> None:
    """Who follows a part of the portal would not hear of what left that part."""
    for other in FILTERS:
        if other in given:
            words = f"Không dùng cùng {name}: bài chuyển khỏi danh sách đã lọc sẽ bị bỏ sót."
            raise Wrong(other, words)


def _moment(text: str) -> datetime:
    words = "Thời điểm chưa đúng. Ví dụ: 2026-11-26T08:00:00+07:00 hoặc 2026-11-26."
    try:
        # A plus sign that was not escaped arrives as a space.
        found = parse_datetime(text.strip().replace(" ", "+")) or _midnight(text)
    except (ValueError, OverflowError) as impossible:
        raise Wrong("updated-since", words) from impossible
    if found is None or not cursors.BEGINNING.year < found.year < cursors.LAST.year:
        raise Wrong("updated-since", words)
    return found if found.tzinfo else timezone.make_aware(found)


def _midnight(text: str) -> datetime | None:
    day = day_of(text)
    return midnight(day) if day else None


def _limit(given) -> int:
    text = given.get("limit", str(USUAL))
    found = whole(text)
    if not found or found > MOST:
        raise Wrong("limit", f"Hãy dùng một số từ 1 đến {MOST}.")
    return found


def _condition(given, portal: Chrome) -> Q:
    found = Q()
    if "section" in given:
        found &= Q(category__in=_section(given["section"], portal))
    if "unit" in given:
        found &= Q(unit__in=Unit.objects.filter(code=given["unit"].upper()[:40]).values("pk"))
    if "from" in given:
        found &= Q(published_at__gte=midnight(_day(given, "from")))
    if "to" in given:
        found &= Q(published_at__lt=midnight(_day(given, "to"), 1))
    return found


def _section(slug: str, portal: Chrome) -> list[int]:
    """The numbers of a section and of those under it."""
    chosen = portal.by_slug(slug)
    if chosen is None:
        raise Wrong("section", "Không có chuyên mục này. Xem danh sách ở /api/v1/sections/.")
    under: list[Category] = portal.under(chosen)
    return [chosen.pk, *(category.pk for category in under)]


def _day(given, name: str) -> date:
    day = day_of(given[name])
    if day is None:
        raise Wrong(name, "Ngày chưa đúng. Ví dụ: 2026-11-26.")
    return day

"""What an answer means: when a link counts as dead, and when it only looks so for a night."""

from datetime import datetime, timedelta

from django.utils import timezone

from news.links.asking import TOO_OFTEN, Answer
from news.links.models import Address, Finding, Link

# So many nights in a row it must look dead. What is certain is believed sooner.
NIGHTS = {
    Finding.GONE: 2,
    Finding.NO_NAME: 2,
    Finding.CERTIFICATE: 2,
    Finding.ODD: 1,
    Finding.PRIVATE: 1,
    Finding.UNTRUSTED: 5,
    Finding.SILENT: 5,
}
# The fault may be our own network's: it counts only where somebody else answered.
NEEDS_NETWORK = (Finding.SILENT, Finding.UNTRUSTED)
AGAIN_WELL = timedelta(days=7)
AGAIN_INSIDE = timedelta(days=1)
# After so many nights nobody is asked every night any more.
SELDOM = 14
# In Vietnamese hours: while few people read and most servers have time.
NIGHT_BEGINS, NIGHT_ENDS = 1, 5
GONE = "Trang đích báo không còn trang này (mã {})."
BUSY = "Trang đích đang bận, sẽ hỏi lại."
FAULT = "Trang đích báo lỗi máy chủ (mã {})."
GUARDED = "Trang đích không trả lời máy (mã {}); người đọc thường vẫn mở được."


def of_answer(answer: Answer) -> tuple[Finding, str]:
    """What a status means. Whoever refuses programs is there: people may well be let in."""
    if answer.status < 400:
        return Finding.FINE, ""
    if answer.status in (404, 410):
        return Finding.GONE, GONE.format(answer.status)
    if answer.status == TOO_OFTEN or (answer.status == 503 and answer.retry_after):
        return Finding.UNKNOWN, BUSY
    if answer.status >= 500 and answer.status != 999:
        return Finding.SILENT, FAULT.format(answer.status)
    return Finding.UNKNOWN, GUARDED.format(answer.status)


def note_inside(address: Address, finding: Finding, words: str) -> None:
    """Write down what the database says: it is never mistaken."""
    now = timezone.now()
    _seen(address, finding, words, now)
    _count(address, int(finding != Finding.FINE), 1, now)
    address.due_at = now + AGAIN_INSIDE
    address.save()


def note_outside(address: Address, finding: Finding, words: str, network: bool) -> None:
    """Write down what a night's question brought; `network` says whether anybody answered
    lately."""
    now = timezone.now()
    _seen(address, finding, words, now)
    # Whoever answers without saying that the page is gone ends the row of bad nights.
    well = finding == Finding.FINE or (finding == Finding.UNKNOWN and words != BUSY)
    if well:
        _count(address, 0, 1, now)
    elif finding in NIGHTS and (network or finding not in NEEDS_NETWORK):
        _count(address, address.nights + 1, NIGHTS[finding], now)
    seldom = well or address.nights >= SELDOM
    address.due_at = now + AGAIN_WELL if seldom else next_night(now)
    address.save()


def is_night(now: datetime | None = None) -> bool:
    """Whether others are asked at this hour."""
    return NIGHT_BEGINS <= timezone.localtime(now).hour < NIGHT_ENDS


def night_began(now: datetime) -> datetime:
    """When tonight's questions began."""
    return timezone.localtime(now).replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)


def next_night(now: datetime) -> datetime:
    """When the next night's questions begin."""
    return night_began(now) + timedelta(days=1)


def _seen(address: Address, finding: Finding, words: str, now: datetime) -> None:
    address.finding, address.detail, address.checked_at = finding, words[:200], now


def _count(address: Address, nights: int, needed: int, now: datetime) -> None:
    """So many nights in a row; a link that leads somewhere again is no longer let be."""
    address.nights = min(nights, 30_000)
    address.failing_at = (address.failing_at or now) if nights else None
    if nights < needed:
        if address.broken_at and not nights:
            Link.objects.filter(address=address).update(let_be_by=None, let_be_at=None)
        address.broken_at = address.broken_at if nights else None
    else:
        address.broken_at = address.broken_at or now

"""When a banner or a planned outage may be put up: how long, how many, how far ahead (R33)."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from news.site.banners import MOST
from news.site.models import Banner, Outage
from news.text.vietnamese import long_date
from news.text.workdays import workdays_between

AHEAD = 7
MOST_DAYS = 92


def banner_refusal(banner: Banner) -> str:
    """Why a banner may not stand from one moment to the other, as a sentence; "" when it may."""
    if banner.ends_at <= banner.starts_at:
        return "Lúc thôi hiện phải sau lúc bắt đầu hiện."
    if banner.ends_at <= timezone.now():
        return "Lúc thôi hiện đã qua. Hãy chọn một lúc sau bây giờ."
    if banner.ends_at - banner.starts_at > timedelta(MOST_DAYS):
        return f"Băng thông báo hiện nhiều nhất {MOST_DAYS} ngày, để không bị bỏ quên."
    others = Banner.objects.exclude(pk=banner.pk)
    others = others.filter(starts_at__lt=banner.ends_at, ends_at__gt=banner.starts_at)
    if others.count() >= MOST:
        return f"Lúc đó đã có {MOST} băng thông báo, là nhiều nhất. Hãy hạ bớt một băng."
    return ""


def outage_refusal(outage: Outage, begins_changed: bool) -> str:
    """Why an outage may not be announced so, as a sentence; "" when it may. An announced one keeps
    its beginning however near it is by now."""
    if outage.returns_at <= outage.begins_at:
        return "Lúc hoạt động lại phải sau lúc ngừng."
    if outage.returns_at <= timezone.now():
        return "Lúc hoạt động lại đã qua. Hãy chọn một lúc sau bây giờ."
    if outage.unavoidable or not begins_changed:
        return ""
    today, begins = timezone.localdate(), timezone.localdate(outage.begins_at)
    if workdays_between(today, begins, settings.HOLIDAYS) >= AHEAD:
        return ""
    return (
        f"Phải báo trước ít nhất {AHEAD} ngày làm việc: sớm nhất là {long_date(earliest(today))}. "
        "Nếu là bất khả kháng, hãy đánh dấu ô ấy và ghi lý do."
    )


def earliest(today: date) -> date:
    """The first day on which an outage announced today may begin."""
    day = today + timedelta(AHEAD)
    while workdays_between(today, day, settings.HOLIDAYS) < AHEAD:
        day += timedelta(1)
    return day

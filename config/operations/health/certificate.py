"""How long the certificate of SITE_URL is good: read by the clock, never while somebody waits."""

import logging
import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from config.operations.health.bounded import bounded
from config.operations.health.finding import Finding, broken, good, look
from config.operations.health.models import Fact

logger = logging.getLogger(__name__)

NAME = "certificate"
PATIENCE = 5.0
FRESH, OLD = timedelta(hours=6), timedelta(days=2)
SHORT, VERY_SHORT = 21, 7
DO = "Người phụ trách máy chủ gia hạn chứng chỉ rồi nạp lại nginx."
REACH_DO = "Người phụ trách máy chủ mở trang từ chính máy chủ, xem nginx và tên miền."


def read() -> dict:
    """What the certificate says just now: "until" (ISO), or "trouble": "invalid", "unreachable"."""
    at = urlsplit(settings.SITE_URL)
    try:
        with (
            socket.create_connection((at.hostname, at.port or 443), PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=at.hostname) as safe,
        ):
            until = ssl.cert_time_to_seconds(safe.getpeercert()["notAfter"])
    except ssl.SSLCertVerificationError as error:
        return {"trouble": "invalid", "why": error.verify_message}
    except OSError as error:
        return {"trouble": "unreachable", "why": str(error)}
    return {"until": datetime.fromtimestamp(until, UTC).isoformat()}


def note(anew: bool = False) -> bool:
    """Write down what the certificate says, if nobody did so for some hours, or `anew`; whether
    it was written. For the clock and for a technician's command."""
    recent = Fact.objects.filter(name=NAME, at__gt=timezone.now() - FRESH).exists()
    if urlsplit(settings.SITE_URL).scheme != "https" or (recent and not anew):
        return False
    found = read()
    Fact.objects.update_or_create(name=NAME, defaults={"found": found, "at": timezone.now()})
    return True


@bounded
def lasts() -> Finding:
    """How many days are left, as was last written down."""
    if urlsplit(settings.SITE_URL).scheme != "https":
        return good("Trang không dùng https: không có chứng chỉ để xem.")
    fact = Fact.objects.filter(name=NAME).first()
    if fact is None or timezone.now() - fact.at > OLD:
        do = "Người phụ trách máy chủ xem dịch vụ congthongtin-tick có đang chạy không."
        return look("Lâu rồi chưa xem hạn của chứng chỉ.", do)
    if "until" in fact.found:
        return _left(datetime.fromisoformat(fact.found["until"]))
    if fact.found["trouble"] == "invalid":
        return broken("Trình duyệt không tin chứng chỉ của trang.", DO, certificate_days=0)
    return look("Máy chủ không tự mở được trang để xem chứng chỉ.", REACH_DO)


def _left(until: datetime) -> Finding:
    days = (until - timezone.now()).days
    says = f"Chứng chỉ còn hạn {max(days, 0)} ngày, đến {timezone.localtime(until):%d/%m/%Y}."
    if days < VERY_SHORT:
        return broken(says, DO, certificate_days=days)
    return (
        look(says, DO, certificate_days=days) if days < SHORT else good(says, certificate_days=days)
    )

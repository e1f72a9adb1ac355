"""Whom to tell of a weakness of the portal, as programs and researchers look for it (RFC 9116)."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from news import chrome
from news.views.conditional import conditional
from news.views.public import absolute, public_page

# The paper says so long ahead that it is good; less than a year, as the standard asks.
GOOD_FOR = timedelta(days=180)


@public_page
@conditional
def security(request):
    """The contact, always good for months; 404 where nobody is named."""
    contact = _contact(chrome.of(request).about.email)
    if not contact:
        raise Http404("no contact")
    end = datetime.combine(timezone.localdate() + GOOD_FOR, time(), timezone.get_current_timezone())
    lines = [f"Contact: {contact}", f"Expires: {end.isoformat()}", "Preferred-Languages: vi, en"]
    lines.append(f"Canonical: {absolute(reverse('security'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _contact(email: str) -> str:
    """What the technician set, otherwise the portal's own address of e-mail."""
    return settings.SECURITY_CONTACT or (email and f"mailto:{email}")

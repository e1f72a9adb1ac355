"""Where a sign-in leads: only to this portal."""

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# No address of ours is longer, filters of lists included.
LONGEST = 2000


def onward(request) -> str:
    """The path the request wants, `next`: never elsewhere, and never the sign-in page again."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/") and not wanted.startswith(reverse("dang-nhap"))
    # Browsers leave signs such as a tab out of an address: "/<tab>/x" would be "//x".
    plain = wanted.isprintable() and len(wanted) <= LONGEST
    if ours and plain and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)

"""Where the staff side stands, for what is read outside of it: letters, printed slips, passkeys."""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.urls import reverse


def staff_side() -> SplitResult:
    """The address under which people sign in: the portal's, or that of the staff's own name."""
    place = urlsplit(settings.SITE_URL)
    if not settings.STAFF_HOST:
        return place
    port = f":{place.port}" if place.port else ""
    return place._replace(netloc=settings.STAFF_HOST + port)


def address_of(name: str, *args) -> str:
    """The whole address of a page of the staff side, by the name of its path."""
    return staff_side().geturl() + reverse(name, args=args)


def on_paper(name: str) -> str:
    """The same as people type it: without "https://"."""
    return address_of(name).partition("//")[2]

"""Where the staff side answers: from which addresses, and under which host name (0018).

STAFF_ADDRESSES and STAFF_HOST, both optional. Whom the staff side does not answer is told the same
as of any address that does not exist.
"""

from ipaddress import ip_network

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port

from accounts import addresses
from accounts.urls import urlpatterns as account_pages

# What the first part of an address of the staff's is: the admin's, and whatever accounts has.
STAFF = {"quan-tri", *(str(page.pattern).partition("/")[0] for page in account_pages)}
# Shown on staff pages too, so answered under both names; attachments of drafts ask for a session.
BOTH = {"media", "tai-lieu", "suc-khoe"}
# No address begins so: a page's may not end in a number.
NOWHERE = "0"
READING = ("GET", "HEAD")


def staff_side(get_response):
    """Middleware: hide the staff side from other addresses; lead to the right host name."""
    ranges = [ip_network(text) for text in settings.STAFF_ADDRESSES]
    if not ranges and not settings.STAFF_HOST:
        raise MiddlewareNotUsed

    def middleware(request):
        if is_staff(request) and not _may_come(request, ranges):
            return get_response(_nowhere(request))
        moved = settings.STAFF_HOST and _moved(request)
        return moved or get_response(request)

    return middleware


def _may_come(request, ranges: list) -> bool:
    address = addresses.parse(addresses.of(request) or "")
    return not ranges or (address is not None and addresses.within(address, ranges))


def _moved(request):
    """The way to the other host name; None where the request is right."""
    host, port = split_domain_port(request.get_host())
    staff, at_staff = is_staff(request), host == settings.STAFF_HOST
    if staff == at_staff or _first(request) in BOTH:
        return None
    if request.method not in READING:
        # A form is never sent from one name to the other.
        _nowhere(request)
        return None
    if staff:
        where = f"{settings.STAFF_HOST}:{port}" if port else settings.STAFF_HOST
        return HttpResponseRedirect(f"{request.scheme}://{where}{request.get_full_path()}")
    return HttpResponsePermanentRedirect(f"{settings.SITE_URL}{request.get_full_path()}")


def _nowhere(request):
    """The request, asking for a page that does not exist; its answer is that of any other address
    of this form, with what stands near the words that were asked for."""
    first = _first(request)
    request.asked_path = request.path
    request.path_info = request.path_info.replace(first, NOWHERE, 1)
    request.path = request.path.replace(first, NOWHERE, 1)
    return request


def is_staff(request) -> bool:
    """Whether the address belongs to the staff side."""
    return _first(request) in STAFF


def _first(request) -> str:
    return request.path_info.strip("/").partition("/")[0]

"""Where a request comes from: the client's own address, behind proxies too, and never a forged one.

Everybody may send X-Forwarded-For. It is believed only as far as proxies of ours wrote it: read
from the right, as long as the address is one of TRUSTED_PROXIES.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db.models import Q

Address = IPv4Address | IPv6Address
HEADER = "HTTP_X_FORWARDED_FOR"
# One household or office has 2^64 addresses of IPv6.
IPV6_OFFICE = 64


def real_address(get_response):
    """Middleware: put the client's own address where everybody looks for it, REMOTE_ADDR."""
    trusted = [ip_network(text) for text in settings.TRUSTED_PROXIES]

    def middleware(request):
        sender = parse(request.META.get("REMOTE_ADDR", ""))
        heard = request.META.get(HEADER, "")
        found = nearest(sender, heard, trusted) if trusted and heard else sender
        request.META["REMOTE_ADDR"] = str(found) if found else ""
        return get_response(request)

    return middleware


def nearest(sender: Address | None, heard: str, trusted: list) -> Address | None:
    """The first address, from the nearest on, that is no proxy of ours.

    `sender` speaks to us, `heard` is X-Forwarded-For. What is no address ends the way: a proxy
    of ours does not write such a thing.
    """
    found = sender
    for text in reversed(heard.split(",")):
        if found is None or not within(found, trusted):
            return found
        found = parse(text.strip()) or found
    return found


def within(address: Address, networks: list) -> bool:
    """Whether the address lies in one of the networks."""
    return any(address in network for network in networks)


def parse(text: str) -> Address | None:
    """The address that a text writes, an IPv4 one behind ::ffff: as itself; None for no address."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def of(request) -> str | None:
    """The client's address as a column takes it; None for a socket without one."""
    return request.META.get("REMOTE_ADDR") or None


def owner_of(address: str | None) -> str:
    """What is one place in every limit that counts addresses: an IPv4 address, of IPv6 the whole
    network that one household has; "" without an address."""
    found = ip_address(address) if address else None
    if found is None or found.version == 4:
        return str(found or "")
    return str(ip_network((found, IPV6_OFFICE), strict=False))


def of_one_owner(address: str | None) -> Q:
    """The condition on rows with an `address` that counts as one place with this one
    (`owner_of`)."""
    owner = owner_of(address)
    if "/" not in owner:
        return Q(address=address)
    network = ip_network(owner)
    return Q(address__range=(str(network[0]), str(network[-1])))

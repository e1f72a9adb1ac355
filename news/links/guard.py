"""Which machines may be asked: those on the open internet, and no other.

A link is written by people, and a name may lead to anything. Every address of a name is looked at,
and the connection goes to an address that was looked at, not to the name once more.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from news.links.models import Finding

# Addresses that carry another one within (6to4, Teredo, NAT64) could lead back into the house.
_CARRIERS = tuple(
    map(ip_network, ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
)
NO_NAME = "Không có tên miền {}."
RESOLVER_SILENT = "Không tra được tên miền {}."
INTERNAL = "Địa chỉ trong mạng nội bộ, người đọc không mở được."
HIDDEN = "Tên miền này dẫn vào mạng nội bộ nên máy chủ không kiểm tra."


class Trouble(Exception):
    """An address that cannot be asked: what that means, and in words."""

    def __init__(self, finding: Finding, words: str):
        super().__init__(words)
        self.finding, self.words = finding, words


def public_places(host: str, port: int) -> list[str]:
    """The addresses of a host, all of which are on the open internet. Raises Trouble."""
    literal = _literal(host)
    found = [literal] if literal else _resolved(host, port)
    if not all(is_public(address) for address in found):
        own = literal or host == "localhost" or host.endswith(".localhost")
        raise Trouble(*((Finding.PRIVATE, INTERNAL) if own else (Finding.UNKNOWN, HIDDEN)))
    return [str(address) for address in found]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is that of one machine on the open internet."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in carrier for carrier in _CARRIERS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _literal(host: str):
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _resolved(host: str, port: int) -> list:
    """Numbers in other forms (0x7f.1, 2130706433) come out of this as what they are."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        finding, words = (Finding.NO_NAME, NO_NAME) if gone else (Finding.SILENT, RESOLVER_SILENT)
        raise Trouble(finding, words.format(host)) from error
    except (UnicodeError, ValueError) as error:
        raise Trouble(Finding.ODD, NO_NAME.format(host)) from error
    return [ip_address(place[4][0].partition("%")[0]) for place in found]

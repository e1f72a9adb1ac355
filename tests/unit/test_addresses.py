"""The client's address: forged headers count for nothing, our own proxies are looked through."""

from ipaddress import ip_address, ip_network

import pytest

from accounts.addresses import nearest, parse

OURS = [ip_network("10.0.0.0/24"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("sender", "heard", "found"),
    [
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),  # who sends a forged header is who he is
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # forged before our proxy
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),  # two proxies of ours
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours(sender, heard, found):
    assert nearest(ip_address(sender), heard, OURS) == ip_address(found)


@pytest.mark.parametrize("text", ["", "unix:", "1.2.3", "1.2.3.4:80", "x" * 5000, "१.2.3.4"])
def test_what_is_no_address_is_none(text):
    assert parse(text) is None

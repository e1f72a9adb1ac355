"""HOST and PORT: what is accepted, how it is written, and what a refused address is told."""

import socket

import pytest

from config.dev.console import Failure
from config.dev.web import Address, require_free, wanted_address


def test_this_machine_only_unless_asked_otherwise():
    assert wanted_address({}) == Address("127.0.0.1", 8000)
    assert wanted_address({"HOST": "10.0.0.7", "PORT": "8080"}) == Address("10.0.0.7", 8080)


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "80 80", "８０８０"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(Failure, match="PORT="):
        wanted_address({"PORT": port})


@pytest.mark.parametrize(
    ("host", "bind", "url"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000"),  # noqa: S104
        ("::1", "[::1]:8000", "http://[::1]:8000"),
        ("[::]", "[::]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_written_for_gunicorn_and_for_the_browser(host, bind, url):
    address = wanted_address({"HOST": host})
    assert (address.bind, address.url) == (bind, url)


def test_a_port_in_use_is_said_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"Cổng {port} đang được .* make run PORT=8080"):
            require_free(Address("127.0.0.1", port))


def test_a_free_port_is_left_free():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    require_free(Address("127.0.0.1", port))
    require_free(Address("127.0.0.1", port))

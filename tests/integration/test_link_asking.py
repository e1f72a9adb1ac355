"""Other machines are asked politely and within bounds, and never a machine of our own house."""

import socket
import ssl
from ipaddress import ip_address

import pytest

from news.links import asking, guard
from news.links.asking import Manner
from news.links.guard import Trouble
from news.links.models import Finding
from tests import link_server
from tests.link_server import NAME, Issuer

META = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture(scope="module")
def elsewhere():
    with link_server.running() as server:
        yield server


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    return Issuer(tmp_path_factory.mktemp("ca"))


def places(host: str, port: int) -> list[str]:
    """The test's server under its name; everything else as in earnest."""
    return ["127.0.0.1"] if host == NAME else guard.public_places(host, port)


def manner(**values) -> Manner:
    return Manner(**{"places": places, "ports": None, "wait": 5.0, **values})


def trouble(url, **values) -> Trouble:
    with pytest.raises(Trouble) as found:
        asking.ask(url, manner(**values))
    return found.value


# What is asked, and how


@pytest.mark.parametrize("status", [200, 204, 404, 410, 403, 429, 500, 503, 999])
def test_the_status_comes_back(elsewhere, status):
    assert asking.ask(elsewhere.url(f"{status}"), manner()).status == status


def test_the_head_is_enough_where_it_is_given(elsewhere):
    elsewhere.asked.clear()
    asking.ask(elsewhere.url("trang?a=1"), manner())
    ((method, path, headers),) = elsewhere.asked
    assert (method, path) == ("HEAD", "/trang?a=1")
    assert headers["User-Agent"].startswith("CongThongTin-KiemTraLienKet/")
    assert "http://testserver" in headers["User-Agent"]
    assert headers["Host"] == f"{NAME}:{elsewhere.server_port}"
    assert "Cookie" not in headers


def test_a_server_that_knows_no_head_is_asked_for_little(elsewhere):
    elsewhere.asked.clear()
    assert asking.ask(elsewhere.url("get-only"), manner()).status == 200
    assert [method for method, *_ in elsewhere.asked] == ["HEAD", "GET"]
    assert elsewhere.asked[1][2]["Range"] == "bytes=0-1023"


def test_a_busy_server_is_not_asked_twice_and_its_wish_is_told(elsewhere):
    elsewhere.asked.clear()
    answer = asking.ask(elsewhere.url("busy/120"), manner())
    assert (answer.status, answer.retry_after) == (429, "120")
    assert len(elsewhere.asked) == 1


def test_of_an_endless_body_nothing_is_read(elsewhere):
    assert asking.ask(elsewhere.url("endless"), manner()).status == 200


def test_redirects_are_followed_to_their_end(elsewhere):
    first = elsewhere.url(f"to/{elsewhere.url('to/%2F404')}")
    assert asking.ask(first, manner()).status == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("round", asking.ROUND),
        ("slow", asking.SLOW),
        ("babble", asking.BABBLE),
        ("flood", asking.BABBLE),
    ],
)
def test_what_is_no_answer_is_silence_in_words(elsewhere, path, words):
    found = trouble(elsewhere.url(path), wait=0.4)
    assert (found.finding, found.words) == (Finding.SILENT, words)


def test_whoever_drips_words_is_cut_off(elsewhere):
    assert trouble(elsewhere.url("drip"), patience=0.5).finding == Finding.SILENT


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = trouble(f"http://{NAME}:{port}/")
    assert (found.finding, found.words) == (Finding.SILENT, asking.NO_CONNECTION)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://a b/",
        "http://[::1",
        "http://a:99999/",
        "http://x.vn:b/",
        f"http://{'a' * 300}.vn/",
        "http://\u2028.vn/",
        "ftp://x.vn/",
        "gopher://x.vn/",
        "file:///etc/passwd",
        "http://.../",
    ],
)
def test_what_is_no_address_is_told(url):
    assert trouble(url).finding in (Finding.ODD, Finding.SILENT, Finding.NO_NAME)


def test_a_line_break_in_an_address_reaches_nobody(elsewhere):
    elsewhere.asked.clear()
    trouble(elsewhere.url("a\r\nHost: x"))
    assert all("\r" not in path for _, path, _ in elsewhere.asked)


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_only_the_ports_of_the_web_are_asked(port):
    found = trouble(f"http://{NAME}:{port}/", ports=asking.PORTS)
    assert (found.finding, found.words) == (Finding.UNKNOWN, asking.OTHER_PORT)


# Certificates


@pytest.mark.parametrize(
    ("shown", "finding", "words"),
    [
        ({"days": -1}, Finding.CERTIFICATE, asking.EXPIRED),
        ({"name": "khac.vn"}, Finding.CERTIFICATE, asking.OTHER_NAME),
        ({"alone": True}, Finding.CERTIFICATE, asking.SELF_SIGNED),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named(issuer, shown, finding, words):
    with link_server.running(issuer.server(**shown)) as server:
        found = trouble(server.url("", "https"), context=issuer.trusting())
    assert (found.finding, found.words) == (finding, words)


def test_an_unknown_authority_is_less_certain(issuer):
    with link_server.running(issuer.server()) as server:
        found = trouble(server.url("", "https"))
        answer = asking.ask(server.url("", "https"), manner(context=issuer.trusting()))
    assert (found.finding, found.words) == (Finding.UNTRUSTED, asking.NO_CHAIN)
    assert answer.status == 200


def test_a_server_without_tls(elsewhere):
    found = trouble(elsewhere.url("", "https"), context=ssl.create_default_context())
    assert found.finding == Finding.SILENT


# The guard


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "0.0.0.1", "255.255.255.255", "224.0.0.1", "240.0.0.1"),
        *("192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:0:1::1", "fec0::1"),
        *("2001:db8::1", "::ffff:0:127.0.0.1"),
    ],
)
def test_no_address_of_a_house_is_public(address):
    assert not guard.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "203.162.0.11", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_addresses_of_the_internet_are(address):
    assert guard.is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.1.2.3", "localhost"),
        *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25lo]", "0", "0.0.0.1"),
    ],
)
def test_no_form_of_our_own_address_is_asked(elsewhere, host):
    elsewhere.asked.clear()
    found = trouble(f"http://{host}:{elsewhere.server_port}/")
    assert found.finding in (Finding.PRIVATE, Finding.UNKNOWN)
    assert elsewhere.asked == []


@pytest.mark.parametrize("target", [META, "http://[::1]/", "http://10.0.0.8/", "//127.0.0.1/"])
def test_no_redirect_leads_into_the_house(elsewhere, target):
    found = trouble(elsewhere.url(f"to/{target}"))
    assert (found.finding, found.words) == (Finding.PRIVATE, guard.INTERNAL)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://1.1.1.1:70/", "ftp://x.vn/"])
def test_no_redirect_leads_to_another_protocol(elsewhere, target):
    assert trouble(elsewhere.url(f"to/{target}")).finding == Finding.ODD


def resolver(monkeypatch, *answers):
    """From now on names lead there: one list of addresses for each question."""
    left = list(answers)

    def getaddrinfo(host, port, **given):
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return left


def test_one_address_of_the_house_among_others_is_enough(monkeypatch):
    resolver(monkeypatch, ["1.1.1.1", "192.168.1.9"])
    with pytest.raises(Trouble) as found:
        guard.public_places("x.vn", 80)
    assert (found.value.finding, found.value.words) == (Finding.UNKNOWN, guard.HIDDEN)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """The name may lead elsewhere by then."""
    left = resolver(monkeypatch, ["1.1.1.1"], ["127.0.0.1"])
    asked = []

    def connect(place, timeout):
        asked.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Trouble):
        asking.ask("http://x.vn/")
    assert asked == [("1.1.1.1", 80)]
    assert len(left) == 1


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), Finding.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), Finding.SILENT),
    ],
)
def test_no_such_name_is_not_the_same_as_no_answer(monkeypatch, error, finding):
    resolver(monkeypatch, error)
    with pytest.raises(Trouble) as found:
        guard.public_places("khong-co.vn", 443)
    assert found.value.finding == finding


def test_the_portal_itself_asks_with_the_guard_and_the_ports_of_the_web():
    assert (Manner().places, Manner().ports) == (guard.public_places, {80, 443})

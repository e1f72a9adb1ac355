"""Which requests the page store has a part in, and under which key."""

import pytest

from news.pagestore.asked import ANY, Rules, asked, bare
from tests.pagestore import environ

RULES = Rules({"": (), "tin-tuc": {"tu", "den"}, "api": ANY}, {"quan-tri", "media"})
NOT = {
    "method": environ("/", method="POST"),
    "body": environ("/", CONTENT_LENGTH="3"),
    "authorization": environ("/", HTTP_AUTHORIZATION="Basic eDp5"),
    "range": environ("/", HTTP_RANGE="bytes=0-1"),
    "session": environ("/", HTTP_COOKIE="a=b; phien=xyz"),
    "path": environ("/") | {"PATH_INFO": "*"},
    "length": environ("/" + "a" * 1000),
    "apart": environ("/quan-tri/"),
    "host": environ("/", HTTP_HOST="evil.example"),
}


def key(address: str, **headers) -> str:
    return asked(environ(address, **headers), RULES).key


@pytest.mark.parametrize("why", NOT)
def test_what_is_not_a_plain_reader_of_a_page_is_left_to_django(why):
    assert asked(NOT[why], RULES).why == why
    assert asked(NOT[why], RULES).key == ""


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "TRACE", "get", "", "PROPFIND"])
def test_so_are_other_methods(method):
    assert asked(environ("/", method=method), RULES).why == "method"


def test_head_has_the_key_of_get():
    assert key("/tin-tuc/") == asked(environ("/tin-tuc/", method="HEAD"), RULES).key == "/tin-tuc/"


def test_a_transfer_in_pieces_is_a_body():
    assert asked(environ("/", HTTP_TRANSFER_ENCODING="chunked"), RULES).why == "body"


def test_cookies_of_others_do_not_matter():
    assert key("/", HTTP_COOKIE="_ga=1; lang=vi") == "/"


def test_what_a_page_does_not_know_is_left_out():
    assert key("/?fbclid=abc&utm_source=zalo") == "/"
    assert key("/tin-tuc/?utm_source=x&den=2026-01-02&tu=2026-01-01") == (
        "/tin-tuc/?den=2026-01-02&tu=2026-01-01"
    )


def test_the_order_of_parameters_does_not_matter_but_their_values_do():
    assert key("/tin-tuc/?tu=1&den=2") == key("/tin-tuc/?den=2&tu=1")
    assert key("/tin-tuc/?tu=1&tu=2") != key("/tin-tuc/?tu=2&tu=1")
    assert key("/tin-tuc/?tu=") == "/tin-tuc/?tu="


def test_whether_something_was_left_out_is_known():
    assert asked(environ("/tin-tuc/?id=5"), RULES).cut
    assert not asked(environ("/tin-tuc/?tu=5"), RULES).cut
    assert not asked(environ("/tin-tuc/"), RULES).cut


def test_a_program_is_told_of_parameters_that_there_are_not():
    assert key("/api/v1/articles/?nonsense=1") == "/api/v1/articles/?nonsense=1"


def test_an_address_of_no_known_kind_is_told_by_its_whole_query():
    assert asked(environ("/index.php?id=5"), RULES).why == "query"


@pytest.mark.parametrize("query", ["tu=%00", "tu=%ff", "x=%00", "&".join(["a=b"] * 50), "tu=%C3"])
def test_what_must_be_refused_is_left_to_django(query):
    given = environ("/tin-tuc/") | {"QUERY_STRING": query}
    assert asked(given, RULES).why == "query"


@pytest.mark.parametrize("host", ["", "testserver.evil.example", "a b", "testserver:x", "[::1"])
def test_a_strange_host_is_left_to_django(host):
    assert asked(environ("/", HTTP_HOST=host), RULES).why == "host"


def test_the_staffs_own_host_is_left_to_django(settings):
    settings.ALLOWED_HOSTS, settings.STAFF_HOST = ["cong.vn", "noi-bo.cong.vn"], "noi-bo.cong.vn"
    assert asked(environ("/", HTTP_HOST="noi-bo.cong.vn"), RULES).why == "host"
    assert asked(environ("/", HTTP_HOST="cong.vn"), RULES).key == "/"


def test_where_readers_must_come_safely_others_are_left_to_django(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert asked(environ("/"), RULES).why == "host"
    assert asked(environ("/") | {"wsgi.url_scheme": "https"}, RULES).key == "/"
    assert asked(environ("/", HTTP_X_FORWARDED_PROTO="https"), RULES).why == "host"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert asked(environ("/", HTTP_X_FORWARDED_PROTO="https"), RULES).key == "/"
    assert asked(environ("/", HTTP_X_FORWARDED_PROTO="http"), RULES).why == "host"


def test_a_page_is_made_for_nobody_in_particular():
    personal = {"HTTP_COOKIE": "a=b", "HTTP_ACCEPT_ENCODING": "br", "HTTP_IF_NONE_MATCH": '"x"'}
    personal |= {"HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_X_FORWARDED_HOST": "evil.example"}
    made = bare(environ("/tin-tuc/?x=1", method="HEAD", **personal), "/tin-tuc/?tu=1")
    assert not personal.keys() & made.keys()
    assert made["REQUEST_METHOD"] == "GET"
    assert made["QUERY_STRING"] == "tu=1"
    assert made["HTTP_HOST"] == "testserver"

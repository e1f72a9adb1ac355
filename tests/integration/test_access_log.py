"""gunicorn's access log: no secret of an address in it, as a line and as JSON."""

import json

import pytest

from tests.integration.test_pagestore_quick import HEAD, Server, ask
from tests.pagestore import wait

SECRET, WORDS, COOKIE = "ma-bi-mat-cua-lien-ket-1", "tu-nguoi-dan-tim-2", "banh-quy-cua-ai-3"
PATHS = [f"/xem-duyet/{SECRET}/", f"/xem%2Dduyet/{SECRET}/", f"//xem-duyet/{SECRET}/tep/1/"]
PATHS += [f"/quen-mat-khau/MQ/{SECRET}/", f"/tim-kiem/?q={WORDS}", f"/?fbclid={WORDS}"]
REFERER = b"Referer: http://testserver/xem-duyet/%s/?q=%s\r\n" % (SECRET.encode(), WORDS.encode())


@pytest.fixture(scope="module", params=["line", "json"])
def server(request, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOG_FORMAT", request.param)
        found = Server(tmp_path_factory.mktemp(request.param))
    found.form = request.param
    yield found
    found.process.terminate()
    found.process.wait(20)


def asked(server) -> list[str]:
    """The lines that a few requests leave behind."""
    before = len(server.log.read_text().splitlines())
    with server.connect() as connection:
        for path in PATHS:
            for more in (b"", b"TE: x\r\n"):
                cookie = b"Cookie: ten=%s\r\n" % COOKIE.encode()
                ask(connection, HEAD % path.encode() + REFERER + cookie + more + b"\r\n")
    expected = before + 2 * len(PATHS)
    wait(lambda: len(server.log.read_text().splitlines()) >= expected)
    return server.log.read_text().splitlines()[before:]


def test_no_line_holds_a_secret(server):
    lines = asked(server)
    text = "\n".join(lines)
    assert [secret for secret in (SECRET, WORDS, COOKIE) if secret in text] == []
    assert "/xem-duyet/…/" in text
    assert "/?…" in text or server.form == "json"


def test_a_line_of_json_says_what_was_answered(server):
    if server.form == "line":
        assert '"GET / HTTP/1.1" 200' in _line_of_home(server)
        return
    line = json.loads(_line_of_home(server))
    assert (line["method"], line["path"], line["status"]) == ("GET", "/", 200)
    assert line["store"] == "hit"
    assert line["bytes"] > 0
    assert line["address"] == "127.0.0.1"


def _line_of_home(server) -> str:
    with server.connect() as connection:
        for _ in range(3):
            ask(connection, HEAD % b"/" + b"\r\n")
    wait(lambda: server.log.read_text().count("200") >= 3)
    return server.log.read_text().splitlines()[-1]

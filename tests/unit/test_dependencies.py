"""`make audit-deps` finds what is wrong with the lock, and never says "nothing" unasked."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.dev import dependencies, lock
from config.dev.console import Failure

LOCK = """django==5.2.19 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
tzdata==2026.1 ; sys_platform == 'win32' \\
    --hash=sha256:cc
"""
PINS = [lock.Pin("django", "5.2.19", "", ("sha256:aa", "sha256:bb"))]
PINS += [lock.Pin("tzdata", "2026.1", "sys_platform == 'win32'", ("sha256:cc",))]


def test_a_lock_is_read_whole(tmp_path):
    (tmp_path / "x.txt").write_text(LOCK)
    assert lock.read(tmp_path / "x.txt") == PINS


@pytest.mark.parametrize("line", ["django>=5", "-e .", "git+https://x/y", "--find-links wheels"])
def test_what_is_no_lock_is_refused(tmp_path, line):
    (tmp_path / "x.txt").write_text(LOCK + line)
    with pytest.raises(ValueError, match="no locked library"):
        lock.read(tmp_path / "x.txt")


def test_the_lock_of_the_repository_is_whole():
    """Versions that are installed are not this test's: two branches may share an environment."""
    assert [line for line in dependencies.faults() if "đã cài" not in line] == []


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A function that puts texts in the place of prod.txt and dev.txt."""
    monkeypatch.setattr(lock, "FOLDER", tmp_path)
    monkeypatch.setattr(lock, "asked_for", lambda group="": [] if group else ["django>=5.2,<5.3"])

    def put(prod: str, dev: str):
        (tmp_path / "prod.txt").write_text(prod)
        (tmp_path / "dev.txt").write_text(dev)

    return put


@pytest.mark.parametrize(
    ("prod", "dev", "words"),
    [
        ("django==5.2.19\n", "django==5.2.19\n", "không có mã băm"),
        (LOCK, LOCK.replace("aa", "ab"), "khác nhau"),
        (LOCK.replace("5.2.19", "6.0"), LOCK.replace("5.2.19", "6.0"), "pyproject.toml cần django"),
        (LOCK.replace("django", "flask"), LOCK.replace("django", "flask"), "khóa có không"),
        (LOCK.replace("5.2.19", "5.2.1"), LOCK.replace("5.2.19", "5.2.1"), "django: đã cài"),
        (LOCK.replace("sha256:aa", "md5:aa"), LOCK, "không có mã băm"),
    ],
)
def test_each_fault_is_named(locked, prod, dev, words):
    locked(prod, dev)
    assert any(words in line for line in dependencies.faults())


@pytest.fixture
def place():
    """A place that answers what it is told to, and remembers what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        answer, asked = b"", []

        def do_POST(self):
            """One question."""
            self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.answer)

        def log_message(self, *_args):
            """Nothing is written."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        Handler.address = f"http://127.0.0.1:{server.server_port}/"
        yield Handler
        server.shutdown()
        thread.join()


def test_weaknesses_are_named_with_their_version(place):
    place.answer = json.dumps({"results": [{"vulns": [{"id": "PYSEC-1"}]}, {}]}).encode()
    found = list(dependencies.weaknesses(PINS, place.address))
    assert found == ["django 5.2.19: PYSEC-1 (https://osv.dev/PYSEC-1)"]
    asked = place.asked[-1]["queries"]
    assert asked[0] == {"package": {"name": "django", "ecosystem": "PyPI"}, "version": "5.2.19"}


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"results": []}', b'{"results": 1}'])
def test_an_answer_that_is_none_is_a_failure(place, answer):
    place.answer = answer
    with pytest.raises(Failure, match="CHƯA kiểm tra lỗ hổng"):
        list(dependencies.weaknesses(PINS, place.address))


def test_nobody_there_is_a_failure():
    with pytest.raises(Failure, match="CHƯA kiểm tra lỗ hổng"):
        list(dependencies.weaknesses(PINS, "http://127.0.0.1:9/"))

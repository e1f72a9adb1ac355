"""A full disk, a read-only one, and a restart in the middle of an upload."""

import http.client
import json
import os
import signal
import subprocess

import pytest

from tests import factories
from tests.faults.portal import CSRF, HOST
from tests.pagestore import wait

SEND = "/quan-tri/media/image/tai-len/"
COUNT = "SELECT count(*) FROM media_image"
KIND = "multipart/form-data; boundary=b"


def upload(color) -> bytes:
    """The body of a form with a picture of this colour."""
    head = '--b\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n'
    head += "Content-Type: image/jpeg\r\n\r\n"
    return head.encode() + factories.picture_bytes((800, 500), color) + b"\r\n--b--\r\n"


@pytest.fixture
def disk(portal):
    """A disk of half a megabyte for what is uploaded; a function that makes it read-only."""
    folder = portal.folder / "media"
    if os.geteuid() != 0 or _run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder):
        pytest.skip("only root, where it may, mounts a small disk")
    yield folder
    assert _run("umount", folder) == 0


def _run(*command) -> int:
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, capture_output=True).returncode  # noqa: S603


def _fill(disk) -> None:
    with (disk / "filler").open("wb", 0) as filler:
        while True:
            filler.write(b"x" * 4096)


def test_a_full_disk_is_told_takes_nothing_and_stops_nobody_reading(portal, disk, cast):
    with pytest.raises(OSError, match="space"):
        _fill(disk)
    before = portal.database.ask(COUNT)
    answer = portal.post(SEND, cast["editor"], upload((1, 2, 3)), KIND)
    assert answer.status == 507
    assert json.loads(answer.text)["error"]
    assert portal.database.ask(COUNT) == before
    assert [path.name for path in disk.rglob("*") if path.is_file()] == ["filler"]
    assert portal.get(cast["article"]).status == 200
    assert not json.loads(portal.get("/suc-khoe/").text)["media"]
    (disk / "filler").unlink()
    assert portal.post(SEND, cast["editor"], upload((1, 2, 3)), KIND).status < 300


def test_read_only_media_are_told_and_everything_is_read(portal, disk, cast):
    before = portal.database.ask(COUNT)
    assert _run("mount", "-o", "remount,ro", disk) == 0
    answer = portal.post(SEND, cast["editor"], upload((9, 8, 7)), KIND)
    assert answer.status == 507
    assert json.loads(answer.text)["error"]
    assert portal.database.ask(COUNT) == before
    assert portal.get(cast["article"]).status == 200
    assert not json.loads(portal.get("/suc-khoe/").text)["media"]


def test_a_reload_in_the_middle_of_an_upload_loses_nothing(portal, cast):
    before, workers, body = portal.database.ask(COUNT), portal.workers(), upload((77, 66, 55))
    link = http.client.HTTPConnection(HOST, portal.port, timeout=60)
    link.putrequest("POST", SEND)
    sent = {"Content-Type": KIND, "Content-Length": str(len(body)), "X-CSRFToken": CSRF}
    for name, value in {**sent, **portal.cookies(cast["editor"])}.items():
        link.putheader(name, value)
    link.endheaders(body[:1000])
    portal.web.send_signal(signal.SIGHUP)
    wait(lambda: len(portal.workers() - workers) == 2, 60)
    link.send(body[1000:])
    answer = link.getresponse()
    assert answer.status < 300, answer.read()
    assert portal.database.ask(COUNT) == before + 1
    link.close()

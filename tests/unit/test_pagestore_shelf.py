"""Where finished pages lie, and how they are handed out."""

import gzip
import os
import secrets
import time

import brotli
import pytest

from news.pagestore.entry import Entry
from news.pagestore.handing import answer
from news.pagestore.shelf import Shelf
from tests.pagestore import environ

BODY = "<p>Đường mới</p>".encode() * 50


def make(key="/", body=BODY, status=200, **more) -> Entry:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"old"'), ("Vary", "Cookie")]
    holds = {"since": 3, "marks": (64, 70), "until": 9e9, "fresh": 9e9, "made": 1.0, **more}
    return Entry.of(key, status, [*headers, ("Content-Length", "1")], body, **holds)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "pages", 1_000_000, 100_000)


def again(shelf) -> Shelf:
    """The same shelf in another process."""
    return Shelf(shelf.folder, shelf.limit, 100_000)


def hand(entry, **headers):
    told = []
    given = environ("/", **headers)
    body = b"".join(answer(entry, given, lambda *said: told.append(said), "hit"))
    return told[0][0], dict(told[0][1]), body


def test_a_page_is_found_again_by_everybody(shelf):
    shelf.put("/", make())
    assert shelf.in_memory("/") == again(shelf).in_files("/") == make()
    assert shelf.in_memory("/x") is None is shelf.in_files("/x")


def test_a_page_from_a_file_is_at_hand_from_then_on(shelf):
    shelf.put("/", make())
    other = again(shelf)
    assert other.in_memory("/") is None
    assert other.in_files("/") == other.in_memory("/")


def test_headers_that_belong_to_the_way_of_handing_out_are_not_kept():
    assert [name for name, _ in make().headers] == ["Content-Type"]


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"x" * 5000])
def test_a_damaged_file_is_put_away(shelf, damage):
    shelf.put("/", make())
    (file,) = [found for found in shelf.folder.rglob("*") if len(found.name) == 62]
    file.write_bytes(damage)
    assert again(shelf).in_files("/") is None
    assert not file.exists()


def test_half_a_file_is_no_page():
    with pytest.raises(ValueError, match="whole"):
        Entry.unpacked(make().packed()[:-1])


def test_a_full_disk_keeps_nothing_and_harms_nobody(shelf, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("news.pagestore.shelf.tempfile.mkstemp", full)
    shelf.put("/", make())
    assert shelf.in_memory("/") == make()
    assert shelf.size() == (0, 0)


def test_the_files_stay_within_their_limit_and_the_newest_stay(shelf):
    for number in range(600):
        shelf.put(f"/{number}", make(f"/{number}", os.urandom(4000)))
    pages, size = shelf.size()
    assert size <= shelf.limit * 1.1
    assert 100 < pages < 300
    assert again(shelf).in_files("/599") is not None
    assert again(shelf).in_files("/0") is None


def test_what_is_read_stays_longer(shelf):
    for number in range(100):
        shelf.put(f"/{number}", make(f"/{number}", os.urandom(4000)))
    old = time.time() - 1000
    for file in shelf.folder.rglob("*"):
        if len(file.name) == 62:
            os.utime(file, (old, old))
    assert again(shelf).in_files("/0") is not None
    for number in range(100, 300):
        shelf.put(f"/{number}", make(f"/{number}", os.urandom(4000)))
    assert again(shelf).in_files("/0") is not None
    assert again(shelf).in_files("/1") is None


def test_memory_stays_within_its_limit(shelf):
    for number in range(100):
        shelf.put(f"/{number}", make(f"/{number}", os.urandom(4000)))
    held = [number for number in range(100) if shelf.in_memory(f"/{number}")]
    assert 10 < len(held) < 30
    assert held[-1] == 99


def test_memory_stays_within_its_limit_where_pages_grow_in_it(shelf):
    """Brotli comes to a page that lies there already, and is put away with it."""
    body = secrets.token_bytes(3000)
    for number in range(300):
        shelf.put(f"/{number}", make(body=body))
        page = shelf.in_memory(f"/{number}")
        page.body("br")
        shelf.put(f"/{number}", page)
    held = [page for n in range(300) if (page := shelf.in_memory(f"/{n}"))]
    assert sum(page.weight for page in held) <= 100_000


def test_everything_can_be_put_away(shelf):
    shelf.put("/", make())
    shelf.put("/x", make("/x"))
    assert shelf.clear() == 2
    assert shelf.in_memory("/") is None is shelf.in_files("/")


def test_one_at_a_time_makes_a_page(shelf):
    with shelf.making("/", 0) as first, again(shelf).making("/", 0.05) as second:
        assert (first, second) == (True, False)
    with shelf.making("/", 0) as first:
        assert first


def test_each_encoding_has_the_same_words_and_a_tag_of_its_own():
    entry = make()
    entry.body("br")
    plain, zipped, small = (hand(entry, HTTP_ACCEPT_ENCODING=e) for e in ("", "gzip", "gzip, br"))
    assert plain[2] == gzip.decompress(zipped[2]) == brotli.decompress(small[2]) == BODY
    assert len({found[1]["ETag"] for found in (plain, zipped, small)}) == 3
    assert [f[1].get("Content-Encoding") for f in (plain, zipped, small)] == [None, "gzip", "br"]
    for status, headers, body in (plain, zipped, small):
        assert status == "200 OK"
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "accepted", ["gzip;q=0", "gzip; q=0.0", "identity", "zip", "br;q=0,gzip;q=0"]
)
def test_what_a_program_does_not_take_it_does_not_get(accepted):
    assert "Content-Encoding" not in hand(make(), HTTP_ACCEPT_ENCODING=accepted)[1]


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
def test_who_has_the_page_is_told_so(encoding, form):
    tag = make().tag(encoding)
    asks = {"HTTP_ACCEPT_ENCODING": encoding, "HTTP_IF_NONE_MATCH": form.format(tag)}
    status, headers, body = hand(make(), **asks)
    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == tag
    assert "Content-Length" not in headers


@pytest.mark.parametrize("asked", ['"x"', "x", '"', "", 'W/"'])
def test_who_has_another_gets_it(asked):
    assert hand(make(), HTTP_IF_NONE_MATCH=asked)[0] == "200 OK"


def test_an_error_is_never_said_to_be_unchanged():
    gone = make(status=410)
    assert hand(gone, HTTP_IF_NONE_MATCH=gone.tag(""))[0] == "410 Gone"


def test_head_says_all_but_the_body():
    told = []
    given = environ("/", method="HEAD")
    assert answer(make(), given, lambda *said: told.append(said), "hit") == []
    assert dict(told[0][1])["Content-Length"] == str(len(BODY))

"""The process in which pictures are decoded: its ceiling, its end, and who waits for it."""

import io
import logging
import os
import subprocess
import sys
import threading
import time
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from news.media import isolation, reencode, uploads
from news.media.models import Image
from tests import staff
from tests.factories import make_user, picture_bytes
from tests.importing import media_files
from tests.pictures import PEAK, peak_of

UPLOAD = "/quan-tri/media/image/tai-len/"
ADD = "/quan-tri/media/image/add/"


@pytest.fixture
def pictures_in_this_process():
    """Here they are not."""


def program(tmp_path, monkeypatch, text: str) -> None:
    """Let another program stand where the one for pictures stands."""
    file = tmp_path / "program.py"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(isolation, "PROGRAM", file)


def sent(client, address=UPLOAD, **words):
    """The answer to a picture."""
    return client.post(address, {"upload": SimpleUploadedFile("a.jpg", picture_bytes()), **words})


def test_a_picture_comes_back_as_it_would_from_the_function():
    data = picture_bytes((900, 600))
    assert isolation.run(data) == reencode.reencode(data)


def test_what_is_refused_in_the_process_is_refused_here():
    with pytest.raises(ValidationError) as refusal:
        uploads.accept(SimpleUploadedFile("a.jpg", b"GIF89a<script>"))
    assert refusal.value.messages == [uploads.NOT_A_PICTURE]


def test_the_process_knows_nothing_of_our_settings(tmp_path, monkeypatch):
    names = "import json, os; print(json.dumps({'refused': ' '.join(sorted(os.environ))}))"
    program(tmp_path, monkeypatch, names)
    with pytest.raises(reencode.Unfit) as told:
        isolation.run(b"")
    assert "SECRET_KEY" in os.environ
    assert str(told.value) == "LC_ALL"


def largest(kind: str, mode: str, **options) -> bytes:
    """A picture with as many points as are taken of its format."""
    size = (4082, 3062) if kind == "WEBP" else (8000, 5000)
    small = Pillow.effect_noise((500, 300), 60)
    picture = Pillow.merge("RGBA", [small] * 4).resize(size, Pillow.Resampling.NEAREST)
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {"progressive": True}),
        ("PNG", "RGBA", {"compress_level": 1}),
        ("WEBP", "RGBA", {"method": 0}),
    ],
)
def test_the_largest_pictures_stay_below_the_bound(kind, mode, options):
    told, peak = peak_of(largest(kind, mode, **options))
    assert told["format"] == kind
    assert peak < PEAK


def test_the_ceiling_holds_for_whatever_asks_for_more(tmp_path, monkeypatch):
    greedy = f"import sys; sys.path.insert(0, {str(isolation.PROGRAM.parent)!r})\n"
    greedy += "import reencode; reencode.reencode = lambda data: bytearray(300 * reencode.MB)\n"
    program(tmp_path, monkeypatch, greedy + "reencode.main()")
    with pytest.raises(reencode.Unfit, match="too-heavy"):
        isolation.run(b"")


DEATHS = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "failed": "raise SystemError('a fault of the decoder')",
    "endless": "import time; time.sleep(60)",
}


@pytest.mark.django_db
@pytest.mark.parametrize("death", DEATHS)
def test_a_process_that_dies_is_a_sentence_and_a_line_in_the_log(
    death, tmp_path, monkeypatch, caplog
):
    program(tmp_path, monkeypatch, DEATHS[death])
    monkeypatch.setattr(isolation, "LONGEST", 1)
    client, before = staff.browser(make_user("contributor")), media_files()
    answer = sent(client)
    assert (answer.status_code, answer.json()) == (400, {"error": uploads.TOO_HEAVY})
    page = sent(client, ADD, alt="Cầu mới")
    assert (page.status_code, uploads.TOO_HEAVY in page.text) == (200, True)
    assert (media_files(), Image.objects.count()) == (before, 0)
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.name for record in errors] == [isolation.__name__] * 2


@pytest.mark.django_db
def test_a_machine_that_starts_no_process_asks_to_come_again(monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    answer = sent(staff.browser(make_user("contributor")))
    assert (answer.status_code, answer.json()) == (503, {"error": uploads.BUSY})
    assert "does not start" in caplog.text


@pytest.mark.django_db
def test_more_than_a_few_at_once_are_asked_to_come_again():
    client = staff.browser(make_user("contributor"))
    with isolation.place(), isolation.place():
        answer = sent(client)
        assert (answer.status_code, answer.json()) == (503, {"error": uploads.BUSY})
        assert int(answer["Retry-After"]) > 0
        assert uploads.BUSY in sent(client, ADD, alt="Cầu mới").text
    assert sent(client).status_code == 201


def test_one_picture_at_a_time_on_this_machine():
    token = "import fcntl, sys; file = open(sys.argv[1]); fcntl.flock(file, fcntl.LOCK_EX)\n"
    wait = "print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", token + wait, str(isolation.PROGRAM)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as other:  # noqa: S603 - Python itself
        other.stdout.readline()
        thread = threading.Thread(target=isolation.run, args=(picture_bytes(),))
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive()
        other.stdin.close()
        thread.join(20)
        assert not thread.is_alive()


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(isolation, "PATIENCE", 0.1)
    with isolation._turn(), pytest.raises(reencode.Unfit, match="busy"):
        isolation.run(picture_bytes())


def test_words_that_unpack_to_much_are_refused():
    data = picture_bytes(image_format="PNG")
    body = b"a\0\0" + zlib.compress(b"x" * 2**28)
    bomb = len(body).to_bytes(4, "big") + b"zTXt" + body
    bomb += zlib.crc32(b"zTXt" + body).to_bytes(4, "big")
    told, peak = peak_of(data[:33] + bomb + data[33:])
    assert told == {"refused": "not-a-picture"}
    assert peak < 60

"""Which bytes are a sound file that browsers play, and how long it is."""

import pytest

from news.text import sound
from tests import attached

ID3 = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (attached.mp3(100), ("mp3", 4)),
        (attached.mp3(1000, announced=999), ("mp3", 36)),
        (attached.mp3(100, tag=ID3), ("mp3", 4)),
        (attached.mp3(100, tag=ID3 + bytes(50)), ("mp3", 4)),
        (attached.mp3(100) + b"TAG" + bytes(125), ("mp3", 4)),
        (attached.mp3(100) + bytes(300), ("mp3", 4)),
        (attached.mp3(5), ("mp3", 1)),
        (attached.m4a(), ("m4a", 72)),
        (attached.m4a(attached.track(), attached.track(b"text", b"text")), ("m4a", 72)),
        (attached.m4a(seconds=0), ("m4a", None)),
        (attached.m4a(seconds=100_000), ("m4a", None)),
    ],
)
def test_a_whole_file_is_known_with_its_length(data, expected):
    found = sound.read(data)
    assert (found.kind, found.seconds) == expected


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", sound.UNKNOWN),
        ("Đây là chữ, không phải âm thanh.".encode() * 50, sound.UNKNOWN),
        ("Chữ".encode("utf-16") * 99, sound.UNKNOWN),
        (b"RIFF" + bytes(4) + b"WAVEfmt ", sound.UNKNOWN),
        (b"OggS" + bytes(99), sound.UNKNOWN),
        (ID3, sound.UNKNOWN),
        (ID3 + b"<script>", sound.UNKNOWN),
        (b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", sound.UNKNOWN),
        (bytes(999), sound.UNKNOWN),
        (attached.mp3(1), sound.UNKNOWN),
        (attached.mp3(2), sound.DAMAGED),
        (attached.mp3(100)[:-1], sound.DAMAGED),
        (attached.mp3(100) + b"\xff\xfb", sound.DAMAGED),
        (attached.mp3(100) + b"<html>", sound.DAMAGED),
        (attached.mp3(50, announced=99), sound.DAMAGED),
        (attached.m4a()[:-1], sound.DAMAGED),
        (attached.m4a()[:40], sound.DAMAGED),
        (attached.m4a()[:16], sound.DAMAGED),
        (attached.m4a() + b"\0\0\0\7free", sound.DAMAGED),
        (attached.m4a() + b"\0\0\0\1free", sound.DAMAGED),
        (attached.m4a(attached.box(b"trak")), sound.DAMAGED),
        (attached.m4a(attached.track(), attached.track(b"vide", b"avc1")), sound.STRANGE),
        (attached.m4a(attached.track(codec=b"alac")), sound.STRANGE),
        (attached.m4a(attached.track(codec=b"drms")), sound.STRANGE),
    ],
)
def test_anything_else_is_refused_in_words(data, sentence):
    with pytest.raises(sound.Unfit) as refusal:
        sound.read(data)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("data", [attached.mp3(6, announced=5, tag=ID3), attached.m4a()])
def test_no_damage_does_more_than_be_refused(data):
    """Whatever byte is lost or turned, the answer is a sound or a sentence."""
    for place in range(len(data)):
        for broken in (data[:place], data[:place] + b"\xff" + data[place + 1 :]):
            assert said(broken) in ("mp3", "m4a", sound.UNKNOWN, sound.DAMAGED, sound.STRANGE)


def said(data: bytes) -> str:
    try:
        return sound.read(data).kind
    except sound.Unfit as unfit:
        return str(unfit)

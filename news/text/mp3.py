"""The frames of an MP3 file, counted one by one: whether it is whole, and how long it plays."""

from dataclasses import dataclass

HEADER = 4
# By the two bits of the version: MPEG 2.5, none, 2, 1.
RATES = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
# In kbit/s, of layer III; the first index means "free", the last means nothing.
BITRATES_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
LAYER_III = 1
FEWEST_FRAMES = 4
# What programs write behind the last frame.
TAILS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")
ID3_HEADER = 10
HAS_FOOTER = 0x10


class Damaged(ValueError):
    """It began like an MP3 file and does not go on like one."""


@dataclass(frozen=True)
class Frame:
    """One frame: its length in bytes and how long it sounds."""

    size: int
    seconds: float
    version: int
    mono: bool


def begins(data: bytes) -> bool:
    """Whether these are the first bytes of an MP3 file: two frames follow the tags."""
    start = _after_tags(data)
    first = frame_at(data, start)
    return first is not None and frame_at(data, start + first.size) is not None


def seconds(data: bytes) -> float:
    """How long a file plays for which `begins` holds. Raises Damaged."""
    place, total, count = _after_tags(data), 0.0, 0
    announced = _announced(data, place)
    while (frame := frame_at(data, place)) is not None:
        place, total, count = place + frame.size, total + frame.seconds, count + 1
    whole = place <= len(data) and _is_tail(data, place)
    if not whole or count < max(FEWEST_FRAMES, announced):
        raise Damaged
    return total


def frame_at(data: bytes, place: int) -> Frame | None:
    """The frame whose header stands at a place; None when none does."""
    head = data[place : place + HEADER]
    if len(head) < HEADER or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in RATES or layer != LAYER_III or not 0 < bits < 15 or rate == 3:
        return None
    hertz, samples = RATES[version][rate], 1152 if version == 3 else 576
    bitrate = (BITRATES_1 if version == 3 else BITRATES_2)[bits - 1]
    size = samples * bitrate * 125 // hertz + (head[2] >> 1 & 1)
    return Frame(size, samples / hertz, version, head[3] >> 6 == 3)


def _after_tags(data: bytes) -> int:
    """Where the first frame should begin."""
    place = 0
    while data[place : place + 3] == b"ID3" and len(data) >= place + ID3_HEADER:
        size = 0
        for part in data[place + 6 : place + ID3_HEADER]:
            size = size << 7 | part & 0x7F
        footer = ID3_HEADER if data[place + 5] & HAS_FOOTER else 0
        place += ID3_HEADER + size + footer
    # Some programs leave room behind the tag.
    return len(data) - len(data[place:].lstrip(b"\0"))


def _announced(data: bytes, place: int) -> int:
    """How many frames there should be, when the first frame says so (Xing, Info)."""
    first = frame_at(data, place)
    if first is None:
        return 0
    side = (17 if first.mono else 32) if first.version == 3 else (9 if first.mono else 17)
    at = place + HEADER + side
    known = data[at : at + 4] in (b"Xing", b"Info") and len(data) >= at + 12 and data[at + 7] & 1
    return int.from_bytes(data[at + 8 : at + 12], "big") if known else 0


def _is_tail(data: bytes, place: int) -> bool:
    """Whether nothing but tags, or nothing at all, follows the last frame."""
    return data.startswith(TAILS, place) or not data[place:].strip(b"\0")

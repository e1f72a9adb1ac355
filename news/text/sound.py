"""Which sound file some bytes are, by what is in them: MP3, AAC in M4A, or none; and how long."""

from dataclasses import dataclass

from news.text import mp3, mp4

# Beyond it a number is a mistake of the file's, and no column holds it.
LONGEST = 24 * 60 * 60
AGAIN = "Hãy xuất lại thành MP3 rồi tải lại."
UNKNOWN = f"Chỉ nhận tệp âm thanh MP3 (.mp3) và M4A (.m4a). {AGAIN}"
DAMAGED = f"Tệp âm thanh bị hỏng hoặc thiếu đoạn cuối. {AGAIN}"
STRANGE = f"Tệp có hình, hoặc kiểu âm thanh mà trình duyệt không phát được. {AGAIN}"


@dataclass(frozen=True)
class Sound:
    """A sound file: "mp3" or "m4a", and its length in whole seconds where it is known."""

    kind: str
    seconds: int | None


class Unfit(ValueError):
    """A file that is not taken; its text says why and what to do."""


def begins(data: bytes) -> bool:
    """Whether the first bytes are those of a sound file, or of a film."""
    return mp4.begins(data) or mp3.begins(data)


def read(data: bytes) -> Sound:
    """Take the bytes of a file, return what it is. Raises Unfit."""
    if not begins(data):
        raise Unfit(UNKNOWN)
    kind, parser = ("m4a", mp4) if mp4.begins(data) else ("mp3", mp3)
    try:
        length = parser.seconds(data)
    except mp4.Strange as error:
        raise Unfit(STRANGE) from error
    except (mp3.Damaged, mp4.Damaged) as error:
        raise Unfit(DAMAGED) from error
    known = length is not None and length <= LONGEST
    return Sound(kind, max(1, round(length)) if known else None)

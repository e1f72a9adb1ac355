"""Check of guidance: a text that still tells its writer what to write is not finished."""

from collections.abc import Iterator

from .findings import Finding, at, must, quote
from .reading import Reading

MARKS = ("[[", "]]")


def remaining(reading: Reading) -> Iterator[Finding]:
    """What stands between [[ and ]] in a template waits for somebody's words."""
    found = [p for p in reading.passages if any(mark in p.text for mark in MARKS)]
    if found:
        first = found[0]
        start = max(first.text.find("[["), 0)
        count = f"{len(found)} chỗ hướng dẫn" if len(found) > 1 else "một chỗ hướng dẫn"
        sentence = (
            f"Còn {count} chưa viết: {quote(first.text[start:])}. Hãy thay bằng nội dung thật, "
            "hoặc xoá cả đoạn cùng các dấu ngoặc vuông."
        )
        yield must("guidance", first.field, sentence, place=at(first.text))

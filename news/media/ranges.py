"""A part of a file, for players that jump to a minute (RFC 9110, 14): one range, or the whole."""

import re
from http import HTTPStatus

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

# One range of bytes: "bytes=0-499", "bytes=500-", "bytes=-500".
ONE = re.compile(r"([0-9]{0,15})-([0-9]{0,15})")
UNIT = "bytes="


class Stretch:
    """What lies between two places of an open file, read like a file of its own."""

    def __init__(self, file, start: int, length: int):
        file.seek(start)
        self._file, self._left = file, length

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def wanted(request, tag: str, changed: str) -> str:
    """The range a request asks for, "" for the whole: also for several ranges, another unit, and
    when the file is no longer the one that the asker has a part of."""
    asked = request.headers.get("Range", "").replace(" ", "")
    condition = request.headers.get("If-Range", "")
    if condition not in ("", tag, changed) or not asked.lower().startswith(UNIT):
        return ""
    return "" if "," in asked else asked[len(UNIT) :]


def part(file, size: int, asked: str, kind: str) -> HttpResponseBase:
    """The part of an open file that was asked for: 206, or 416 when there is none."""
    found = _places(asked, size)
    if found is None:
        file.close()
        headers = {"Content-Range": f"bytes */{size}"}
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, content_type=kind, headers=headers)
    first, last = found
    stretch = Stretch(file, first, last - first + 1)
    response = FileResponse(stretch, status=HTTPStatus.PARTIAL_CONTENT, content_type=kind)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _places(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte of a range; None for what is none within the file."""
    match = ONE.fullmatch(asked)
    if match is None or asked == "-":
        return None
    first, last = match.groups()
    if not first:
        first, last = max(0, size - int(last)), size - 1
    else:
        first, last = int(first), min(int(last), size - 1) if last else size - 1
    return (first, last) if first <= last else None

"""Hands out files: media where no web server does, attachments after a view asked who may."""

import logging
import re
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import serve

from news.media import ranges, storing
from news.media.models import Attachment
from news.text.vietnamese import slugify

logger = logging.getLogger(__name__)

# It can neither run nor be taken for another type.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
}
# What some system forbids in a file's name; official numbers are full of "/".
FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


@require_safe
def serve_media(request, path):
    """The file, as something that can neither run nor be taken for another type."""
    try:
        response = _picture(request, path)
    except (ValueError, OSError, SuspiciousOperation) as error:
        raise Http404("no such file") from error
    _set(response, HARMLESS)
    # A name is made from the picture's bytes, so what it names never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _picture(request, path: str) -> HttpResponseBase:
    if isinstance(default_storage, FileSystemStorage):
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    return FileResponse(default_storage.open(path))


def hand_out(request, attachment: Attachment) -> HttpResponseBase:
    """The file, for somebody who was found to be allowed to have it; 304 for what they have, and
    the part they ask for (ranges.py), which nginx answers by itself.

    Raises Http404 when the disk has it no longer.
    """
    tag, changed = f'"{attachment.sha256}"', int(attachment.changed_at.timestamp())
    response = get_conditional_response(request, etag=tag, last_modified=changed)
    asked = ranges.wanted(request, tag, http_date(changed))
    response = response or _bytes(request, attachment, asked)
    told = {"ETag": tag, "Last-Modified": http_date(changed), "Accept-Ranges": "bytes"}
    _set(response, {**HARMLESS, **told})
    return response


def _bytes(request, attachment: Attachment, asked: str) -> HttpResponseBase:
    kind = TYPES[attachment.kind]
    try:
        file = storing.attachments().open(attachment.file.name)
    except OSError as error:
        logger.error("attachment %s: its file is missing: %s", attachment.pk, error)
        raise Http404("the file is missing") from error
    if request.method == "HEAD" or settings.ATTACHMENTS_ACCEL:
        file.close()
        response = HttpResponse(content_type=kind)
        _set(response, _instead(request, attachment))
    elif asked:
        response = ranges.part(file, attachment.size, asked, kind)
    else:
        response = FileResponse(file, content_type=kind)
    response["Content-Disposition"] = disposition(attachment)
    return response


def _instead(request, attachment: Attachment) -> dict[str, str]:
    """What stands for the bytes: their number, or where nginx finds them."""
    if request.method == "HEAD":
        return {"Content-Length": str(attachment.size)}
    return {"X-Accel-Redirect": settings.ATTACHMENTS_ACCEL + quote(attachment.file.name)}


def disposition(attachment: Attachment) -> str:
    """How a browser is to keep the file: under the words of its link (RFC 6266).

    Always as a file of its own: no browser shows a PDF inside a sandbox.
    """
    plain = f"{slugify(attachment.title)}.{attachment.kind}"
    words = FORBIDDEN.sub("-", attachment.title).strip(" .-") or slugify(attachment.title)
    named = quote(f"{words}.{attachment.kind}", safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"


def _set(response: HttpResponseBase, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        response[name] = value

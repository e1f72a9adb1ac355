"""An article as one file to keep: text, pictures and origin, readable without the portal (R28)."""

import base64
import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from news import attachments, chrome
from news.text.vietnamese import slugify
from news.views.article import readable
from news.views.public import absolute, public_page

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "saved.css"
# Pictures within it; the others stay addresses.
MOST_BYTES = 4 * 1024 * 1024
SOURCES = re.compile(
    r"<source\b[^>]*>|\s(?:srcset|sizes|loading|decoding|fetchpriority)=\"[^\"]*\""
)
PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")')
LINK = re.compile(r'(<a\b[^>]*?\shref=")(/[^"]*)(")')


@public_page
def saved(request, slug: str, pk: int):
    """A public article as a file; what is gone is not there."""
    found = get_object_or_404(readable().news(), pk=pk)
    if not found.is_public():
        raise Http404
    page = render_to_string("saved.html", _context(request, found))
    response = HttpResponse(_alone(page), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.title, 80)}.html"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(request, found) -> dict:
    return {
        "article": found,
        "about": chrome.of(request).about,
        "address": absolute(found.get_absolute_url()),
        "files": attachments.public_links(found),
        "audio": attachments.public_recording(found),
        "style": STYLE.read_text(encoding="utf-8"),
    }


def _alone(page: str) -> str:
    """The page with its pictures inside, and its links whole."""
    left = [MOST_BYTES]
    page = SOURCES.sub("", page)
    page = PICTURE.sub(lambda tag: tag[1] + _inside(tag[2], left) + tag[3], page)
    return LINK.sub(lambda tag: tag[1] + absolute(tag[2]) + tag[3], page)


def _inside(address: str, left: list[int]) -> str:
    """A picture of our own as its bytes, while there is room; else its whole address."""
    name = address.removeprefix(settings.MEDIA_URL)
    if name == address or ".." in name:
        return absolute(address)
    try:
        size = default_storage.size(name)
        if size > left[0]:
            return absolute(address)
        with default_storage.open(name) as file:
            data = base64.b64encode(file.read()).decode("ascii")
    except OSError:
        # Its file is missing; the address is all there is to keep.
        return absolute(address)
    left[0] -= size
    kind = mimetypes.guess_type(name)[0] or "image/jpeg"
    return f"data:{kind};base64,{data}"

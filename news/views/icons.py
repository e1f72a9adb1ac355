"""The portal among the apps of a device: its manifest, and the icons that browsers ask for."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from news import chrome
from news.views.conditional import conditional
from news.views.public import public_page

DRAWN = Path(settings.BASE_DIR) / "static" / "img"
PAPER, RED = "#fffdfa", "#a5131f"
# Made from static/img/emblem.svg; one keeps clear of the edges that a device cuts off.
ICONS = (("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"))
ICONS += (("icon-maskable-512", "512x512", "maskable"),)
MANIFEST = "application/manifest+json; charset=utf-8"


@public_page
@conditional
def manifest(request):
    """What the portal is called and looks like on a device's first screen."""
    about = chrome.of(request).about
    data = {
        "name": f"{about.kind} {about.name}",
        "short_name": about.name,
        "lang": "vi",
        "dir": "ltr",
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": RED,
        "icons": _icons(about.emblem),
    }
    return JsonResponse(data, content_type=MANIFEST, json_dumps_params={"ensure_ascii": False})


@public_page
@conditional
def icon(request, name: str):
    """The icon of a fixed address: the office's own emblem, or the drawing."""
    emblem = chrome.of(request).about.emblem
    if emblem:
        return HttpResponseRedirect(emblem.file.url)
    kind = mimetypes.guess_type(name)[0] or "image/x-icon"
    return HttpResponse((DRAWN / name).read_bytes(), content_type=kind)


def _icons(emblem) -> list[dict]:
    if emblem:
        kind = mimetypes.guess_type(emblem.file.name)[0] or "image/png"
        size = f"{emblem.width}x{emblem.height}"
        return [{"src": emblem.file.url, "sizes": size, "type": kind, "purpose": "any"}]
    return [
        {"src": static(f"img/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]

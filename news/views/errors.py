"""What a reader sees when something does not work; every page says what to do next."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import Resolver404, resolve

from news import chrome
from news.addresses import finding, missing
from news.search import near as nearby

# A restart of the database takes less.
AWAY_SECONDS = 30
# Looking for words costs more than the rest of the page: so many a minute of a process.
searches = missing.Allowance(300)


def bad_request(request, exception=None):
    """400: a request no browser sends by itself."""
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    """403: signed in, but not allowed."""
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """404: no such page, or not public; 301 where somebody has said what took its place."""
    moved = finding.answer(request)
    if moved:
        return moved
    context = {}
    if missing.noted_as(request.method, request.path) and not _lacks_slash(request.path_info):
        missing.note(request)
        context = near(request, getattr(request, "asked_path", request.path))
    return render(request, "404.html", context, status=404)


def near(request, path: str) -> dict:
    """What stands near an address without a page; nothing while a flood of them is asked for."""
    if not searches.take():
        return {}
    return {
        "near": nearby.near(path),
        "near_sections": nearby.sections(path, chrome.of(request).categories),
        "question": nearby.question(path),
    }


def server_error(request):
    """500: our fault; 503 while the database is away, full or too busy, which passes. No request,
    so no context processor and no database take part: the frame says what was last known."""
    away = isinstance(sys.exception(), (OperationalError, InterfaceError))
    about = chrome.last_known()
    host = urlsplit(settings.SITE_URL).netloc
    frame = {"portal": chrome.Chrome(about=about), "about": about, "host": host, "away": away}
    # By this the technician finds it in the log.
    frame["number"] = getattr(request, "request_id", "")
    page = loader.get_template("500.html").render(frame)
    if not away:
        return HttpResponseServerError(page)
    return HttpResponse(page, status=503, headers={"Retry-After": AWAY_SECONDS})


def csrf_failure(request, reason=""):
    """403: a form that was open too long, or a browser that keeps no cookies."""
    return render(request, "403_csrf.html", status=403)


def _lacks_slash(path: str) -> bool:
    """Whether Django leads on to the same address with a slash at its end."""
    try:
        # Any word may be the address of a page, and those are led on by their own view.
        return not path.endswith("/") and resolve(f"{path}/").url_name != "page"
    except Resolver404:
        return False

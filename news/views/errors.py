"""What a reader sees when something does not work; every page says what to do next."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def bad_request(request, exception=None):
    """400: a request no browser sends by itself."""
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    """403: signed in, but not allowed."""
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """404: no such page, or not public."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500: our fault. No request, so no context processor and no database take part."""
    return HttpResponseServerError(loader.get_template("500.html").render())


def csrf_failure(request, reason=""):
    """403: a form that was open too long, or a browser that keeps no cookies."""
    return render(request, "403_csrf.html", status=403)

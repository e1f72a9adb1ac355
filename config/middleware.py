"""What every answer carries and what no request may bring."""

import codecs

from django.conf import settings
from django.shortcuts import render

from accounts.sso import provider
from config import staff_side

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# CKEditor places its buttons by style attributes, and reads what Word says of its own classes by a
# <style> element of the pasted text. Its onclick attributes are listeners (editor-handlers.js).
EDITOR_POLICY = {
    **PUBLIC_POLICY,
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'none'",
}
BADGE_HOST = "https://tinnhiemmang.vn"


def security_headers(get_response):
    """Middleware: the Content-Security-Policy and its neighbours."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def polite_refusals(get_response):
    """Middleware: answer what no database or file system could hold with 400, never with 500."""

    def middleware(request):
        if _speaks_utf8(request) and not any("\0" in part for part in _parts(request)):
            return get_response(request)
        # The page of the refusal reads the address too.
        request.encoding = "utf-8"
        return render(request, "400.html", status=400)

    return middleware


def _policy(request) -> str:
    editor = getattr(request, "editor_shown", False)
    policy = dict(EDITOR_POLICY if editor else PUBLIC_POLICY)
    if getattr(request, "badge_shown", False):
        policy["img-src"] += f" {BADGE_HOST}"
    if settings.STAFF_HOST:
        # Signing out leads to the front page, which has the other name.
        policy["form-action"] += f" {settings.SITE_URL}"
    if settings.OIDC_ISSUER and staff_side.is_staff(request):
        # Who came by the provider is led there to sign out.
        policy["form-action"] += f" {provider.origin(settings.OIDC_ISSUER)}"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _speaks_utf8(request) -> bool:
    """Browsers send nothing else; other alphabets bring letters that cannot be stored."""
    return request.encoding is None or codecs.lookup(request.encoding).name == "utf-8"


def _parts(request):
    yield request.path
    yield from request.COOKIES.values()
    for name, values in request.GET.lists():
        yield name
        yield from values

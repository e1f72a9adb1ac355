"""Keeps a person who was given a password from working until they have chosen their own."""

from django.shortcuts import redirect
from django.urls import reverse


def require_own_password(get_response):
    """Middleware: send an account with must_change_password to the password page first."""
    allowed = {reverse(name) for name in ("doi-mat-khau", "dang-xuat", "dang-nhap", "phien")}
    staff = (reverse("admin:index"), reverse("tai-khoan"))

    def middleware(request):
        user = request.user if request.path.startswith(staff) else None
        if user is None or not user.is_authenticated or not user.must_change_password:
            return get_response(request)
        if request.path in allowed:
            return get_response(request)
        return redirect("doi-mat-khau")

    return middleware

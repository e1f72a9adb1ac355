"""Duties before work: to choose one's own password, and to have a second factor."""

from django.shortcuts import redirect
from django.urls import reverse

from accounts.factors import duty

# Where people work: the staff side, and the pages of their own account.
WORK = ("/quan-tri/", "/tai-khoan/")


def require_own_password(get_response):
    """Middleware: send an account with must_change_password to the password page first."""
    allowed = {reverse(name) for name in ("doi-mat-khau", "dang-xuat", "dang-nhap", "phien")}

    def middleware(request):
        user = request.user if request.path.startswith(WORK) else None
        if user is None or not user.is_authenticated or not user.must_change_password:
            return get_response(request)
        if request.path in allowed:
            return get_response(request)
        return redirect("doi-mat-khau")

    return middleware


def require_second_factor(get_response):
    """Middleware: whose time to get a second factor is over reaches the pages for it, the
    password page and the way out, and nothing else of the staff side.

    It costs no query: the date stands in the account.
    """
    own, session = reverse("hai-buoc"), reverse("phien")

    def middleware(request):
        path = request.path
        if not path.startswith(WORK) or path.startswith(own) or path == session:
            return get_response(request)
        if request.user.is_authenticated and duty.overdue(request.user):
            return redirect("hai-buoc")
        return get_response(request)

    return middleware

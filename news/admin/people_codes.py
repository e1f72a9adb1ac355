"""A one-time code for somebody without a password: on a slip to print, or by mail."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from accounts import places
from news.people import creating, using
from news.site.models import Portal

LOCKED = "Tài khoản đang bị khoá. Hãy mở khoá trước rồi mới cấp mã."
NO_MAIL = "Không gửi được thư cho tài khoản này. Hãy in phiếu."
ASKED = "Thư có mã sẽ được gửi tới {} trong ít phút."


class Codes:
    """The part of AccountAdmin that gives out codes."""

    def code_urls(self) -> list:
        """The page of an account's code."""
        view = self.admin_site.admin_view(self.code_view)
        return [path("<int:pk>/ma/", view, name="accounts_user_code")]

    def code_view(self, request, pk: int):
        """Ask how the code is to reach its owner; then show it once, or have a mail sent."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        user = self.touchable(request, pk)
        if not user.is_active:
            self.message_user(request, LOCKED, messages.ERROR)
            return self.back_to(user)
        if request.method == "POST":
            return self._give(request, user)
        more = {"mailable": _mailable(user), "first": not user.has_usable_password()}
        more["open_code"] = using.open_codes().filter(user=user).first()
        context = self.page(request, "Cấp mã dùng một lần", user, **more)
        return TemplateResponse(request, "admin/accounts/user/code.html", context)

    def slips(self, request, users: list, **more):
        """The page of printed slips with a new code for each of these accounts."""
        # All of them or none: a page that does not come shows no code.
        with transaction.atomic():
            made = creating.slips(users, request.user, request)
        rows = [{"user": row.user, "code": code, "until": row.expires_at} for code, row in made]
        site = Portal.objects.first()
        about = {"rows": rows, "address": places.on_paper("ma-mot-lan"), "site": site}
        context = self.page(request, "Phiếu mã dùng một lần", **about, **more)
        answer = TemplateResponse(request, "admin/accounts/user/slips.html", context)
        # Codes are in it.
        answer["Cache-Control"] = "no-store"
        return answer

    def _give(self, request, user):
        if request.POST.get("cach") != "thu":
            return self.slips(request, [user], one=user)
        if not _mailable(user):
            self.message_user(request, NO_MAIL, messages.ERROR)
            return self.back_to(user)
        creating.by_mail(user, request.user, request)
        self.message_user(request, ASKED.format(user.email), messages.SUCCESS)
        return self.back_to(user)


def _mailable(user) -> bool:
    return bool(settings.MAIL and user.email)

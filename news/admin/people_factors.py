"""A lost device, for administrators: to ask that somebody's second factor be taken off, and to
agree or refuse what another administrator asked."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from accounts.factors import duty, recovery, resetting
from accounts.models import User

ASKED = "Đã ghi yêu cầu. Một người quản trị khác cần đồng ý thì mới gỡ."
AGREED = "Đã gỡ mọi cách xác minh của {} và kết thúc các phiên đăng nhập. Người ấy phải bật lại."
REFUSED = "Đã đóng yêu cầu, không gỡ gì."


class ReasonForm(forms.Form):
    """Why the factors are to be taken off."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        min_length=5,
        widget=forms.Textarea({"rows": 3}),
        help_text="Ví dụ: mất điện thoại ngày 12/3, đã gọi lại số cơ quan để xác nhận.",
        error_messages={
            "required": "Nhập lý do.",
            "min_length": "Lý do quá ngắn.",
            "max_length": "Lý do quá dài, tối đa 300 ký tự.",
        },
    )


class FactorResets:
    """The part of AccountAdmin for lost devices."""

    def factor_urls(self) -> list:
        """The page of one account and the list of what waits."""
        view = self.admin_site.admin_view
        return [
            path(
                "yeu-cau-hai-buoc/",
                view(self.factor_requests),
                name="accounts_user_factor_requests",
            ),
            path("<int:pk>/hai-buoc/", view(self.factors), name="accounts_user_factors"),
        ]

    def factors(self, request, pk):
        """What the account has; by POST (`viec`) a request, an agreement or a refusal."""
        user = self._within_reach(request, pk)
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        form = ReasonForm(request.POST if request.POST.get("viec") == "xin" else None)
        if request.method == "POST" and self._done(request, user, form):
            return HttpResponseRedirect(request.path)
        asked = resetting.pending(user)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Xác minh hai bước của {user}",
            "opts": self.opts,
            "account": user,
            "kinds": [factor.get_kind_display() for factor in user.factors.order_by("pk")],
            "left": recovery.left(user),
            "must": duty.holds(user),
            "asked": asked,
            "mine": asked and asked.asked_by_id == request.user.pk,
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/factors.html", context)

    def factor_requests(self, request):
        """The requests that wait, of accounts within this person's reach."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "title": "Yêu cầu gỡ xác minh hai bước",
            "opts": self.opts,
            "requests": self.waiting(request),
        }
        return TemplateResponse(request, "admin/accounts/factor_requests.html", context)

    def waiting(self, request) -> list:
        """The requests that wait about accounts within this person's reach, the oldest first."""
        if not self.has_change_permission(request):
            return []
        return [row for row in resetting.waiting() if self._reaches(request, row.user)]

    def _within_reach(self, request, pk) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = User.objects.filter(pk=pk).first()
        if user is None:
            raise Http404
        if not self._reaches(request, user):
            raise PermissionDenied
        return user

    def _reaches(self, request, user) -> bool:
        """As with any change of the account; and nobody decides about himself."""
        return user.pk != request.user.pk and self.has_change_permission(request, user)

    def _done(self, request, user, form) -> bool:
        """Whether what was sent was done or is refused in a sentence; else the form says why."""
        what, asked = request.POST.get("viec"), resetting.pending(user)
        try:
            if what == "xin" and not form.is_valid():
                return False
            said = self._do(request, user, what, asked, form)
        except resetting.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return True

    def _do(self, request, user, what, asked, form) -> str:
        if what == "xin":
            resetting.ask(request, user, form.cleaned_data["reason"])
            return ASKED
        if what not in ("dong-y", "khong") or asked is None:
            raise resetting.Refused("Không có yêu cầu nào đang chờ.")
        # The page showed one request; another one may have taken its place.
        if request.POST.get("yeu-cau") != str(asked.pk):
            raise resetting.Refused("Yêu cầu bạn xem đã được quyết định. Hãy xem lại yêu cầu mới.")
        if what == "dong-y":
            resetting.agree(request, asked)
            return AGREED.format(user)
        resetting.refuse(request, asked)
        return REFUSED

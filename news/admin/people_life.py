"""Locking an account, opening it again, and moving its owner to another unit."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from news.admin.people_forms import ReasonForm, UnitForm
from news.people import administrators, gaps, locking, moving

ASKED = ("GET", "HEAD", "POST")


class Life:
    """The part of AccountAdmin for what happens to an account after it was made."""

    def life_urls(self) -> list:
        """The three pages."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/khoa/", wrap(self.lock_view), name="accounts_user_lock"),
            path("<int:pk>/mo-khoa/", wrap(self.unlock_view), name="accounts_user_unlock"),
            path("<int:pk>/chuyen-don-vi/", wrap(self.move_view), name="accounts_user_unit"),
        ]

    def lock_view(self, request, pk: int):
        """Ask for the reason, then lock."""
        return self._with_reason(request, pk, locking.lock, "Khoá tài khoản", "Đã khoá tài khoản.")

    def unlock_view(self, request, pk: int):
        """Ask for the reason, then open again."""
        done = "Đã mở khoá. Người ấy đăng nhập bằng mật khẩu cũ; nếu quên, hãy cấp mã."
        return self._with_reason(request, pk, locking.unlock, "Mở khoá tài khoản", done)

    def move_view(self, request, pk: int):
        """From one unit to another: say what would change, then change it in one step."""
        if request.method not in ASKED:
            return HttpResponseNotAllowed(ASKED)
        user = self.touchable(request, pk)
        form = UnitForm(moving.units_held(user), request.POST or None)
        plan = form.is_valid() and moving.plan(user, **form.asked())
        if plan and plan.changes and "dong-y" in request.POST:
            return self._moved(request, user, plan)
        more = {"form": form, "plan": plan, "gaps": moving.left_alone(plan) if plan else []}
        context = self.page(request, "Chuyển đơn vị", user, **more)
        return TemplateResponse(request, "admin/accounts/user/move.html", context)

    def _moved(self, request, user, plan):
        try:
            count = moving.carry_out(plan, request.user, request)
        except locking.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, f"Đã chuyển {count} phân công.", messages.SUCCESS)
        return self.back_to(user)

    def _with_reason(self, request, pk: int, act, title: str, done: str):
        if request.method not in ASKED:
            return HttpResponseNotAllowed(ASKED)
        user, form = self.touchable(request, pk), ReasonForm(request.POST or None)
        if form.is_valid() and self._acted(request, user, form, act):
            self.message_user(request, done, messages.SUCCESS)
            return self.back_to(user)
        more = {"form": form, "locking": act is locking.lock}
        more["gaps"] = gaps.without_person(user) if act is locking.lock else []
        more["kept"] = user.is_active and administrators.refusal_to_lock(user)
        context = self.page(request, title, user, **more)
        return TemplateResponse(request, "admin/accounts/user/lock.html", context)

    def _acted(self, request, user, form, act) -> bool:
        try:
            act(user, form.cleaned_data["reason"], request.user, request)
        except locking.Refused as refused:
            form.add_error(None, str(refused))
            return False
        return True

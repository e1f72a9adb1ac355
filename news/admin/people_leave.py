"""Somebody leaves: their open articles go to a colleague in one step."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from accounts.models import User
from news.admin.people_forms import ReasonForm
from news.people import gaps, handing, locking

DONE = "Đã bàn giao {} bài cho {}."
LEFT = " Còn {} bài chưa bàn giao được."


class LeaveForm(ReasonForm):
    """To whom, why, and whether the account is locked at once."""

    to = forms.ModelChoiceField(
        User.objects.none(), label="Người nhận bàn giao", empty_label="Chọn người nhận"
    )
    locked = forms.BooleanField(label="Khoá luôn tài khoản của người nghỉ", required=False)
    field_order = ["to", "reason", "locked"]

    def __init__(self, people, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = lambda user: f"{user} ({user.username})"


class Leave:
    """The part of AccountAdmin for handing over."""

    def leave_urls(self) -> list:
        """The page of an account's work in hand."""
        view = self.admin_site.admin_view(self.leave_view)
        return [path("<int:pk>/ban-giao/", view, name="accounts_user_leave")]

    def leave_view(self, request, pk: int):
        """Count what there is, then what the chosen person can take, then hand it over."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        user = self.touchable(request, pk)
        form = LeaveForm(handing.successors(user, request.user), request.POST or None)
        chosen = form.is_valid()
        if chosen and "dong-y" in request.POST:
            return self._handed(request, user, form.cleaned_data)
        load = handing.load(user, form.cleaned_data["to"] if chosen else None)
        more = {"form": form, "load": load, "chosen": chosen and form.cleaned_data}
        more["gaps"] = gaps.without_person(user) if chosen and form.cleaned_data["locked"] else []
        context = self.page(request, "Bàn giao bài viết", user, **more)
        return TemplateResponse(request, "admin/accounts/user/leave.html", context)

    def _handed(self, request, user, asked: dict):
        to, note, locked = asked["to"], asked["reason"], asked["locked"]
        try:
            found = handing.hand_over(user, to, request.user, note, locked=locked, request=request)
        except locking.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return self.back_to(user)
        left = LEFT.format(len(found.stuck)) if found.stuck else ""
        self.message_user(request, DONE.format(len(found.going), to) + left, messages.SUCCESS)
        return self.back_to(user)

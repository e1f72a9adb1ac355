"""The pages “Thông báo” and “Cách báo tin”: what a person was told, and how they want to be."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import notices
from news.models import How, NoticeChoice
from news.text.numbers import whole

PER_PAGE = 30
HOURS = [(hour, f"{hour} giờ") for hour in range(24)]
READ = "Đã đánh dấu đã đọc."
CHOSEN = "Đã lưu cách báo tin."


class ChoiceForm(forms.ModelForm):
    """How a person wants to be told."""

    how = forms.ChoiceField(label="Cách báo tin", choices=How, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(label="Giờ gửi thư gom", choices=HOURS, coerce=int)

    class Meta:
        model = NoticeChoice
        fields = ["how", "hour"]


def notice_list(request):
    """The person's notices, the newest first; by POST one (`doc`) or all are marked as read."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method == "POST":
        which = request.POST.get("doc", "")
        if which == "tat-ca" or whole(which) is not None:
            notices.read(request.user, **({} if which == "tat-ca" else {"pk": whole(which)}))
            messages.success(request, READ)
        return HttpResponseRedirect(reverse("notices"))
    page = Paginator(notices.of(request.user), PER_PAGE).get_page(request.GET.get("trang"))
    return _page(request, "admin/notices.html", "Thông báo", page=page)


def notice_choice(request):
    """Choose whether and when mail comes."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = ChoiceForm(request.POST or None, instance=notices.choice_of(request.user))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        NoticeChoice.objects.update_or_create(user=request.user, defaults=values)
        messages.success(request, CHOSEN)
        return HttpResponseRedirect(reverse("notices"))
    return _page(request, "admin/notice_choice.html", "Cách báo tin", form=form, mail=settings.MAIL)


def _page(request, template: str, title: str, **context):
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context)


urlpatterns = [
    path("", admin.site.admin_view(notice_list), name="notices"),
    path("cach-bao-tin/", admin.site.admin_view(notice_choice), name="notice_choice"),
]

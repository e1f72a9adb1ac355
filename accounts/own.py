"""A person's own account: open sessions, known devices, and what the record says of it."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import browsers, devices, record, sessions
from accounts.models import AccountEvent, SignedIn
from news.text.numbers import whole

PER_PAGE = 30
ALL_OTHERS = "khac"
# What was shown at the sign-in, in words; whatever comes behind a "+" was the second step.
SHOWN = {
    "password": "mật khẩu",
    "passkey": "khoá truy cập",
    "sso": "tài khoản liên thông",
}
SECOND = " và xác minh hai bước"
ENDED = "Đã kết thúc phiên ấy. Máy đó phải đăng nhập lại."
ALL_ENDED = "Đã kết thúc {} phiên khác. Các máy đó phải đăng nhập lại."
FORGOTTEN = "Đã thôi nhớ thiết bị. Lần sau đăng nhập ở đó, bạn sẽ được báo là thiết bị mới."


@dataclass(frozen=True)
class Session:
    """An open session as its person reads of it."""

    row: SignedIn
    here: bool

    @property
    def browser(self) -> str:
        """ "Chrome trên Windows"."""
        return browsers.named(self.row.agent)

    @property
    def shown(self) -> str:
        """ "mật khẩu và xác minh hai bước"; "" where nobody wrote it down."""
        first, plus, _ = self.row.by.partition("+")
        words = SHOWN.get(first, "")
        return words + SECOND if words and plus else words


@dataclass(frozen=True)
class Line:
    """A row of the record as its person reads it."""

    event: AccountEvent

    @property
    def what(self) -> str:
        """What happened, in words."""
        return record.ACTIONS.get(self.event.action, self.event.action)

    @property
    def browser(self) -> str:
        """With what; "" for what no browser did."""
        return browsers.named(self.event.agent) if self.event.agent else ""

    @property
    def by_other(self) -> str:
        """Who did it, if somebody else did."""
        actor = self.event.actor
        return str(actor) if actor and actor.pk != self.event.subject_id else ""


@never_cache
@login_required
@require_safe
def account(request):
    """One's open sessions and known devices, and the ways to everything else of one's own."""
    open_now = [
        Session(row, row.pk == request.signed_in.pk) for row in sessions.alive(request.user)
    ]
    here = devices.known(request, request.user)
    known = [(device, device == here) for device in devices.open_to(request.user)]
    context = {
        "sessions": sorted(open_now, key=lambda session: not session.here),
        "devices": [(row, browsers.named(row.agent), mine) for row, mine in known],
        "second_step": _address_of("hai-buoc"),
    }
    return _page(request, "admin/own/account.html", "Tài khoản của tôi", **context)


@never_cache
@login_required
@require_safe
def own_record(request):
    """Everything the record says of one's own account, the newest first."""
    rows = request.user.account_events.select_related("actor").order_by("-serial")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    page.object_list = [Line(event) for event in page.object_list]
    return _page(request, "admin/own/record.html", "Nhật ký của tôi", page=page)


@never_cache
@login_required
@require_POST
def end_session(request):
    """End one of one's other sessions (`phien` is its number) or all of them ("khac")."""
    which = request.POST.get("phien", "")
    rows = sessions.others(request)
    if which != ALL_OTHERS:
        rows = rows.filter(pk=whole(which))
        get_object_or_404(rows)
    with transaction.atomic():
        count = sessions.end(rows, "person")
        if count:
            ended = {"note": sessions.ENDS["person"], "after": {"count": count}}
            record.log("session_ended", request, **ended)
    messages.success(request, ALL_ENDED.format(count) if which == ALL_OTHERS else ENDED)
    return redirect("tai-khoan")


@never_cache
@login_required
@require_POST
def forget_device(request):
    """No longer know a device (`thiet-bi` is its number); its other sessions end too."""
    number = whole(request.POST.get("thiet-bi", ""))
    device = devices.open_to(request.user).filter(pk=number).first()
    if device is None:
        raise Http404
    with transaction.atomic():
        device.forgotten_at = timezone.now()
        device.save(update_fields=["forgotten_at"])
        sessions.end(sessions.others(request).filter(device=device), "device")
        record.log("device_forgotten", request, note=browsers.named(device.agent))
    messages.success(request, FORGOTTEN)
    return redirect("tai-khoan")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request):
    """For scripts: who is signed in, for how long, and the token of forms. POST is "still here".

    Asking does not prolong the session; nobody is told apart from somebody whose session ended.
    """
    sessions.in_background(request)
    row = request.signed_in if request.user.is_authenticated else None
    if request.method == "POST":
        sessions.worked(row)
    return JsonResponse(
        {
            "user": request.user.get_username(),
            "left": row.seconds_left if row else 0,
            "final": bool(row and row.is_final),
            "csrf": get_token(request),
        }
    )


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _page(request, template: str, title: str, **context):
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, context)

"""The record of accounts: searched, taken away as a file, and checked; nothing changes it."""

import io
from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts import addresses, record
from accounts.record import ACTIONS
from news.moments import midnight
from news.people import told
from news.text import sheets
from news.text.numbers import whole

PAGE_SIZE = 50
MOST_ROWS = 50_000
CHUNK = 1_000
LATEST = 10
# What a date can count, with a day to spare.
YEARS = range(2000, 2101)
HEADINGS = ("Số", "Lúc", "Việc", "Tài khoản", "Tên đăng nhập", "Người thực hiện", "Thay đổi")
HEADINGS += ("Ghi chú, lý do", "Địa chỉ máy", "Trình duyệt", "Dấu nối")
WIDTHS = (8, 17, 28, 28, 18, 28, 50, 40, 18, 40, 20)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sensible(day: date) -> None:
    if day.year not in YEARS:
        raise forms.ValidationError("Ngày chưa đúng.")


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=[_sensible])


class SearchForm(forms.Form):
    """What to look for; empty means everything."""

    nguoi = forms.CharField(label="Người (tên hoặc tên đăng nhập)", required=False, max_length=100)
    viec = forms.ChoiceField(
        label="Việc", required=False, choices=[("", "Mọi việc"), *ACTIONS.items()]
    )
    tu = _day("Từ ngày")
    den = _day("Đến hết ngày")
    dia_chi = forms.CharField(label="Địa chỉ máy", required=False, max_length=60)
    hong = forms.BooleanField(label="Chỉ lần không thành công", required=False)

    def clean_dia_chi(self):
        """An address, or nothing."""
        text = self.cleaned_data["dia_chi"].strip()
        if text and addresses.parse(text) is None:
            raise forms.ValidationError("Địa chỉ máy có dạng 203.0.113.7.")
        return text

    def condition(self) -> Q:
        """The same for a query; what was not understood finds nothing."""
        if not self.is_valid():
            return Q(pk=None)
        data = self.cleaned_data
        asked = self._person() & self._period()
        if data["viec"]:
            asked &= Q(action=data["viec"])
        if data["dia_chi"]:
            asked &= Q(address=str(addresses.parse(data["dia_chi"])))
        return asked & (Q(action__in=told.FAILURES) if data["hong"] else Q())

    def _person(self) -> Q:
        name, asked = self.cleaned_data["nguoi"], Q()
        for side in ("subject", "actor") if name else ():
            asked |= Q(**{f"{side}__username__iexact": name})
            asked |= Q(**{f"{side}__full_name__icontains": name})
        return asked

    def _period(self) -> Q:
        since, until = self.cleaned_data["tu"], self.cleaned_data["den"]
        asked = Q(at__gte=midnight(since)) if since else Q()
        return asked & (Q(at__lt=midnight(until, 1)) if until else Q())


class Record:
    """The part of AccountAdmin for the record of all accounts."""

    def record_urls(self) -> list:
        """The address of the record."""
        view = self.admin_site.admin_view(self.record_view)
        return [path("nhat-ky/", view, name="accounts_user_record")]

    def record_view(self, request):
        """The rows that were asked for, newest first; a POST takes them away or checks."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if not request.user.has_perm(told.RIGHT):
            raise PermissionDenied
        form = SearchForm(request.GET)
        rows = told.within_reach(request.user).filter(form.condition()).order_by("-serial")
        if request.method == "POST" and request.POST.get("tai") in FILES:
            return _taken_away(request, rows, request.POST["tai"])
        before = whole(request.GET.get("truoc", ""))
        rows = rows if before is None else rows.filter(serial__lt=before)
        found = list(rows[: PAGE_SIZE + 1])
        more = {
            "form": form,
            "events": _shown(found[:PAGE_SIZE]),
            "older": _older(request, found),
            "checked": record.check() if request.method == "POST" else None,
        }
        context = self.page(request, "Nhật ký tài khoản", **more)
        return TemplateResponse(request, "admin/accounts/user/record.html", context)

    def latest_events(self, request, user) -> dict:
        """The last rows about one account, for its page."""
        allowed = request.user.has_perm(told.RIGHT) and told.sees_all_of(request.user, user)
        rows = user.account_events.select_related("actor").order_by("-serial") if allowed else []
        return {"events": _shown(list(rows[:LATEST])), "sees_record": allowed}


def _shown(events: list) -> list:
    for event in events:
        event.label, event.changes = told.label(event), told.changes(event)
        event.failed = event.action in told.FAILURES
    return events


def _older(request, found: list) -> str:
    if len(found) <= PAGE_SIZE:
        return ""
    asked = request.GET.copy()
    asked["truoc"] = str(found[PAGE_SIZE - 1].serial)
    return f"?{asked.urlencode()}"


def _taken_away(request, rows, kind: str):
    """The rows as a file; that somebody took them is on record first, and in the file too."""
    count = min(rows.count(), MOST_ROWS)
    note = f"Nhật ký tài khoản, {kind.upper()}"
    record.log("exported", request, note=note, after={"rows": count})
    return FILES[kind](_lines(rows), f"nhat-ky-tai-khoan-{timezone.localdate():%Y-%m-%d}.{kind}")


def _csv(lines, name: str):
    parts = (line.encode() for line in sheets.csv_lines(lines))
    answer = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _xlsx(lines, name: str):
    out = io.BytesIO()
    sheets.write_xlsx(out, lines, sheet="Nhật ký tài khoản", widths=WIDTHS)
    out.seek(0)
    answer = FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)
    answer["Cache-Control"] = "no-store"
    return answer


FILES = {"csv": _csv, "xlsx": _xlsx}


def _lines(rows):
    yield HEADINGS
    for event in rows[:MOST_ROWS].iterator(chunk_size=CHUNK):
        yield _cells(event)


def _cells(event) -> tuple:
    return (
        event.serial,
        event.at,
        told.label(event),
        str(event.subject or ""),
        event.subject.username if event.subject else "",
        str(event.actor or "Hệ thống"),
        "; ".join(told.changes(event)),
        event.note,
        event.address or "",
        event.agent,
        event.hash,
    )

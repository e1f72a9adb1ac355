"""A list of accounts from a sheet: looked at first, then made, then the slips to print."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news.admin import files
from news.people import importing, locking, sheet
from news.text import sheets_reading

SALT = "accounts.import"
# A list that was looked at may be confirmed for so long, in seconds.
FRESH = 60 * 60
STALE = "Danh sách đã để quá lâu hoặc không đọc lại được. Hãy chọn tệp và kiểm tra lại."
SAME = "Không có gì mới: mọi người trong danh sách đã có tài khoản và vai trò."
ROLES_ONLY = "Đã giao thêm {} vai trò. Không có tài khoản mới nên không có phiếu nào để in."
WIDTHS = (28, 18, 28, 16, 22, 14)


class FileForm(forms.Form):
    """The file."""

    tep = forms.FileField(
        label="Tệp danh sách (.xlsx hoặc .csv)",
        error_messages={"required": "Chọn tệp danh sách.", "empty": sheets_reading.EMPTY},
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )


class Import:
    """The part of AccountAdmin for lists."""

    def import_urls(self) -> list:
        """The page, and an empty sheet to begin with."""
        wrap = self.admin_site.admin_view
        return [
            path("nhap/", wrap(self.import_view), name="accounts_user_import"),
            path("nhap/mau/", wrap(self.template_view), name="accounts_user_import_sheet"),
        ]

    def template_view(self, request):
        """An empty sheet with the headings and one example."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        self._may_import(request)
        rows = [tuple(sheet.COLUMNS.values()), sheet.EXAMPLE]
        return files.xlsx(rows, "mau-danh-sach-tai-khoan", sheet="Tài khoản", widths=WIDTHS)

    def import_view(self, request):
        """Choose a file, look at what would happen, confirm."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        self._may_import(request)
        if request.method == "POST" and "danh-sach" in request.POST:
            return self._confirmed(request)
        sent = request.method == "POST"
        form = FileForm(request.POST, request.FILES) if sent else FileForm()
        rows = _rows(form) if form.is_valid() else []
        return self._looked_at(request, form, rows)

    def _may_import(self, request) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _looked_at(self, request, form, rows: list):
        steps = importing.plan(rows, request.user)
        counts = {kind: sum(step.kind == kind for step in steps) for kind in KINDS}
        held = [(row.number, row.values) for row in rows]
        more = {
            "form": form,
            "steps": steps,
            "counts": counts,
            "list": signing.dumps(held, salt=SALT, compress=True) if rows else "",
            "columns": sheet.COLUMNS.values(),
            "roles": importing.BY_LABEL,
            "most": sheet.MOST,
        }
        context = self.page(request, "Nhập danh sách tài khoản", **more)
        return TemplateResponse(request, "admin/accounts/user/import.html", context)

    def _confirmed(self, request):
        try:
            held = signing.loads(request.POST["danh-sach"], salt=SALT, max_age=FRESH)
            rows = [sheet.Row(number, values) for number, values in held]
            skip = "bo-qua" in request.POST
            taken = importing.carry_out(rows, request.user, skip=skip, request=request)
        except signing.BadSignature:
            return self._back(request, STALE)
        except locking.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return self._looked_at(request, FileForm(), rows)
        users = [step.user for step in taken if step.kind == "new"]
        if not users:
            return self._back(request, ROLES_ONLY.format(len(taken)) if taken else SAME)
        return self.slips(request, users, given=len(taken) - len(users))

    def _back(self, request, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:accounts_user_import"))


KINDS = ("new", "role", "same", "wrong")


def _rows(form) -> list:
    """The people of the file; what cannot be read is said at its field."""
    upload = form.cleaned_data["tep"]
    try:
        if upload.size > sheets_reading.MAX_BYTES:
            raise sheets_reading.Unreadable(sheets_reading.TOO_LARGE)
        return sheet.read(upload.read())
    except sheets_reading.Unreadable as error:
        form.add_error("tep", str(error))
        return []

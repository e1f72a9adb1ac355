"""A file of old addresses: looked at line by line first, then written."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news.addresses import sheet, writing
from news.admin import files
from news.text import sheets_reading

SALT = "addresses.import"
# A file that was looked at may be confirmed for so long, in seconds.
FRESH = 60 * 60
STALE = "Tệp đã để quá lâu hoặc không đọc lại được. Hãy chọn tệp và kiểm tra lại."
DONE = "Đã nhập: {new} địa chỉ mới, {changed} địa chỉ thay, {same} không đổi, {wrong} dòng lỗi bỏ."
KINDS = ("new", "changed", "same", "wrong")
# What a page shows of ten thousand lines: first what is wrong.
SHOWN = 300
WIDTHS = (56, 44, 18, 28)


class FileForm(forms.Form):
    """The file."""

    tep = forms.FileField(
        label="Tệp địa chỉ (.csv hoặc .xlsx)",
        error_messages={"required": "Chọn tệp địa chỉ.", "empty": sheets_reading.EMPTY},
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
    thay = forms.BooleanField(label="Thay địa chỉ mới của những dòng đã có", required=False)


class Import:
    """The part of RedirectAdmin for files."""

    def import_urls(self) -> list:
        """The page, and an empty sheet to begin with."""
        wrap = self.admin_site.admin_view
        return [
            path("nhap/", wrap(self.import_view), name="addresses_redirect_import"),
            path("nhap/mau/", wrap(self.template_view), name="addresses_redirect_import_sheet"),
        ]

    def template_view(self, request):
        """An empty sheet with the headings and examples."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        self._may_import(request)
        rows = [tuple(sheet.COLUMNS.values()), *sheet.EXAMPLES]
        return files.xlsx(rows, "mau-dia-chi-cu", sheet="Địa chỉ", widths=WIDTHS)

    def import_view(self, request):
        """Choose a file, look at what would happen, confirm."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        self._may_import(request)
        if request.method == "POST" and "danh-sach" in request.POST:
            return self._confirmed(request)
        sent = request.method == "POST"
        form = FileForm(request.POST, request.FILES) if sent else FileForm()
        lines = _lines(form) if form.is_valid() else []
        return self._looked_at(request, form, lines)

    def _may_import(self, request) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _looked_at(self, request, form, lines: list):
        replace = bool(lines) and form.cleaned_data["thay"]
        outcomes = writing.write(lines, None, replace=replace, dry=True) if lines else []
        held = [[list(asdict(line).values()) for line in lines], replace]
        order = ("wrong", "changed", "new", "same")
        context = {
            **self.admin_site.each_context(request),
            "title": "Nhập địa chỉ cũ",
            "form": form,
            "outcomes": sorted(outcomes, key=lambda o: order.index(o.kind))[:SHOWN],
            "left": max(0, len(outcomes) - SHOWN),
            "counts": _counts(outcomes),
            "list": signing.dumps(held, salt=SALT, compress=True) if lines else "",
            "columns": sheet.COLUMNS.values(),
        }
        return TemplateResponse(request, "admin/addresses/redirect/import.html", context)

    def _confirmed(self, request) -> HttpResponse:
        try:
            held, replace = signing.loads(request.POST["danh-sach"], salt=SALT, max_age=FRESH)
        except signing.BadSignature:
            return self._onward(request, STALE, messages.WARNING, "import")
        lines = [writing.Line(*values) for values in held]
        outcomes = writing.write(lines, request.user, replace=replace)
        words = DONE.format(**_counts(outcomes))
        return self._onward(request, words, messages.SUCCESS, "changelist")

    def _onward(self, request, sentence: str, level: int, page: str) -> HttpResponse:
        self.message_user(request, sentence, level)
        return HttpResponseRedirect(reverse(f"admin:addresses_redirect_{page}"))


def _counts(outcomes: list) -> dict[str, int]:
    return {kind: sum(o.kind == kind for o in outcomes) for kind in KINDS}


def _lines(form) -> list[writing.Line]:
    """The lines of the file; what cannot be read is said at its field."""
    upload = form.cleaned_data["tep"]
    try:
        if upload.size > sheets_reading.MAX_BYTES:
            raise sheets_reading.Unreadable(sheets_reading.TOO_LARGE)
        return sheet.read(upload.read())
    except sheets_reading.Unreadable as error:
        form.add_error("tep", str(error))
        return []

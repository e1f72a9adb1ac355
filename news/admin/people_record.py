"""The record of accounts: who finds which rows, and what each says."""

from django import forms
from django.db.models import Q
from django.urls import path

from accounts import addresses, record
from news.admin.sealed import SealedRecord, SearchForm
from news.people import told

LATEST = 10


class RowSearchForm(SearchForm):
    """What to look for among what happened to accounts."""

    people = ("subject", "actor")
    actions = tuple(record.ACTIONS.items())

    dia_chi = forms.CharField(label="Địa chỉ máy", required=False, max_length=60)
    hong = forms.BooleanField(label="Chỉ lần không thành công", required=False)

    def clean_dia_chi(self):
        """An address, or nothing."""
        text = self.cleaned_data["dia_chi"].strip()
        if text and addresses.parse(text) is None:
            raise forms.ValidationError("Địa chỉ máy có dạng 203.0.113.7.")
        return text

    def further(self, data):
        """The machine, and whether it failed."""
        address = data["dia_chi"]
        asked = Q(address=str(addresses.parse(address))) if address else Q()
        return asked & (Q(action__in=told.FAILURES) if data["hong"] else Q())


class AccountRecord(SealedRecord):
    """What happened to accounts."""

    title, file_name = "Nhật ký tài khoản", "nhat-ky-tai-khoan"
    right = told.RIGHT
    form = RowSearchForm
    template = "admin/accounts/user/record.html"
    columns = ("Việc", "Tài khoản", "Người thực hiện")
    headings = ("Số", "Lúc", "Việc", "Tài khoản", "Tên đăng nhập", "Người thực hiện", "Thay đổi")
    headings += ("Ghi chú, lý do", "Địa chỉ máy", "Trình duyệt", "Dấu nối")
    widths = (8, 17, 28, 28, 18, 28, 50, 40, 18, 40, 20)

    def rows(self, user):
        """Not those of people above."""
        return told.within_reach(user)

    def told(self, events, user):
        """With words."""
        return _shown(events)

    def cells(self, event):
        """A line of the file."""
        return (
            *(event.serial, event.at, event.label, str(event.subject or "")),
            *(event.subject.username if event.subject else "", str(event.actor or "Hệ thống")),
            *("; ".join(event.changes), event.note, event.address or "", event.agent, event.hash),
        )

    def check(self):
        """Of the record of accounts."""
        return record.check()


class Record:
    """The part of AccountAdmin for the record of all accounts."""

    def record_urls(self) -> list:
        """The address of the record."""
        view = self.admin_site.admin_view(self.record_view)
        return [path("nhat-ky/", view, name="accounts_user_record")]

    def record_view(self, request):
        """The record's screen."""
        return AccountRecord().answer(request, self.page(request, AccountRecord.title))

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

"""The screen of the record of the frame: who changed menu, banners, front page, and when."""

from django.db.models import Q
from django.urls import path

from news.admin.sealed import SealedRecord, SearchForm
from news.site import record
from news.site.models import SiteEvent


class SiteSearchForm(SearchForm):
    """What to look for among what was done to the frame."""

    actions = tuple(record.ACTIONS.items())

    def further(self, data):
        """Nothing else."""
        return Q()


class SiteRecord(SealedRecord):
    """What was done to the frame."""

    title, file_name = "Nhật ký trang", "nhat-ky-trang"
    right = "site.view_siteevent"
    form = SiteSearchForm
    template = "admin/site/record.html"
    columns = ("Việc", "Nội dung", "Người thực hiện")
    headings = ("Số", "Lúc", "Việc", "Nội dung", "Trước", "Sau", "Người thực hiện", "Vai trò")
    headings += ("Địa chỉ máy", "Dấu nối")
    widths = (8, 17, 24, 60, 50, 50, 28, 28, 18, 20)

    def rows(self, user):
        """All of them: nothing here is a secret of the newsroom."""
        return SiteEvent.objects.select_related("actor")

    def told(self, events, user):
        """With words."""
        for event in events:
            event.label = record.ACTIONS.get(event.action, event.action)
        return events

    def cells(self, event):
        """A line of the file."""
        before, after = (_plain(values) for values in (event.before, event.after))
        return (
            *(event.serial, event.at, event.label, event.note, before, after),
            *(str(event.actor or "Hệ thống"), event.role, event.address or "", event.hash),
        )

    def check(self):
        """Of the record of the frame."""
        return record.check()


class RecordScreen:
    """The part of PortalAdmin for its record."""

    def record_urls(self) -> list:
        """The address of the record."""
        view = self.admin_site.admin_view(self.record_view)
        return [path("nhat-ky/", view, name="site_portal_record")]

    def record_view(self, request):
        """The record's screen."""
        site = self.admin_site.each_context(request)
        return SiteRecord().answer(request, {**site, "title": SiteRecord.title, "opts": self.opts})


def _plain(values: dict) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())

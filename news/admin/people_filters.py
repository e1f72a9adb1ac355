"""The filters of the lists of accounts and assignments; a report counts what its filter keeps."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.roles import BY_LABEL
from news.authors.models import Unit
from news.models import Assignment
from news.people import using

STANDINGS = {
    "hoat-dong": ("Đang hoạt động", lambda: User.objects.filter(is_active=True)),
    "khoa": ("Đã khoá", lambda: User.objects.filter(is_active=False)),
    "lau-khong-dung": ("30 ngày không dùng", lambda: using.quiet(using.WARNED_AFTER)),
    "chua-dung": ("Chưa dùng lần nào", using.never_used),
    "thieu-xac-minh": ("Thiếu xác minh hai bước", using.without_factor),
    "con-ma": ("Có mã chưa dùng", using.with_open_code),
    "sap-nghi": (
        "Có ngày làm việc cuối",
        lambda: User.objects.filter(is_active=True, last_day__isnull=False),
    ),
}


class StandingFilter(admin.SimpleListFilter):
    """One of the standings, which are those of the reports."""

    title, parameter_name = "tình trạng", "tinh-trang"

    def lookups(self, request, model_admin):
        """Their names."""
        return [(key, label) for key, (label, _) in STANDINGS.items()]

    def queryset(self, request, queryset):
        """The accounts of that standing; a word that is none keeps everybody."""
        chosen = STANDINGS.get(self.value() or "")
        return queryset.filter(pk__in=chosen[1]().values("pk")) if chosen else queryset


class RoleFilter(admin.SimpleListFilter):
    """Who holds a role anywhere, or none."""

    title, parameter_name = "vai trò", "vai-tro"

    def lookups(self, request, model_admin):
        """The roles of the table, and none."""
        names = Group.objects.filter(name__in=BY_LABEL).order_by("pk")
        return [*((str(group.pk), group.name) for group in names), ("0", "Chưa có vai trò")]

    def queryset(self, request, queryset):
        """The holders."""
        rows = Assignment.objects.filter(user=OuterRef("pk"))
        if self.value() == "0":
            return queryset.exclude(Exists(rows))
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(Exists(rows.filter(role=self.value()))) if known else queryset


class GivenRole(admin.SimpleListFilter):
    """The assignments of one role."""

    title, parameter_name = "vai trò", "vai-tro"

    def lookups(self, request, model_admin):
        """The roles of the table."""
        names = Group.objects.filter(name__in=BY_LABEL).order_by("pk")
        return [(str(group.pk), group.name) for group in names]

    def queryset(self, request, queryset):
        """Those of the role."""
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(role=self.value()) if known else queryset


class GivenUnit(admin.SimpleListFilter):
    """The assignments to one unit, or to all of them."""

    title, parameter_name = "đơn vị", "don-vi"

    def lookups(self, request, model_admin):
        """The units, and what is limited to none."""
        units = [(str(unit.pk), unit.name) for unit in Unit.objects.all()]
        return [("0", "Không giới hạn đơn vị"), *units]

    def queryset(self, request, queryset):
        """Those of the unit."""
        if self.value() == "0":
            return queryset.filter(unit=None)
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(unit=self.value()) if known else queryset

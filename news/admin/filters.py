"""The filters of the article list: what each is called, what it offers and what it keeps."""

from django.contrib import admin
from django.db.models import Q
from django.http import QueryDict

from news import worklists
from news.authors.models import Author
from news.models import State
from news.moments import day_of, midnight
from news.rights import categories_of, units_of

BIN = "thung-rac"
COMPUTED = {
    "hen-gio": ("Hẹn giờ đăng", worklists.scheduled),
    "dang-dang": ("Người dân đang xem được", worklists.public),
    "het-han": ("Hết hạn", worklists.expired),
    "khan": ("Tin khẩn chờ xác nhận", lambda rows: rows.filter(urgent_by__isnull=False)),
    "bo-sung": ("Cần bổ sung", lambda rows: rows.exclude(needs_work="")),
    BIN: ("Trong thùng rác", lambda rows: rows.filter(binned_at__isnull=False)),
}


class ListFilter(admin.SimpleListFilter):
    """A filter that our own form shows; nothing chosen keeps everything."""

    # How the form shows it: "select", "search" (a long select) or "date".
    kind = "select"

    def has_output(self):
        """Also a filter with nothing to choose is asked, so that no address is refused."""
        return True

    def queryset(self, request, queryset):
        """What the chosen word keeps."""
        chosen = self.value()
        return self.kept(request, queryset, chosen) if chosen else queryset

    def kept(self, request, queryset, chosen: str):
        """The rows that the word keeps; a word that is not offered keeps none."""
        raise NotImplementedError


class WorklistFilter(ListFilter):
    """One of the lists of the desk, pages included; without one, the news outside the bin."""

    title, parameter_name = "danh sách", "danh-sach"

    def lookups(self, request, model_admin):
        """The lists that are for this person."""
        return [(row.key, row.title) for row in worklists.offered(request.user)]

    def queryset(self, request, queryset):
        """The first filter: a list is what the desk says it is, others narrow it."""
        if self.value():
            return worklists.articles(self.value(), request.user)
        in_bin = request.GET.get(StandingFilter.parameter_name) == BIN
        return queryset if in_bin else queryset.news().filter(binned_at=None)


class StandingFilter(ListFilter):
    """A state, or what follows from times and marks."""

    title, parameter_name = "trạng thái", "trang-thai"

    def lookups(self, request, model_admin):
        """The states and then what follows from other columns."""
        return [*State.choices, *((key, label) for key, (label, _) in COMPUTED.items())]

    def kept(self, request, queryset, chosen):
        """The rows in the state."""
        if chosen in COMPUTED:
            return COMPUTED[chosen][1](queryset)
        return queryset.filter(state=chosen) if chosen in State.values else queryset.none()


class CategoryFilter(ListFilter):
    """A section with its sub-sections, or one of these."""

    title, parameter_name, kind = "chuyên mục", "chuyen-muc", "search"

    def lookups(self, request, model_admin):
        """The sections this person may see, each sub-section behind its section."""
        rows = list(categories_of(request.user).order_by("position", "pk"))
        known = {row.pk: row for row in rows}
        self.inside = {row.slug: {row.pk} for row in rows}
        for row in rows:
            if row.parent_id in known:
                self.inside[known[row.parent_id].slug].add(row.pk)
        return [(row.slug, _section(row, known)) for row in rows]

    def kept(self, request, queryset, chosen):
        """The articles of the section."""
        return queryset.filter(category__in=self.inside.get(chosen, ()))


class UnitFilter(ListFilter):
    """A unit."""

    title, parameter_name, kind = "đơn vị", "don-vi", "search"

    def lookups(self, request, model_admin):
        """The units this person may sign for."""
        rows = units_of(request.user).order_by("sort_key", "pk")
        return [(str(row.pk), row.short_name) for row in rows]

    def kept(self, request, queryset, chosen):
        """The articles of the unit."""
        return queryset.filter(unit=chosen) if chosen in _keys(self) else queryset.none()


class AuthorFilter(ListFilter):
    """A person who signs, alone or with others."""

    title, parameter_name, kind = "tác giả", "tac-gia", "search"

    def lookups(self, request, model_admin):
        """Everybody who may sign, also who does no longer."""
        rows = Author.objects.select_related("unit").order_by("sort_key", "pk")
        return [(str(row.pk), str(row)) for row in rows]

    def kept(self, request, queryset, chosen):
        """What the person signed."""
        if chosen not in _keys(self):
            return queryset.none()
        return queryset.filter(Q(author=chosen) | Q(co_authors__contains=[int(chosen)]))


class PeriodFilter(ListFilter):
    """One end of a period, by the day of the last change or of publication."""

    kind = "date"

    def lookups(self, request, model_admin):
        """Any day."""
        self.column = COLUMNS.get(request.GET.get(ByFilter.parameter_name), "updated_at")
        return []

    @property
    def shown(self) -> str:
        """The chosen day as a browser's picker takes it."""
        day = day_of(self.value())
        return day.isoformat() if day else ""


class SinceFilter(PeriodFilter):
    """The first day."""

    title, parameter_name = "từ ngày", "tu"

    def kept(self, request, queryset, chosen):
        """From the beginning of the day; what is no day keeps everything."""
        day = day_of(chosen)
        return queryset.filter(**{f"{self.column}__gte": midnight(day)}) if day else queryset


class UntilFilter(PeriodFilter):
    """The last day."""

    title, parameter_name = "đến ngày", "den"

    def kept(self, request, queryset, chosen):
        """To the end of the day; what is no day keeps everything."""
        day = day_of(chosen)
        after = day and midnight(day, 1)
        return queryset.filter(**{f"{self.column}__lt": after}) if day else queryset


COLUMNS = {"sua": "updated_at", "dang": "published_at"}


class ByFilter(ListFilter):
    """Which day the period means."""

    title, parameter_name = "tính theo", "theo"

    def lookups(self, request, model_admin):
        """The last change, or publication."""
        return [("sua", "ngày sửa"), ("dang", "ngày đăng")]

    def kept(self, request, queryset, chosen):
        """Everything: the period itself asks for the word."""
        return queryset


FILTERS = [WorklistFilter, StandingFilter, CategoryFilter, UnitFilter, AuthorFilter]
FILTERS += [SinceFilter, UntilFilter, ByFilter]
NAMES = [row.parameter_name for row in FILTERS]
KEPT = ("q", *NAMES, "o")


def query_of(sent: str) -> str:
    """The part of an address that filters and sorts the article list, in one form: names in
    order, nothing empty; "" when nothing is chosen."""
    given, kept = QueryDict(sent), QueryDict(mutable=True)
    for name in KEPT:
        if given.get(name):
            kept[name] = given[name]
    return kept.urlencode()


def _section(row, known: dict) -> str:
    above = known.get(row.parent_id)
    return f"{above.name} › {row.name}" if above else row.name


def _keys(spec: ListFilter) -> set[str]:
    return {key for key, _ in spec.lookup_choices}

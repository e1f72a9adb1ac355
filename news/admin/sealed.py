"""The screen of a sealed record: searched, leafed through, taken away as a file, and checked.

Whoever has such a record makes a SealedRecord of it, which says what its rows are and who reads
them. Nothing here changes a row. Taking a file away is written into the record of accounts.
"""

from itertools import islice

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts import record as accounts_record
from news.admin import files
from news.moments import DayField, midnight
from news.text.numbers import whole

METHODS = ("GET", "HEAD", "POST")
PAGE_SIZE = 50
CHUNK = 1_000
# A seal tells moments apart that are within one minute.
CLOCK = "%d/%m/%Y %H:%M:%S"


class SearchForm(forms.Form):
    """What to look for; empty means everything."""

    # The columns that hold people, and what may have happened: (name, words).
    people = ("actor",)
    actions: tuple = ()

    nguoi = forms.CharField(label="Người (tên hoặc tên đăng nhập)", required=False, max_length=100)
    viec = forms.ChoiceField(label="Việc", required=False)
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["viec"].choices = [("", "Mọi việc"), *self.actions]

    def condition(self) -> Q:
        """The same for a query; what was not understood finds nothing."""
        if not self.is_valid():
            return Q(pk=None)
        action = self.cleaned_data["viec"]
        happened = Q(action=action) if action else Q()
        return self._person() & happened & self._period() & self.further(self.cleaned_data)

    def further(self, data: dict) -> Q:
        """What the record's own fields ask for."""
        raise NotImplementedError

    def _person(self) -> Q:
        name, asked = self.cleaned_data["nguoi"], Q()
        for side in self.people if name else ():
            asked |= Q(**{f"{side}__username__iexact": name})
            asked |= Q(**{f"{side}__full_name__folds": name})
        return asked

    def _period(self) -> Q:
        since, until = self.cleaned_data["tu"], self.cleaned_data["den"]
        asked = Q(at__gte=midnight(since)) if since else Q()
        return asked & (Q(at__lt=midnight(until, 1)) if until else Q())


class SealedRecord:
    """One record: what its screen and its files hold, and who may have them."""

    title = ""
    # The permission that opens the screen; `rows` says which rows are read with it.
    right = ""
    form = SearchForm
    # Extends admin/sealed.html, with the cells of a row in the block "cells".
    template = ""
    columns: tuple[str, ...] = ()
    # The file: its name, how many rows it takes, its headings and their widths in letters.
    file_name = ""
    most_rows = 50_000
    headings: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()

    def rows(self, user):
        """All rows that the person may know of, as a queryset."""
        raise NotImplementedError

    def told(self, events: list, user) -> list:
        """The rows with what screen and file say of them in words, to this person."""
        raise NotImplementedError

    def cells(self, event) -> tuple:
        """A line of the file, of a row that was told."""
        raise NotImplementedError

    def check(self):
        """Compare all seals, and return the findings (accounts/seals.py)."""
        raise NotImplementedError

    def answer(self, request, context: dict):
        """What was asked for, newest first, on a page with `context`; a POST takes it away as a
        file (`tai` is "csv" or "xlsx") or checks the seals of all. Raises PermissionDenied."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        form = self.form(request.GET)
        rows = self.rows(request.user).filter(form.condition()).order_by("-serial")
        if request.method == "POST" and request.POST.get("tai") in ("csv", "xlsx"):
            return self._taken_away(request, rows, request.POST["tai"])
        about = {"form": form, "record": self, **self._page(request, rows)}
        about["checked"] = self.check() if request.method == "POST" else None
        return TemplateResponse(request, self.template, {**context, **about})

    def _page(self, request, rows) -> dict:
        before = whole(request.GET.get("truoc", ""))
        rows = rows if before is None else rows.filter(serial__lt=before)
        found = list(rows[: PAGE_SIZE + 1])
        shown = self.told(found[:PAGE_SIZE], request.user)
        return {"events": shown, "older": shown[-1].serial if len(found) > PAGE_SIZE else None}

    def _taken_away(self, request, rows, kind: str):
        """The rows as a file; that somebody took them is on record first."""
        count = min(rows.count(), self.most_rows)
        note = f"{self.title}, {kind.upper()}"
        accounts_record.log("exported", request, note=note, after={"rows": count})
        name = f"{self.file_name}-{timezone.localdate():%Y-%m-%d}"
        lines = self._lines(rows, request.user)
        if kind == "csv":
            return files.csv(lines, name, clock=CLOCK)
        return files.xlsx(lines, name, sheet=self.title, widths=self.widths)

    def _lines(self, rows, user):
        yield self.headings
        events = rows[: self.most_rows].iterator(chunk_size=CHUNK)
        while batch := list(islice(events, CHUNK)):
            yield from map(self.cells, self.told(batch, user))

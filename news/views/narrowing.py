"""A list narrowed by days, unit and section: a form that only asks, and what fits (R27)."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.utils.http import urlencode

from news import chrome
from news.authors.models import Unit
from news.moments import DayField, day_of, midnight
from news.views.paging import Place
from news.views.public import Head
from news.views.stepping import AFTER, step

# Opens the form before anything is chosen.
OPEN = "loc"
FIELDS = {"tu": "từ ngày", "den": "đến ngày", "don-vi": "đơn vị", "muc": "chuyên mục"}
ASKS = (OPEN, *FIELDS)
NO_UNIT = "Không có đơn vị này. Hãy chọn trong danh sách."
NO_SECTION = "Không có chuyên mục này. Hãy chọn trong danh sách."
TURNED = "Ngày bắt đầu phải trước hoặc trùng ngày kết thúc."


class Narrow(forms.Form):
    """Days, a unit, a section; fields carry the names that stand in the address."""

    def __init__(self, data, units: list, sections: list):
        super().__init__(data)
        days = {"required": False, "localize": False}
        self.fields["tu"] = DayField(label="Từ ngày", **days)
        self.fields["den"] = DayField(label="Đến ngày", **days)
        if units:
            self.fields["don-vi"] = _choice("Đơn vị", "Mọi đơn vị", units, NO_UNIT)
        if sections:
            self.fields["muc"] = _choice("Chuyên mục", "Mọi chuyên mục", sections, NO_SECTION)

    def clean(self):
        """The days in their order."""
        found = super().clean()
        since, until = found.get("tu"), found.get("den")
        if since and until and since > until:
            self.add_error("tu", TURNED)
        return found

    def shown(self) -> list:
        """The fields; where a day is wrong, as plain text, which a picker would not show."""
        for name in {"tu", "den"} & {*self.errors}:
            if day_of(self.data[name]) is None:
                self.fields[name].widget.input_type = "text"
        return list(self)


def _choice(label: str, empty: str, pairs: list, wrong: str) -> forms.ChoiceField:
    sentences = {"invalid_choice": wrong}
    choices = [("", empty), *pairs]
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=sentences)


@dataclass(frozen=True)
class Way:
    """A way out of a list in which nothing fits: what is let go, and where that leads."""

    words: str
    address: str


@dataclass(frozen=True)
class Narrowed:
    """What fits, and the way on."""

    form: Narrow
    articles: list = field(default_factory=list)
    older: str = ""
    ways: list[Way] = field(default_factory=list)


def asked(request) -> bool:
    """Whether an address asks for a part of the list."""
    return any(name in request.GET for name in ASKS)


def answer(request, place: Place, context: dict):
    """The form with what fits; whatever else stands in the address is ignored."""
    given = _given(request)
    portal = chrome.of(request)
    form = Narrow(given, _units(place), _sections(portal, place))
    found = Narrowed(form) if form.errors else _found(request, place, form, given)
    title = f"Lọc: {place.title}"
    head = Head(title, place.url, place.description, portal.about.name)
    context = {**context, "head": head, "place": place, "found": found, "given": bool(given)}
    return render(request, "narrowed.html", context)


def _given(request) -> dict[str, str]:
    """What was chosen; a day that is one in the form that every picker shows."""
    found = {name: request.GET.get(name, "").strip() for name in FIELDS}
    for name in ("tu", "den"):
        day = day_of(found[name])
        found[name] = day.isoformat() if day else found[name]
    return {name: value for name, value in found.items() if value}


def _found(request, place: Place, form: Narrow, given: dict) -> Narrowed:
    given = {name: value for name, value in given.items() if name in form.fields}
    rows = place.listing.articles().filter(_condition(chrome.of(request), form.cleaned_data))
    articles, last = step(rows, request)
    older = f"{place.url}?{urlencode({**given, AFTER: last})}" if last else ""
    return Narrowed(form, articles, older, [] if articles else _ways(place, given))


def _condition(portal, wanted: dict) -> Q:
    found = Q()
    if wanted["tu"]:
        found &= Q(published_at__gte=midnight(wanted["tu"]))
    if wanted["den"]:
        found &= Q(published_at__lt=midnight(wanted["den"], 1))
    if wanted.get("don-vi"):
        found &= Q(unit__code=wanted["don-vi"].upper())
    if wanted.get("muc"):
        section = portal.by_slug(wanted["muc"])
        found &= Q(category__in=[section.pk, *(c.pk for c in portal.under(section))])
    return found


def _ways(place: Place, given: dict) -> list[Way]:
    """Without one of what was chosen, where more than one was."""
    if len(given) < 2:
        return []
    found = []
    for name in given:
        rest = {other: value for other, value in given.items() if other != name}
        found.append(Way(f"Bỏ {FIELDS[name]}", f"{place.url}?{urlencode(rest)}"))
    return found


def _units(place: Place) -> list[tuple[str, str]]:
    """None for a unit's own list."""
    if place.listing.key.startswith("unit:"):
        return []
    return [(code.lower(), name) for code, name in Unit.objects.values_list("code", "name")]


def _sections(portal, place: Place) -> list[tuple[str, str]]:
    """All sections with those under them; in a section only what is under it."""
    kind, _, number = place.listing.key.partition(":")
    if kind == "category":
        return [(c.slug, c.name) for c in portal.under(portal.by_id(int(number)))]
    tops = [c for c in portal.categories if c.parent_id is None]
    return [
        (each.slug, each.name if each is top else f"– {each.name}")
        for top in tops
        for each in [top, *portal.under(top)]
    ]

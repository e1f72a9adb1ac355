"""After publication, on the staff side: notes for readers, and the featured articles."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts import addresses
from news import featuring, workflow
from news.models import Pin
from news.moments import DayField, midnight
from news.readers import CorrectionForm
from news.rights import visible
from news.text.numbers import whole

RECENT = 50
DAYS = 3


class PinForm(forms.Form):
    """An article to feature: where, from which day and to the end of which day."""

    article = forms.ModelChoiceField(
        None, label="Bài", empty_label="Chọn bài", error_messages={"required": "Hãy chọn bài."}
    )
    place = forms.ChoiceField(label="Ở đâu")
    starts, ends = DayField(label="Từ ngày"), DayField(label="Đến hết ngày")

    def __init__(self, *args, articles, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {str(place.pk) if place else "": place for place in places}
        self.fields["article"].queryset = articles
        self.fields["article"].label_from_instance = lambda row: f"{row.title} (bài số {row.pk})"
        self.fields["place"].required = False
        self.fields["place"].choices = [(key, _name(p)) for key, p in self.by_key.items()]
        today = timezone.localdate()
        self.initial = {"starts": today, "ends": today + timedelta(DAYS), **self.initial}

    def feature(self, user, address) -> str:
        """Feature what was chosen; the sentence of a refusal, or ""."""
        data = self.cleaned_data
        if data["place"] not in self.by_key:
            return "Bạn không có quyền đưa bài lên tin nổi bật ở đó."
        starts, ends = midnight(data["starts"]), midnight(data["ends"], 1)
        place = self.by_key[data["place"]]
        return featuring.add(data["article"], place, starts, ends, user, address)


class Afterwards:
    """The part of ArticleAdmin for what comes after publication."""

    def afterwards_urls(self) -> list:
        """The addresses: a correction on an article, the featured articles."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/dinh-chinh/", wrap(self.correction_view), name="news_article_correct"),
            path("noi-bat/", wrap(self.pins_view), name="news_article_pins"),
        ]

    def correction_view(self, request, pk: int):
        """Write a correction or an update under an article that citizens read."""
        article = self.get_queryset(request).filter(pk=pk).first()
        allowed = article and request.user.has_perm("news.publish_article", article)
        if request.method == "POST" and not allowed:
            self.trespassed(request, pk, "correct")
        if article is None:
            raise Http404
        if not allowed:
            raise PermissionDenied
        if request.method == "POST":
            form = CorrectionForm(request.POST)
            if form.is_valid() and self._corrected(request, article, form):
                return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))
        else:
            form = CorrectionForm(initial={"base_version": article.latest_version})
        context = {**self._past(request, article, "Ghi cập nhật, đính chính"), "form": form}
        return TemplateResponse(request, "admin/news/article/correct.html", context)

    def pins_view(self, request):
        """The featured articles by place, to order, take off and add."""
        places = featuring.places(request.user)
        if not places:
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        form = self._pin_form(request, places)
        if request.method == "POST" and self._pinned(request, form, places):
            return HttpResponseRedirect(reverse("admin:news_article_pins"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Tin nổi bật",
            "opts": self.opts,
            "form": form,
            "places": _shown(places),
            "most_home": featuring.MOST_HOME,
            "most_section": featuring.MOST_SECTION,
        }
        return TemplateResponse(request, "admin/news/article/pins.html", context)

    def _corrected(self, request, article, form) -> bool:
        data = form.cleaned_data
        words = {name: data[name] for name in ("change", "mistake", "words")}
        given = {"version": data["base_version"], "address": addresses.of(request)}
        try:
            workflow.perform(article, "correct", request.user, **given, **words)
        except workflow.Refused as error:
            form.add_error(None, str(error))
            return False
        self.message_user(request, "Đã ghi lên trang của bài.", messages.SUCCESS)
        return True

    def _pin_form(self, request, places) -> PinForm:
        """The newest articles to choose from, and the one the person comes from (?bai=3)."""
        rows = visible(request.user).public().news().filter(noticed_at=None).newest_first()
        wanted = whole(request.GET.get("bai", ""))
        newest = list(rows.values_list("pk", flat=True)[:RECENT])
        chosen = [] if wanted is None else [wanted]
        articles = rows.filter(pk__in=[*newest, *chosen])
        data = request.POST if "them" in request.POST else None
        initial = {"article": chosen[0]} if chosen else {}
        return PinForm(data, articles=articles, places=places, initial=initial)

    def _pinned(self, request, form, places) -> bool:
        """Do what a button asks for; False when the form was not accepted."""
        who = request.user, addresses.of(request)
        if form.is_bound:
            sentence = form.feature(*who) if form.is_valid() else ""
            if sentence:
                form.add_error(None, sentence)
            return not form.errors
        pin = _found(request.POST.get("tin", ""), places)
        action = request.POST.get("viec", "")
        if action == "bo":
            featuring.take_off(pin, *who)
        elif action in (featuring.UP, featuring.DOWN):
            featuring.step(pin, action, *who)
        return True


def _found(number: str, places) -> Pin:
    """A pin of a place the person may change; raises Http404."""
    pin = Pin.objects.select_related("category").filter(pk=whole(number)).first()
    if pin is None or pin.category not in places:
        raise Http404
    return pin


def _shown(places) -> list[dict]:
    """The places with their pins that are not over; a section without any is left out."""
    rows = Pin.objects.filter(ends_at__gt=timezone.now()).select_related("article", "made_by")
    by_place = {}
    for pin in rows:
        pin.last_day = pin.ends_at - timedelta(seconds=1)
        by_place.setdefault(pin.category_id, []).append(pin)
    found = [(place, by_place.get(place.pk if place else None, [])) for place in places]
    return [{"name": _name(p), "pins": pins} for p, pins in found if pins or p is None]


def _name(place) -> str:
    return str(place) if place else "Trang chủ"

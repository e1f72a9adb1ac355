"""The article list: its columns, its filters, and those a person has saved."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from news.admin.filters import FILTERS, NAMES, query_of
from news.finding.query import within
from news.models import Article, SavedFilter
from news.search.bounded import TooSlow
from news.text.numbers import whole

MOST_FILTERS = 30
MOST_COUNTED, MOST_FOUND = 10_000, 2_000
NO_NAME = "Hãy đặt tên cho bộ lọc, tối đa 60 chữ cái."
NOTHING = "Chưa chọn điều kiện nào nên không có gì để lưu."
TOO_SLOW = "Lời tìm này quá rộng nên tìm quá lâu. Hãy thêm từ hoặc chọn thêm điều kiện lọc."
TWICE = "Bạn đã có bộ lọc tên này. Hãy đặt tên khác."
TOO_MANY = f"Bạn đã lưu {MOST_FILTERS} bộ lọc. Hãy xoá bớt rồi lưu tiếp."


class ListPaginator(Paginator):
    """Pages of a long list: first which articles, then all that their rows show.

    Beyond MOST_COUNTED nobody turns pages, so nothing further is counted.
    """

    # The numbers of what was found by words, in the order of the list; None where nothing was
    # looked for.
    numbers: list[int] | None = None

    @cached_property
    def count(self) -> int:
        """How many there are, MOST_COUNTED when there are more; `more` tells."""
        if self.numbers is not None:
            self.more = len(self.numbers) > MOST_FOUND
            return min(len(self.numbers), MOST_FOUND)
        found = self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()
        self.more = found > MOST_COUNTED
        return min(found, MOST_COUNTED)

    def page(self, number):
        """The rows of a page, joined only after the page was cut out."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        chosen = self.object_list.values("pk") if self.numbers is None else self.numbers
        chosen = chosen[first : first + self.per_page]
        rows = Article.objects.filter(pk__in=chosen).defer("body", "summary")
        rows = rows.select_related(*Listing.list_select_related)
        return self._get_page(rows.order_by(*self.object_list.query.order_by), number, self)


class FilterForm(forms.ModelForm):
    """A name for what the list shows now."""

    class Meta:
        model = SavedFilter
        fields = ["name"]


class Listing:
    """The part of ArticleAdmin that is the list."""

    list_display = ["chosen", "title", "standing", "filing", "created_by", "updated_at"]
    list_display_links = ["title"]
    list_select_related = ["category__parent", "unit", "created_by"]
    list_filter = FILTERS
    list_per_page = 50
    paginator = ListPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # The words are looked for in a column of their own; this only says that there is a search.
    search_fields = ["title"]

    @admin.display(description="")
    def chosen(self, article):
        """A box that names the article and the version its row shows."""
        return format_html(
            '<input type="checkbox" form="bulk" name="bai" value="{}:{}" aria-label="Chọn: {}">',
            str(article.pk),
            str(article.latest_version),
            article.title,
        )

    def listing_urls(self) -> list:
        """The addresses of saved filters."""
        wrap = self.admin_site.admin_view
        return [
            path("bo-loc/", wrap(self.filter_add_view), name="news_article_filter_add"),
            path("bo-loc/<int:pk>/", wrap(self.filter_view), name="news_article_filter"),
        ]

    def get_search_results(self, request, queryset, search_term):
        """By all words of what citizens read or of the newest version, or by number; whoever may
        not see an article does not find it, because the list itself is what is looked through."""
        text = search_term.strip()
        if not text:
            return queryset, False
        try:
            found = within(queryset, text, self._most(request) + 1, whole(text))
        except TooSlow:
            self.message_user(request, TOO_SLOW, messages.WARNING)
            found = []
        request.found = found
        return queryset.filter(pk__in=found), False

    def _most(self, request) -> int:
        """How many are wanted of what is found: nobody turns forty pages, a sheet holds more."""
        return getattr(request, "most_found", MOST_FOUND)

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        """Pages that know what was found, so that nothing is looked for twice."""
        pages = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        pages.numbers = getattr(request, "found", None)
        return pages

    def changelist_view(self, request, extra_context=None):
        """The list with the person's filters above it."""
        query = query_of(request.META.get("QUERY_STRING", ""))
        about = {
            "title": "Bài viết",
            "filter_query": query,
            "saved_filters": list(SavedFilter.objects.filter(user=request.user)),
            "more_filters": any(request.GET.get(name) for name in NAMES[2:]),
            **self.bulk_for(request),
        }
        return super().changelist_view(request, about | (extra_context or {}))

    def filter_add_view(self, request):
        """Keep what the list shows under a name."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        query = self._asked(request)
        form = FilterForm(request.POST, instance=SavedFilter(user=request.user, query=query))
        mine = SavedFilter.objects.filter(user=request.user)
        sentence = "" if form.is_valid() else NO_NAME
        if mine.count() >= MOST_FILTERS:
            sentence = TOO_MANY
        elif not query or len(query) > SavedFilter._meta.get_field("query").max_length:
            sentence = NOTHING
        return self._kept(request, form, sentence, "Đã lưu bộ lọc “{}”.")

    def filter_view(self, request, pk: int):
        """Give one's own filter another name, or delete it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._asked(request)
        found = SavedFilter.objects.filter(user=request.user, pk=pk).first()
        if found is None:
            raise Http404
        if "xoa" in request.POST:
            found.delete()
            return self._back(request, f"Đã xoá bộ lọc “{found.name}”.", messages.SUCCESS)
        form = FilterForm(request.POST, instance=found)
        sentence = "" if form.is_valid() else NO_NAME
        return self._kept(request, form, sentence, "Đã đổi tên bộ lọc thành “{}”.")

    def _asked(self, request) -> str:
        """What the list showed when the button was pressed; only who may see lists goes on."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return query_of(request.POST.get("query", ""))

    def _kept(self, request, form, sentence: str, done: str):
        try:
            if not sentence:
                with transaction.atomic():
                    form.save()
        except IntegrityError:
            sentence = TWICE
        told = sentence or done.format(form.instance.name)
        return self._back(request, told, messages.ERROR if sentence else messages.SUCCESS)

    def _back(self, request, sentence: str, level):
        self.message_user(request, sentence, level)
        query = query_of(request.POST.get("query", ""))
        return HttpResponseRedirect(f"{reverse('admin:news_article_changelist')}?{query}")

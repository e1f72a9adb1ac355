"""Pages on the staff side: their list as a tree, a new one, and the place of each."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts import addresses as machines
from news import standing, workflow
from news.admin.page_form import NewPageForm, PageForm, PlaceForm
from news.models import Article
from news.pages import duties, making
from news.rights import visible

MADE = "Đã tạo bản nháp “{}”. Hãy thay các đoạn hướng dẫn bằng nội dung thật rồi gửi đi."
MADE_ALL = "Đã tạo {} bản nháp. Hãy giao cho người viết thay các đoạn hướng dẫn."
NONE_LEFT = "Không còn trang nào thiếu."


@dataclass
class Row:
    """A page in the list, with those under it."""

    article: Article
    badges: list
    below: list["Row"] = field(default_factory=list)


class Pages:
    """The part of ArticleAdmin that looks after pages."""

    def page_urls(self) -> list:
        """The addresses: the tree, a new page, drafts from templates, a page's place."""
        wrap = self.admin_site.admin_view
        return [
            path("trang/", wrap(self.pages_view), name="news_article_pages"),
            path("trang/them/", wrap(self.page_add_view), name="news_article_page_add"),
            path("trang/mau/", wrap(self.page_begin_view), name="news_article_page_begin"),
            path("<int:pk>/cho-dung/", wrap(self.place_view), name="news_article_place"),
        ]

    def form_of(self, obj):
        """The form class of an article or page."""
        return PageForm if obj is not None and obj.is_page else self.form

    def pages_view(self, request):
        """Every page this person may open, as citizens find them."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not request.user.has_perm("news.view_article"):
            raise PermissionDenied
        may_begin = making.may_begin(request.user)
        context = self._page_context(request, "Trang") | {
            "rows": _tree(request.user),
            "may_begin": may_begin,
            "missing": duties.missing() if may_begin else [],
        }
        return TemplateResponse(request, "admin/news/article/pages.html", context)

    def page_add_view(self, request):
        """A page of one's own."""
        if not making.may_begin(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        sent = request.POST if request.method == "POST" else None
        form = NewPageForm(sent, user=request.user)
        if form.is_bound and form.is_valid() and (made := self._page_made(request, form)):
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[made.pk]))
        context = self._page_context(request, "Thêm trang") | {"form": form}
        return TemplateResponse(request, "admin/news/article/page_add.html", context)

    def page_begin_view(self, request):
        """Drafts from the templates: of one duty (mau=lien-he), or of all that have none."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not making.may_begin(request.user):
            raise PermissionDenied
        duty = duties.DUTIES.get(request.POST.get("mau", ""))
        if duty is None:
            return self._begun_all(request)
        try:
            made = making.begin(duty, request.user)
        except workflow.Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_pages"))
        self.message_user(request, MADE.format(made.title), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[made.pk]))

    def place_view(self, request, pk: int):
        """The address of a page, the page above it and its position."""
        article = self.get_queryset(request).pages().filter(pk=pk).first()
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        if making.may_not_place(article, request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        form = self._place_form(request, article)
        if form.is_bound and form.is_valid() and self._page_placed(request, article, form):
            return HttpResponseRedirect(reverse("admin:news_article_pages"))
        context = self._page_context(request, "Chỗ của trang") | {"form": form, "article": article}
        return TemplateResponse(request, "admin/news/article/place.html", context)

    def _page_made(self, request, form):
        data = form.cleaned_data
        words = {"title": data["title"]}
        try:
            return making.make(request.user, words, data["address"], data["parent"])
        except workflow.Refused as error:
            form.add_error(None, str(error))
            return None

    def _begun_all(self, request):
        made, refused = making.begin_all()
        for sentence in refused:
            self.message_user(request, sentence, messages.ERROR)
        if made or not refused:
            said = MADE_ALL.format(len(made)) if made else NONE_LEFT
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_article_pages"))

    def _place_form(self, request, article) -> PlaceForm:
        page = article.page
        shown = {"address": article.slug, "parent": page.parent_id, "position": page.position}
        sent = request.POST if request.method == "POST" else None
        return PlaceForm(sent, initial=shown, article=article, user=request.user)

    def _page_placed(self, request, article, form) -> bool:
        names = ("address", "parent", "position")
        to = {name: form.cleaned_data[name] for name in names}
        sentence = making.place(article, to, request.user, machines.of(request))
        if sentence:
            form.add_error(None, sentence)
            return False
        self.message_user(request, "Đã đổi chỗ của trang.", messages.SUCCESS)
        return True

    def _page_context(self, request, title: str) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _tree(user) -> list[Row]:
    """The pages outside the bin; one whose page above is hidden from this person stands alone."""
    found = visible(user).pages().filter(binned_at=None).defer("body")
    found = found.select_related("page", "category__parent").order_by("page__position", "pk")
    rows = {article.pk: Row(article, standing.badges(article)) for article in found}
    tops = []
    for row in rows.values():
        above = rows.get(row.article.page.parent_id)
        (above.below if above else tops).append(row)
    return tops

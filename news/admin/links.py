"""The screen “Liên kết hỏng”: which links of public articles lead nowhere, article by article."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news.admin import files
from news.links import report
from news.text.numbers import whole

LET_BE, WATCH = "bo-qua", "theo-doi"
SAID = {
    LET_BE: "Đã bỏ qua. Nếu liên kết này mở lại được rồi hỏng lần nữa, nó sẽ hiện lại ở đây.",
    WATCH: "Đã theo dõi lại liên kết này.",
}
NOTHING = "Liên kết này không còn trong danh sách."


class DeadLinks:
    """The part of ArticleAdmin for links that lead nowhere."""

    def link_urls(self) -> list:
        """The screen, and the same as a file."""
        wrap = self.admin_site.admin_view
        return [
            path("lien-ket-hong/", wrap(self.dead_view), name="news_article_dead"),
            path("lien-ket-hong/csv/", wrap(self.dead_csv_view), name="news_article_dead_csv"),
        ]

    def dead_view(self, request):
        """The dead links of the articles that this person may change; letting one be."""
        _admit(request)
        if request.method == "POST":
            return self._said_of_link(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        let_be = request.GET.get("xem") == LET_BE
        found = report.by_article(request.user, let_be=let_be)
        context = {
            **self.admin_site.each_context(request),
            "title": "Liên kết hỏng",
            "found": found,
            "let_be": let_be,
            "more": sum(len(each.links) for each in found) == report.MOST,
        }
        return TemplateResponse(request, "admin/news/article/dead_links.html", context)

    def dead_csv_view(self, request):
        """What the screen shows, all of it."""
        _admit(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        name = f"lien-ket-hong-{timezone.localdate():%Y-%m-%d}"
        return files.csv(report.lines(request.user), name)

    def _said_of_link(self, request):
        """Do what a button says. Raises Http404 for a word that is on no button."""
        said, number = request.POST.get("viec", ""), whole(request.POST.get("muc", ""))
        if said not in SAID or number is None:
            raise Http404
        done = report.let_be(request.user, number, undo=said == WATCH)
        level = messages.SUCCESS if done else messages.WARNING
        self.message_user(request, SAID[said] if done else NOTHING, level)
        back = reverse("admin:news_article_dead")
        return HttpResponseRedirect(f"{back}?xem={LET_BE}" if said == WATCH else back)


def _admit(request) -> None:
    """Raises PermissionDenied for whoever changes no article anywhere."""
    if not request.user.has_perm(report.RIGHT):
        raise PermissionDenied

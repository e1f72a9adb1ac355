"""What the law asks of the portal, for those who look after it: one screen, and its two buttons."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import obligations
from news.pages import duties, making, sections

LOOKS, PORTAL, ADD_SECTION = "site.view_portal", "site.change_portal", "news.add_category"
DRAFTS, MADE_SECTIONS = "trang", "chuyen-muc"


class Duties:
    """The part of PortalAdmin that says what lacks and makes what a button can make."""

    def duty_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.duties_view)
        return [path("viec-phai-lam/", view, name="site_portal_duties")]

    def duties_view(self, request):
        """Everything that lacks with where it is mended; a button makes drafts or sections."""
        if not request.user.has_perm(LOOKS):
            raise PermissionDenied
        if request.method == "POST":
            self._make_missing(request, request.POST.get("tao", ""))
            return HttpResponseRedirect(reverse("admin:site_portal_duties"))
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        results = obligations.results()
        context = {
            **self.admin_site.each_context(request),
            "title": "Việc pháp luật yêu cầu",
            "opts": self.opts,
            "open": [_shown(r, request.user) for r in results if r.lacks],
            "done": [r.check for r in results if not r.lacks],
            "count": sum(len(r.lacks) for r in results),
            "begins": self._may_make_drafts(request.user) and duties.missing(),
            "adds": request.user.has_perm(ADD_SECTION) and sections.missing(),
        }
        return TemplateResponse(request, "admin/site/portal/duties.html", context)

    def _make_missing(self, request, what: str) -> None:
        if what == DRAFTS and self._may_make_drafts(request.user):
            made, refused = making.begin_all()
            for sentence in refused:
                self.message_user(request, sentence, messages.ERROR)
            done = f"Đã tạo {len(made)} bản nháp trang. Toà soạn viết tiếp ở mục “Trang”."
        elif what == MADE_SECTIONS and request.user.has_perm(ADD_SECTION):
            made = sections.make_missing()
            done = f"Đã tạo {len(made)} chuyên mục, đang ẩn. Hãy cho hiện khi đã có bài."
        else:
            self.message_user(request, "Bạn không làm được việc này.", messages.ERROR)
            return
        self.message_user(request, done, messages.SUCCESS)

    def _may_make_drafts(self, user) -> bool:
        return user.has_perm(PORTAL) or making.may_begin(user)


def _shown(result, user) -> dict:
    """A check with its lacks, each with its link for who may use it; `at_once` is the one whose
    link or words serve them all."""
    lacks = [
        {"lack": lack, "may": bool(lack.address) and user.has_perm(lack.right)}
        for lack in result.lacks
    ]
    alike = {(row["lack"].address, row["lack"].button, row["lack"].right) for row in lacks}
    at_once = lacks[0] if len(lacks) > 1 and len(alike) == 1 else None
    return {"check": result.check, "lacks": lacks, "at_once": at_once}

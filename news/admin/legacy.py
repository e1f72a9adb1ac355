"""Old letters (TCVN3, VNI) on the article form: asked about, converted, brought back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse

from news import legacy, versions, workflow
from news.text.legacy import Report, convert_html, convert_text, inspect_html, inspect_text

UNDO = "hoan-tac"
PREVIEW = "admin/news/article/_legacy_preview.html"
# A page of Word's is mostly style sheets.
LONGEST_PASTE = 1_000_000
TOO_LONG = "Đoạn dán quá dài nên không kiểm tra được chữ kiểu cũ."
LATE = "Bài đã được lưu thêm sau khi chuyển nên không hoàn tác được. Bản cũ vẫn ở mục Lịch sử."
UNDONE = "Đã hoàn tác: bài trở lại như trước khi chuyển."
NO_UNDO = "Bản gốc dài quá cỡ nên không lưu riêng được, và không hoàn tác được."
UNDO_NOTE = "Hoàn tác chuyển sang Unicode: lấy lại bản {}."


class Legacy:
    """The part of ArticleAdmin that asks about old letters and never converts in silence."""

    def legacy_urls(self) -> list:
        """Two addresses: what is old in a pasted text, and taking a conversion back."""
        wrap = self.admin_site.admin_view
        return [
            path("chu-cu/", wrap(self.legacy_view), name="news_article_legacy"),
            path("<int:pk>/hoan-tac/", wrap(self.undo_view), name="news_article_legacy_undo"),
        ]

    def legacy_view(self, request):
        """What is old in a pasted text, with the preview to show and the text converted (JSON)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
        if len(html) + len(text) > LONGEST_PASTE:
            return JsonResponse({"sentence": TOO_LONG}, status=413)
        return JsonResponse(_found(html, text))

    def undo_view(self, request, pk: int):
        """Bring the texts of the version before a conversion back, as a new version."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self.get_queryset(request).filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        sentence = _undo(article, request.POST.get("ban", ""), request.user)
        level = messages.ERROR if sentence else messages.SUCCESS
        self.message_user(request, sentence or UNDONE, level)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))

    def _keep_original(self, request, obj, form, base: int):
        """Before a conversion is saved, what was sent becomes a version of its own.

        Return the article and the number of its newest version.
        """
        if not form.legacy.converts:
            return obj, base
        original = form.legacy.original(form.fields)
        if original is None:
            self.message_user(request, NO_UNDO, messages.WARNING)
            return obj, base
        obj = workflow.save(obj, {**form.content(), **original}, request.user, base=base)
        request.original_version = obj.latest_version
        return obj, obj.latest_version

    def _form_address(self, request, article) -> str:
        """The form again; after a conversion it offers to take it back."""
        address = reverse("admin:news_article_change", args=[article.pk])
        original = getattr(request, "original_version", None)
        return f"{address}?{UNDO}={original}" if original else address

    def _about_legacy(self, request, article, form) -> dict:
        """What the form's page shows of old letters, and of a conversion just made."""
        asked = form.legacy.report if form.is_bound else None
        stored = legacy.stored(article) if article.pk and not form.is_bound else None
        return {
            "legacy": asked or stored,
            "legacy_asked": form.is_bound and form.legacy.asks,
            "legacy_choice": {"name": legacy.NAME, "convert": legacy.CONVERT}
            | {"keep": legacy.KEEP},
            "converted": _conversion(article, request.GET.get(UNDO, "")),
        }


def _found(html: str, text: str) -> dict:
    whole = inspect_html(html)
    near = whole and whole.encoding
    report = inspect_text(text, near)
    return {
        "preview": _preview(whole or report),
        "html": convert_html(html) if whole else None,
        "text": convert_text(text, near) if report else None,
    }


def _preview(report: Report | None) -> str:
    return render_to_string(PREVIEW, {"report": report, "whole": "vừa dán"}) if report else ""


def _conversion(article, number: str):
    """The version that a conversion made, while it is the newest and `number` the one before."""
    newest = versions.latest(article) if article.pk and number else None
    made = newest and newest.number > 1 and newest.note and number == str(newest.number - 1)
    return newest if made else None


def _undo(article, number: str, user) -> str:
    """Why the version before the conversion cannot be brought back; "" when it was."""
    if _conversion(article, number) is None:
        return LATE
    original = article.versions.get(number=number)
    content = {name: getattr(original, name) for name in legacy.TEXTS}
    base, note = int(number) + 1, UNDO_NOTE.format(number)
    try:
        workflow.save(article, content, user, base=base, note=note)
    except workflow.Refused as refusal:
        return str(refusal)
    return ""

"""A Word file brought by a person: read, asked about when its letters are old, made a draft."""

import json
import logging
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import drafts, workflow
from news.admin import safekeeping
from news.text import legacy, word
from news.text.docx_package import MAX_BYTES, TOO_LARGE
from news.text.richtext import TooLarge

logger = logging.getLogger(__name__)

TEMPLATE = "admin/news/article/word_import.html"
PREVIEW = "admin/news/article/_legacy_preview.html"
CONVERT, LEAVE = "chuyen", "giu"
NO_FILE = "Hãy chọn một tệp Word (.docx)."
NO_ROOM = "Máy chủ chưa cất được tệp nên bài chưa được nhập. Hãy thử lại, hoặc báo người quản trị."
NO_ROOM_HERE = (
    "Máy chủ chưa cất được ảnh của tệp nên chưa chèn gì. Hãy thử lại, hoặc báo người quản trị."
)
GONE = "Tệp này đã được nhập hoặc đã để quá lâu. Hãy chọn lại tệp."
LIMITS = {"most": MAX_BYTES, "too_large": TOO_LARGE}
DONE = "Đã nhập từ Word thành bản nháp. Hãy đọc lại trước khi gửi."
CONVERTED = "Đã chuyển {} đoạn chữ {} sang Unicode."
LEFT = "Đã giữ nguyên {} đoạn chữ {} theo lựa chọn của bạn."


class WordImport:
    """The part of ArticleAdmin that makes drafts of Word files."""

    def word_urls(self) -> list:
        """The address of all steps to a new draft, and that of parts for the form."""
        wrap = self.admin_site.admin_view
        return [
            path("tu-word/", wrap(self.word_view), name="news_article_word"),
            path("tu-word/chen/", wrap(self.word_parts_view), name="news_article_word_parts"),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        """The form, on which a file may be dropped."""
        context["word_limits"] = LIMITS
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        """The list, on which a file may be dropped."""
        return super().changelist_view(request, {"word_limits": LIMITS, **(extra_context or {})})

    def word_view(self, request):
        """The page to choose a file, the answer to one, or (?xong=…) what became of it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._answer(request)
        token = request.GET.get("xong")
        return self._word_page(request) if token is None else self._told(request, token)

    def word_parts_view(self, request):
        """What a file gives the article that is being written, as JSON; no article is touched."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        try:
            return self._parts(request)
        except (word.Unreadable, TooLarge, workflow.Refused) as error:
            return JsonResponse({"sentence": str(error)}, status=422)
        except OSError:
            logger.exception("The pictures of a Word file could not be kept")
            return JsonResponse({"sentence": NO_ROOM_HERE}, status=507)

    def _parts(self, request):
        choice = request.POST.get("chu")
        if choice is None:
            data = _bytes(request.FILES.get("file"))
        else:
            data = safekeeping.take(request.user, request.POST.get("tep", ""))
        if data is None or choice not in (None, CONVERT, LEAVE):
            return JsonResponse({"sentence": GONE}, status=404)
        document = word.read(data)
        report = legacy.inspect_html(document.raw)
        if report and choice is None:
            return _question(report, safekeeping.keep(request.user, data))
        return _told_here(drafts.parts(_in_unicode(document, choice), request.user))

    def _answer(self, request):
        try:
            if "tep" in request.POST:
                return self._decided(request)
            return self._received(request)
        except (word.Unreadable, TooLarge, workflow.Refused) as error:
            return self._word_page(request, sentence=str(error))
        except OSError:
            logger.exception("A Word file could not be kept")
            return self._word_page(request, sentence=NO_ROOM)

    def _received(self, request):
        """A file was sent: a draft at once, unless its letters are old."""
        data = _bytes(request.FILES.get("file"))
        document = word.read(data)
        report = legacy.inspect_html(document.raw)
        if report is None:
            return self._made(request, document)
        token = safekeeping.keep(request.user, data)
        context = {"report": report, "token": token, "convert": CONVERT, "leave": LEAVE}
        return self._word_page(request, title="Tệp có chữ kiểu cũ", **context)

    def _decided(self, request):
        """The person said what to do with old letters; the file waited in safe keeping."""
        choice = request.POST.get("chu")
        if choice not in (CONVERT, LEAVE):
            raise Http404
        data = safekeeping.take(request.user, request.POST["tep"])
        if data is None:
            return self._word_page(request, sentence=GONE, status=404)
        return self._made(request, _in_unicode(word.read(data), choice))

    def _made(self, request, document):
        """Store the draft; to its form at once when there is nothing to tell."""
        draft = drafts.make(document, request.user, self._filing(request))
        if not (draft.notes or draft.set_aside):
            self.message_user(request, DONE, messages.SUCCESS)
            return redirect("admin:news_article_change", draft.article.pk)
        told = {"article": draft.article.pk, "pictures": draft.pictures}
        told |= {"notes": draft.notes, "set_aside": draft.set_aside}
        try:
            token = safekeeping.keep(request.user, json.dumps(told).encode())
        except OSError:
            logger.exception("What became of a Word file could not be kept")
            return self._told_page(request, told)
        return redirect(f"{reverse('admin:news_article_word')}?xong={token}")

    def _told(self, request, token: str):
        data = safekeeping.look(request.user, token)
        if data is None or not data.startswith(b"{"):
            raise Http404
        return self._told_page(request, json.loads(data))

    def _told_page(self, request, told: dict):
        article = self.get_queryset(request).filter(pk=told["article"]).first()
        if article is None:
            raise Http404
        return self._word_page(request, title="Đã nhập từ Word", told=told, article=article)

    def _filing(self, request) -> dict:
        """The unit and author that the form would offer this person for a new article."""
        form = self.get_form(request)()
        chosen = {name: form.initial.get(name) for name in ("unit", "author")}
        return {
            f"{name}_id": pk
            for name, pk in chosen.items()
            if pk and form.fields[name].queryset.filter(pk=pk).exists()
        }

    def _word_page(self, request, *, title="Nhập từ Word", status=200, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "word_limits": LIMITS,
            **context,
        }
        return TemplateResponse(request, TEMPLATE, context, status=status)


def _bytes(upload) -> bytes:
    """Its size is known before it is read."""
    if upload is None:
        raise word.Unreadable(NO_FILE)
    if upload.size > MAX_BYTES:
        raise word.Unreadable(TOO_LARGE)
    return upload.read()


def _question(report: legacy.Report, token: str) -> JsonResponse:
    preview = render_to_string(PREVIEW, {"report": report, "whole": "của tệp"})
    return JsonResponse({"preview": preview, "token": token})


def _told_here(found: drafts.Parts) -> JsonResponse:
    told = render_to_string("admin/news/article/_word_here_told.html", {"told": found})
    content = {"title": found.title, "summary": found.summary, "body": found.body}
    return JsonResponse({**content, "told": told})


def _in_unicode(document: word.Document, choice: str | None) -> word.Document:
    report = legacy.inspect_html(document.raw)
    if report is None:
        return document
    sentence = CONVERTED if choice == CONVERT else LEFT
    note = sentence.format(len(report.blocks), report.encoding.label)
    document = replace(document, notes=(note, *document.notes))
    return document.converted(legacy.convert_html if choice == CONVERT else legacy.hold_html)

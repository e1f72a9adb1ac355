"""Attachments on the staff side: sent, renamed and replaced beside the article form, and read.

Scripts are answered in JSON: a file, or a sentence for the person, never a page.
"""

import logging
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers

from news import attachments
from news.media import attachments as files
from news.media.attachment_forms import AttachmentFileForm, SoundFileForm, TitleForm
from news.media.library import answers_json, refused
from news.media.models import Attachment
from news.media.serving import hand_out
from news.models import ArticleContent

logger = logging.getLogger(__name__)

ADD = "media.add_attachment"
GONE = "Không tìm thấy tệp này, hoặc bạn không được xem tệp."
NOT_STORED = "Máy chủ không lưu được tệp, có thể vì ổ đĩa đã đầy. Hãy báo quản trị hệ thống."


def staff_address(attachment: Attachment) -> str:
    """Where the staff read an attachment, whatever citizens see."""
    return reverse("admin:news_article_file", args=[attachment.pk])


def staff_links(content: ArticleContent) -> list[attachments.Link]:
    """The attachments of an article as the staff's pages name them."""
    return attachments.links(content, staff_address)


def in_words(view):
    """A view that says in a sentence what is not there and what the disk could not keep."""

    @wraps(view)
    def told(self, request, **named):
        try:
            return view(self, request, **named)
        except Http404:
            return refused(HTTPStatus.NOT_FOUND, GONE)
        except OSError:
            logger.exception("an attachment could not be stored")
            return refused(HTTPStatus.INSUFFICIENT_STORAGE, NOT_STORED)

    return told


class Attachments:
    """The part of ArticleAdmin that takes attachments and gives them to the staff."""

    def attachment_urls(self) -> list:
        """The addresses, each asked for by somebody signed in."""
        wrap = self.admin_site.admin_view
        name = "news_article_file"
        return [
            path("tep/tai-len/", wrap(self.upload_file), name=f"{name}_upload"),
            path("tep/tai-ban-nghe/", wrap(self.upload_sound), name=f"{name}_sound"),
            path("tep/<int:pk>/", wrap(self.read_file), name=name),
            path("tep/<int:pk>/ten/", wrap(self.rename_file), name=f"{name}_rename"),
            path("tep/<int:pk>/thay/", wrap(self.replace_file), name=f"{name}_replace"),
        ]

    def read_file(self, request, pk: int):
        """The file, for whoever uploaded it or may open an article that names it."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = hand_out(request, _readable(request.user, pk))
        add_never_cache_headers(response)
        return response

    @answers_json
    @in_words
    def upload_file(self, request):
        """Take one file: 201 with the new attachment, which no article names yet."""
        if not request.user.has_perm(ADD):
            return refused(HTTPStatus.FORBIDDEN, attachments.NO_RIGHT)
        form = AttachmentFileForm(None, request.FILES)
        if not form.is_valid():
            return refused(HTTPStatus.BAD_REQUEST, form.errors["upload"][0])
        return self._new(request, form.cleaned_data["upload"])

    @answers_json
    @in_words
    def upload_sound(self, request):
        """Take one recording: 201 with it, which no article names yet."""
        if not request.user.has_perm(ADD):
            return refused(HTTPStatus.FORBIDDEN, attachments.NO_RIGHT)
        form = SoundFileForm(None, request.FILES)
        if not form.is_valid():
            return refused(HTTPStatus.BAD_REQUEST, form.errors["upload"][0])
        return self._new(request, form.cleaned_data["upload"], files.SOUND_TITLE)

    @answers_json
    @in_words
    def rename_file(self, request, pk: int):
        """Give the link other words; 400 or 403 with a sentence."""
        found = _readable(request.user, pk)
        why_not = attachments.why_not_altered(found, request.user)
        if why_not:
            return refused(HTTPStatus.FORBIDDEN, why_not)
        form = TitleForm(request.POST)
        if not form.is_valid():
            return refused(HTTPStatus.BAD_REQUEST, form.errors["title"][0])
        attachments.rename(found, form.cleaned_data["title"], request.user)
        self.log_change(request, found, "Đã đổi tên.")
        return _told(found, HTTPStatus.OK)

    @answers_json
    @in_words
    def replace_file(self, request, pk: int):
        """Put another file in the place of one: 200 at an address that citizens know, else 201
        with a new attachment of the same name for the article to name instead."""
        found, user = _readable(request.user, pk), request.user
        stays = attachments.keeps_address(found)
        right = "" if user.has_perm(ADD) else attachments.NO_RIGHT
        why_not = attachments.why_not_altered(found, user) if stays else right
        if why_not:
            return refused(HTTPStatus.FORBIDDEN, why_not)
        form = AttachmentFileForm(None, request.FILES)
        if not form.is_valid():
            return refused(HTTPStatus.BAD_REQUEST, form.errors["upload"][0])
        if not stays:
            return self._new(request, form.cleaned_data["upload"], found.title)
        found = files.replace(found, form.cleaned_data["upload"], user)
        self.log_change(request, found, "Đã thay tệp.")
        return _told(found, HTTPStatus.OK)

    def _new(self, request, accepted: files.Accepted, title: str = "") -> JsonResponse:
        found = files.store(accepted, request.user, title)
        self.log_addition(request, found, "Đã tải lên.")
        return _told(found, HTTPStatus.CREATED)


def _readable(user, pk: int) -> Attachment:
    """The attachment, for whoever may read it; for all others there is none."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None or found.pk not in attachments.readable(user, [found.pk]):
        raise Http404
    return found


def _told(found: Attachment, status: HTTPStatus) -> JsonResponse:
    """An attachment as the form's script knows it."""
    told = {
        "id": found.pk,
        "title": found.title,
        "facts": found.facts_in_words,
        "scan": found.has_text is False,
        "address": staff_address(found),
        "rename": reverse("admin:news_article_file_rename", args=[found.pk]),
        "replace": reverse("admin:news_article_file_replace", args=[found.pk]),
    }
    return JsonResponse({"file": told}, status=status)

"""The picture library's own views: its pages, the picture window, and what their scripts send.

Scripts are answered in JSON: a picture, or a sentence for the person, never a page.
"""

import logging
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news.media import browsing, showing, tasks, uploads
from news.media.forms import ACCEPT, DescribeForm, FileForm
from news.media.models import Image, RenditionState

logger = logging.getLogger(__name__)

ONLY_POST = "Địa chỉ này chỉ nhận dữ liệu gửi lên."
NO_RIGHT = "Tài khoản của bạn không có quyền làm việc này với ảnh."
NOT_STORED = "Máy chủ không lưu được ảnh, có thể vì ổ đĩa đã đầy. Hãy báo quản trị hệ thống."
# Seconds after which the script sends again what came at a busy moment.
COME_AGAIN = 2
GONE = "Không còn ảnh này trong thư viện."


def answers_json(view):
    """A view that takes POST only and says in JSON why it refuses."""

    @wraps(view)
    def asked(self, request, **named):
        if request.method != "POST":
            return refused(HTTPStatus.METHOD_NOT_ALLOWED, ONLY_POST)
        return view(self, request, **named)

    return asked


def refused(status: HTTPStatus, sentence: str, **more) -> JsonResponse:
    """A refusal, in a sentence for the person."""
    return JsonResponse({"error": sentence, **more}, status=status)


def _not_taken(errors) -> JsonResponse:
    """Why a file is not taken; the script sends by itself once more what came at a busy moment."""
    error = errors.as_data()[0]
    if error.code != "busy":
        return refused(HTTPStatus.BAD_REQUEST, error.message)
    answer = refused(HTTPStatus.SERVICE_UNAVAILABLE, error.message)
    answer["Retry-After"] = str(COME_AGAIN)
    return answer


class Library:
    """The part of ImageAdmin that shows the library and answers its scripts."""

    def library_urls(self) -> list:
        """The addresses, each asked for by somebody signed in."""
        wrap = self.admin_site.admin_view
        return [
            path("chon/", wrap(self.choose), name="media_image_choose"),
            path("tai-len/", wrap(self.upload), name="media_image_upload"),
            path("<int:pk>/mo-ta/", wrap(self.describe), name="media_image_describe"),
            path("<int:pk>/lam-lai/", wrap(self.retry), name="media_image_retry"),
        ]

    def changelist_view(self, request, extra_context=None):
        """The library: every picture, newest first."""
        return self._shelf(request, "admin/media/image/change_list.html", title="Thư viện ảnh")

    def choose(self, request):
        """The window in which a picture is chosen for the form or the editor behind it."""
        template = "admin/media/image/choose.html"
        return self._shelf(request, template, title="Chọn ảnh", is_popup=True)

    @answers_json
    def upload(self, request):
        """Take one file: 201 with the new picture, 200 with the one that has the same bytes."""
        if not self.has_add_permission(request):
            return refused(HTTPStatus.FORBIDDEN, NO_RIGHT)
        form = FileForm(None, request.FILES)
        if not form.is_valid():
            return _not_taken(form.errors["upload"])
        try:
            image = form.store(request.user)
        except OSError:
            logger.exception("an upload could not be stored")
            return refused(HTTPStatus.INSUFFICIENT_STORAGE, NOT_STORED)
        if form.known is None:
            self.log_addition(request, image, "Đã tải lên.")
        status = HTTPStatus.OK if form.known else HTTPStatus.CREATED
        return JsonResponse({"picture": self._told(request, image)}, status=status)

    @answers_json
    def describe(self, request, pk: int):
        """Save the words of a picture; 400 with a sentence for each wrong field."""
        image = Image.objects.filter(pk=pk).first()
        if not self.has_view_permission(request):
            return refused(HTTPStatus.FORBIDDEN, NO_RIGHT)
        if image is None:
            return refused(HTTPStatus.NOT_FOUND, GONE)
        if not self.has_change_permission(request, image):
            return refused(HTTPStatus.FORBIDDEN, self.why_not_changed(request, image))
        form = DescribeForm(request.POST, instance=image)
        if not form.is_valid():
            wrong = {name: errors[0] for name, errors in form.errors.items()}
            return refused(HTTPStatus.BAD_REQUEST, next(iter(wrong.values())), errors=wrong)
        form.write()
        self.log_change(request, image, "Đã sửa mô tả.")
        return JsonResponse({"picture": self._told(request, image)})

    def retry(self, request, pk: int):
        """Have the renditions of a failed picture made once more, then back to where one was."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        image = Image.objects.filter(pk=pk).first()
        if image is None or not self.has_change_permission(request):
            raise PermissionDenied
        if image.rendition_state == RenditionState.FAILED:
            tasks.request(image)
            self.message_user(request, "Đang tạo lại bản thu nhỏ của ảnh.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:media_image_change", args=[image.pk]))

    def _shelf(self, request, template: str, **more):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "shelf": browsing.shelf(request.GET, request.user),
            "may_add": self.has_add_permission(request),
            "accept": ACCEPT,
            "most_bytes": uploads.MAX_BYTES,
            "too_large": uploads.TOO_LARGE,
            **more,
        }
        return TemplateResponse(request, template, context)

    def _told(self, request, image) -> dict:
        """A picture as scripts know it."""
        return {
            "id": image.pk,
            "title": str(image),
            "url": image.file.url,
            "thumbnail": showing.responsive(image, "library").src,
            **{name: getattr(image, name) for name in DescribeForm.Meta.fields},
            "width": image.width,
            "height": image.height,
            "page": reverse("admin:media_image_change", args=[image.pk]),
            "describe": self._describing(request, image),
        }

    def _describing(self, request, image) -> str:
        """Where its words may be sent to; empty for somebody who may not change them."""
        if not self.has_change_permission(request, image):
            return ""
        return reverse("admin:media_image_describe", args=[image.pk])

"""The picture library on the staff side: who may do what to a picture, and a picture's page."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from news.media import renditions, usage
from news.media.forms import PictureForm, UploadForm
from news.media.library import NO_RIGHT, Library
from news.media.models import Image

IS_LIVE = "Ảnh đang đăng trên trang công khai nên chỉ người xuất bản sửa được. Hãy nhờ họ sửa."


@admin.register(Image)
class ImageAdmin(Library, admin.ModelAdmin):
    """Pictures are added and described; their bytes never change; only an unused one may go."""

    add_form_template = "admin/media/image/add.html"
    actions = None

    def get_urls(self):
        """The library's addresses, before those that take any word for an id."""
        return [*self.library_urls(), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        """The words of any picture; of one that citizens see, only whoever may publish."""
        allowed = super().has_change_permission(request)
        if obj is None or not allowed:
            return allowed
        return usage.may_alter(request.user, partial(usage.is_live, obj))

    def has_delete_permission(self, request, obj=None):
        """Whoever put it there, or holds the right, and only while nothing shows it."""
        allowed = super().has_delete_permission(request)
        if obj is None:
            return allowed
        own = obj.uploaded_by_id == request.user.pk and super().has_change_permission(request)
        return (own or allowed) and not usage.is_shown(obj)

    def why_not_changed(self, request, image) -> str:
        """Why this person may not change the picture; empty when they may."""
        if self.has_change_permission(request, image):
            return ""
        return IS_LIVE if self.has_change_permission(request) else NO_RIGHT

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A new picture is uploaded; an old one gets better words and another focal point."""
        return UploadForm if obj is None else PictureForm

    def get_fields(self, request, obj=None):
        """The fields of the form; the templates say where each stands."""
        return list((UploadForm if obj is None else PictureForm).base_fields)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Give the template what it says about the picture."""
        if obj is None:
            context["title"] = "Tải ảnh lên"
        else:
            context["uses"] = usage.uses(obj, request.user)
            context["why_not"] = self.why_not_changed(request, obj)
            context["may_delete"] = self.has_delete_permission(request, obj)
            context["title"] = "Xem ảnh" if context["why_not"] else "Sửa ảnh"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_form(self, request, form, change):
        """The upload form stores by itself; words are saved as usual."""
        if change:
            return super().save_form(request, form, change)
        image = form.store(request.user)
        image.was_known = form.known is not None
        return image

    def save_model(self, request, obj, form, change):
        """Save changed words; a new picture is stored already."""
        if change:
            form.write()

    def save_related(self, request, form, formsets, change):
        """A picture has no relations, and the upload form saves none."""

    def response_add(self, request, obj, post_url_continue=None):
        """To the page of the picture, whether it is new or was there already."""
        words = "Ảnh này đã có trong thư viện." if obj.was_known else "Đã thêm ảnh vào thư viện."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:media_image_change", args=[obj.pk]))

    def response_change(self, request, obj):
        """Back to the picture."""
        self.message_user(request, "Đã lưu thông tin ảnh.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:media_image_change", args=[obj.pk]))

    def delete_model(self, request, obj):
        """Its row now, its files when that is certain; nothing may have shown it meanwhile."""
        if not usage.release(obj):
            raise PermissionDenied
        obj.delete()
        transaction.on_commit(partial(_delete_files, obj))


def _delete_files(image: Image) -> None:
    default_storage.delete(image.file.name)
    renditions.delete_files(image.renditions.values())

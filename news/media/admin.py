"""The picture library on the staff side: the list, the upload, and the window that chooses."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path

from news.media.forms import UploadForm
from news.media.models import Image

PER_PAGE = 24


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Pictures are added and described; their bytes never change and nobody deletes them here."""

    list_display = ["picture", "alt", "caption", "credit", "uploaded_by", "uploaded_at"]
    list_display_links = ["picture", "alt"]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt", "caption", "credit", "original_name"]
    search_help_text = "Tìm theo mô tả, chú thích, tác giả ảnh hoặc tên tệp."
    list_per_page = PER_PAGE
    show_full_result_count = False
    readonly_fields = ["picture", "original_name", "uploaded_by", "uploaded_at"]

    @admin.display(description="ảnh")
    def picture(self, image):
        """The picture itself."""
        return render_to_string("staff/_thumbnail.html", {"image": image})

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A new picture is uploaded; an old one only gets better words."""
        if obj is None:
            return UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        """Fields in the order they are filled in."""
        if obj is None:
            return ["upload", "alt", "caption", "credit"]
        return [
            "picture",
            "alt",
            "caption",
            "credit",
            "original_name",
            "uploaded_by",
            "uploaded_at",
        ]

    def get_readonly_fields(self, request, obj=None):
        """Nothing is read-only before the upload."""
        return self.readonly_fields if obj else []

    def save_form(self, request, form, change):
        """The upload form stores by itself; words are saved as usual."""
        return super().save_form(request, form, change) if change else form.store(request.user)

    def save_model(self, request, obj, form, change):
        """Save changed words; a new picture is stored already."""
        if change:
            obj.save()

    def has_delete_permission(self, request, obj=None):
        """Articles of any date may show a picture: it stays."""
        return False

    def get_urls(self):
        """The choosing window, before the addresses that take any word for an id."""
        choose = self.admin_site.admin_view(self.choose)
        return [path("chon/", choose, name="media_image_choose"), *super().get_urls()]

    def choose(self, request):
        """The window in which a picture is chosen or uploaded for the form behind it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        may_add = self.has_add_permission(request)
        if request.method == "POST" and not may_add:
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        chosen = form.store(request.user) if request.method == "POST" and form.is_valid() else None
        return self._window(request, form, chosen, may_add)

    def _window(self, request, form, chosen, may_add):
        words = request.GET.get("q", "").strip()[:100]
        page = Paginator(_matching(words), PER_PAGE).get_page(request.GET.get("trang"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh",
            "is_popup": True,
            "form": form,
            "chosen": chosen,
            "may_add": may_add,
            "page": page,
            "words": words,
        }
        return TemplateResponse(request, "admin/media/image/choose.html", context)


def _matching(words: str):
    found = Q()
    for word in words.split():
        found &= (
            Q(alt__icontains=word)
            | Q(caption__icontains=word)
            | Q(credit__icontains=word)
            | Q(original_name__icontains=word)
        )
    return Image.objects.filter(found)

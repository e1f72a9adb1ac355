"""Sections, units, authors and what the portal says of itself, on the staff side."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from news.admin.duties import Duties
from news.admin.failures import FailuresScreen
from news.admin.moved import Moving
from news.admin.people_forms import PersonChoice
from news.admin.search_recommended import RecommendedScreen
from news.admin.search_report import SearchedScreen
from news.admin.search_words import SameWordsScreen
from news.admin.site_banners import BannerScreens
from news.admin.site_contacts import ContactScreens
from news.admin.site_front import FrontScreen
from news.admin.site_menu import MenuScreens
from news.admin.site_record import RecordScreen
from news.admin.site_screens import SiteScreens, hand_of
from news.authors.models import Author, Unit
from news.forms import PictureWidget
from news.models import Category
from news.site import arranging
from news.site.models import Portal


class KeptAdmin(admin.ModelAdmin):
    """What articles of any date refer to is switched off, never deleted."""

    show_full_result_count = False
    change_form_template = "admin/kept.html"

    # Fields that Django would show as a picture which speaks English, and who says them in words.
    in_words = {"active": "standing", "visible": "shown"}

    @admin.display(description="tình trạng", ordering="active")
    def standing(self, obj):
        """Whether it is still in use."""
        return "Đang dùng" if obj.active else "Đã ngừng"

    @admin.display(description="hiển thị", ordering="visible")
    def shown(self, obj):
        """Whether citizens see it."""
        return "Hiển thị" if obj.visible else "Đang ẩn"

    def get_fields(self, request, obj=None):
        """Words instead of boxes for who may only look."""
        return self._readable(request, super().get_fields(request, obj))

    def get_list_display(self, request):
        """The same in the list."""
        return self._readable(request, super().get_list_display(request))

    def _readable(self, request, names) -> list[str]:
        if self.has_change_permission(request):
            return names
        return [self.in_words.get(name, name) for name in names]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A plain field, without Django's buttons that open forms in further windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def has_delete_permission(self, request, obj=None):
        """Never."""
        return False

    def view_on_site(self, obj):
        """The public page under its stored address, whatever a refused form would make of it."""
        stored = type(obj).objects.get(pk=obj.pk)
        return stored.get_absolute_url() if hasattr(stored, "get_absolute_url") else None


@admin.register(Category)
class CategoryAdmin(Moving, KeptAdmin):
    """The tree of sections."""

    list_display = ["name", "parent", "slug", "position", "visible"]
    list_editable = ["position", "visible"]
    list_select_related = ["parent"]
    search_fields = ["name__folds", "slug"]
    fields = ["name", "parent", "slug", "description", "position", "visible"]


@admin.register(Unit)
class UnitAdmin(Moving, KeptAdmin):
    """Units that sign articles."""

    list_display = ["name", "short_name", "code", "standing"]
    list_filter = ["active"]
    search_fields = ["name__folds", "short_name__folds", "code"]
    fields = ["name", "short_name", "code", "description", "address", "phone", "email", "active"]


@admin.register(Author)
class AuthorAdmin(KeptAdmin):
    """People who sign articles."""

    list_display = ["full_name", "unit", "position", "user", "standing"]
    list_select_related = ["unit", "user"]
    list_filter = ["active", "unit"]
    search_fields = ["full_name__folds"]
    fields = ["full_name", "unit", "position", "user", "active"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Accounts by the names of their owners."""
        if db_field.name == "user":
            kwargs |= {"form_class": PersonChoice, "empty_label": "Chưa nối với tài khoản nào"}
            kwargs["queryset"] = User.objects.order_by("sort_key", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Portal)
class PortalAdmin(
    Duties,
    FrontScreen,
    MenuScreens,
    ContactScreens,
    BannerScreens,
    RecordScreen,
    RecommendedScreen,
    SearchedScreen,
    SameWordsScreen,
    FailuresScreen,
    SiteScreens,
    KeptAdmin,
):
    """One row: the list leads straight to it; and the screens of the frame around the pages."""

    change_form_template = "admin/site/portal/change_form.html"
    fieldsets = [
        ("Đầu trang", {"fields": ["kind", "name", "parent_name", "emblem"]}),
        (
            "Chân trang (bắt buộc theo quy định)",
            {"fields": ["owner", "responsible", "address", "phone", "email", "licence"]},
        ),
        ("Trang “Liên hệ”", {"fields": ["fax", "no_social_accounts"]}),
        ("Chứng nhận Tín nhiệm mạng", {"fields": ["badge_domain", "badge_url"]}),
        ("Lượt truy cập", {"fields": ["counter_shown"]}),
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    in_words = {"counter_shown": "counted", "no_social_accounts": "on_networks"}

    @admin.display(description="số lượt truy cập ở chân trang")
    def counted(self, obj):
        """Whether readers see the numbers."""
        return "Đang hiện" if obj.counter_shown else "Không hiện"

    @admin.display(description="tài khoản mạng xã hội")
    def on_networks(self, obj):
        """Whether the office says that it has none."""
        return "Không có tài khoản nào" if obj.no_social_accounts else "Theo mục “Mạng xã hội”"

    def get_fieldsets(self, request, obj=None):
        """The same words in the parts of the form."""
        parts = super().get_fieldsets(request, obj)
        return [(name, {"fields": self._readable(request, part["fields"])}) for name, part in parts]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The emblem is chosen in the library."""
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, "widget": PictureWidget}
        )

    def get_urls(self):
        """The screens of the frame stand before the form's own address."""
        ours = (self.front_urls, self.menu_urls, self.banner_urls, self.record_urls)
        ours += (self.duty_urls, self.contact_urls, self.same_urls, self.recommended_urls)
        ours += (self.searched_urls, self.failure_urls)
        return [*(url for urls in ours for url in urls()), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        """Keep on record who changed what readers see on every page."""
        arranging.keep(obj, "portal", hand_of(request))

    def has_add_permission(self, request):
        """The row is made when it is first asked for."""
        return False

    def changelist_view(self, request, extra_context=None):
        """There is only one, so open it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        portal, _ = Portal.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:site_portal_change", args=[portal.pk]))

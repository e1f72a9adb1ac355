"""The staff's side: Django admin at /quan-tri/, with our sign-in and the desk as its start page."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from news import desk


def lookup_allowed(model_admin, lookup, value, request=None) -> bool:
    """A list is narrowed by its own filters only: any other question could spy, or break."""
    return lookup in _own_lookups(model_admin.get_list_filter(request))


def view_on_site(model_admin, obj) -> str | None:
    """The public address of what somebody has open; None where there is none."""
    return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


class StaffSite(AdminSite):
    """The admin in our words; signing in and out happens on the portal's own pages."""

    site_title = "Quản trị"
    site_header = "Quản trị cổng thông tin"
    index_title = "Bàn làm việc"
    index_template = "admin/desk.html"
    # Our own template has the menu; Django's scripts for it are not loaded.
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Every list and form keeps the rules above."""
        rules = {"lookup_allowed": lookup_allowed, "view_on_site": view_on_site}
        super().register(model_or_iterable, admin_class, **{**rules, **options})

    def get_urls(self):
        """Without Django's way to any object's public address: it tells the title of drafts."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request):
        """For the fields that our forms complete; Django's answers for any relation by any way."""
        asked = tuple(request.GET.get(name) for name in ("app_label", "model_name", "field_name"))
        if asked not in self._completed_fields():
            raise PermissionDenied
        return super().autocomplete_view(request)

    def index(self, request, extra_context=None):
        """The desk: what waits for this person."""
        return super().index(request, {**desk.of(request.user), **(extra_context or {})})

    def login(self, request, extra_context=None):
        """There is one sign-in page; it sends the person back here."""
        target = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('dang-nhap')}?{urlencode({'next': target})}")

    def logout(self, request, extra_context=None):
        """There is one way to sign out."""
        return redirect("dang-xuat", preserve_request=True)

    def password_change(self, request, extra_context=None):
        """There is one page to choose a password."""
        return redirect("doi-mat-khau")

    def has_permission(self, request):
        """Every active account belongs to the staff; what it may do is asked object by object."""
        return request.user.is_active and request.user.is_authenticated

    def _completed_fields(self) -> set[tuple[str, str, str]]:
        return {
            (model._meta.app_label, model._meta.model_name, field)
            for model, model_admin in self._registry.items()
            for field in model_admin.autocomplete_fields
        }


def _own_lookups(filters):
    for entry in filters:
        if isinstance(entry, type):
            yield entry.parameter_name
        else:
            name = entry if isinstance(entry, str) else entry[0]
            yield from (f"{name}__exact", f"{name}__isnull", f"{name}__id__exact")

"""The staff's side: Django admin at /quan-tri/, with our sign-in and the desk as its start page."""

from django.contrib.admin import AdminSite
from django.forms import Media
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts.models import User
from config.operations.status import status
from news import desk, notices, obligations
from news.feedback import reports
from news.people import gaps

# The public address of any object, and the search in any relation.
LEFT_OUT = ("view_on_site", "autocomplete")
GIVE = "news.add_assignment"
PORTAL = "site.change_portal"


def lookup_allowed(model_admin, lookup, value, request=None) -> bool:
    """A list is narrowed by its own filters only: any other question could spy, or break."""
    return lookup in _own_lookups(model_admin.get_list_filter(request))


class StaffSite(AdminSite):
    """The admin in our words; signing in and out happens on the portal's own pages."""

    site_title = "Quản trị"
    site_header = "Quản trị cổng thông tin"
    index_title = "Bàn làm việc"
    index_template = "admin/desk.html"
    # Our own template has the menu; Django's scripts for it are not loaded.
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Our own screens, each with the rule above and without Django's scripts (jQuery tries
        inline styles, which our policy refuses); what packages bring asks rights of its own."""
        if admin_class and admin_class.__module__.startswith("news."):
            options = {"lookup_allowed": lookup_allowed, "media": Media(), **options}
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        """Without the two ways of Django's that lead to any object, a stranger's draft included."""
        found = [url for url in super().get_urls() if getattr(url, "name", "") not in LEFT_OUT]
        return [path("tinh-trang/", self.admin_view(status), name="site_portal_status"), *found]

    def each_context(self, request):
        """With the bell's number, which is counted when a page first shows it."""
        context = super().each_context(request)
        if context["has_permission"]:
            context["unread"] = SimpleLazyObject(lambda: notices.unread(request.user))
        return context

    def index(self, request, extra_context=None):
        """The desk: what waits for this person."""
        context = {**desk.of(request.user), "factor_requests": self._factor_requests(request)}
        # Who hands out rights can let somebody move these on.
        context["reports"], context["reports_late"] = reports.waiting(request.user)
        context["stranded"] = gaps.count() if request.user.has_perm(GIVE) else 0
        context["duties"] = self._lacking(request.user)
        return super().index(request, {**context, **(extra_context or {})})

    def _lacking(self, user) -> int:
        """How much the law misses, for whoever looks after the portal alone: the newsroom's own
        desk asks enough already, and its people find the list in the menu."""
        alone = user.has_perm(PORTAL) and not user.has_perm("news.view_article")
        return obligations.count() if alone else 0

    def _factor_requests(self, request) -> int:
        """How many lost devices of others wait for this administrator's word."""
        rows = self.get_model_admin(User).waiting(request)
        return sum(row.asked_by_id != request.user.pk for row in rows)

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


def _own_lookups(filters):
    for entry in filters:
        if isinstance(entry, type):
            yield entry.parameter_name
        else:
            name = entry if isinstance(entry, str) else entry[0]
            yield from (f"{name}__exact", f"{name}__isnull", f"{name}__id__exact")

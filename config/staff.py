"""The staff's side: Django admin at /quan-tri/, with our sign-in and the desk as its start page."""

from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from news import desk


class StaffSite(AdminSite):
    """The admin in our words; signing in and out happens on the portal's own pages."""

    site_title = "Quản trị"
    site_header = "Quản trị cổng thông tin"
    index_title = "Bàn làm việc"
    index_template = "admin/desk.html"
    # Our own template has the menu; Django's scripts for it are not loaded.
    enable_nav_sidebar = False

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

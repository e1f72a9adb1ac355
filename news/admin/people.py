"""Accounts on the staff side: made, described, locked and handed over; never deleted."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from news.admin.people_codes import Codes
from news.admin.people_factors import FactorResets
from news.admin.people_filters import RoleFilter, StandingFilter
from news.admin.people_forms import AccountForm, NewAccountForm
from news.admin.people_import import Import
from news.admin.people_leave import Leave
from news.admin.people_life import Life
from news.admin.people_record import Record
from news.admin.people_reports import Reports
from news.people import creating, using
from news.people.ranks import may_touch


@admin.register(User)
class AccountAdmin(Codes, Life, Leave, Import, FactorResets, Record, Reports, admin.ModelAdmin):
    """Accounts are made, described and locked; never deleted."""

    # Each is looked at by name.
    actions = None
    list_display = ["full_name", "username", "roles", "standing", "last_used"]
    list_filter = [StandingFilter, RoleFilter]
    search_fields = ["full_name__folds", "username__folds", "email__folds"]
    ordering = ["sort_key"]
    list_per_page = 50
    show_full_result_count = False
    form = AccountForm

    def get_urls(self):
        """The pages of an account's life stand before the form's own address."""
        ours = (self.code_urls, self.life_urls, self.leave_urls, self.import_urls)
        ours += (self.factor_urls, self.record_urls, self.report_urls)
        return [*(url for urls in ours for url in urls()), *super().get_urls()]

    def get_queryset(self, request):
        """With what the list says of each, in a fixed number of queries."""
        return using.with_use(super().get_queryset(request)).prefetch_related("assignments__role")

    @admin.display(description="vai trò")
    def roles(self, user):
        """What they hold, each once."""
        return ", ".join(sorted({each.role.name for each in user.assignments.all()})) or "chưa có"

    @admin.display(description="tình trạng", ordering="is_active")
    def standing(self, user):
        """In words: Django's picture for yes and no speaks English."""
        return "Đang hoạt động" if user.is_active else "Đã khoá"

    @admin.display(description="dùng lần cuối", ordering="used_at")
    def last_used(self, user):
        """When they last worked."""
        return user.used_at or "chưa dùng"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A new account's form knows who makes it."""
        if obj is None:
            return type("NewAccountForm", (NewAccountForm,), {"actor": request.user})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """What somebody may change, or only look at; the rest of the page says the rest."""
        fields = ["full_name", "username", "email", "phone", "last_day"]
        if obj is None:
            fields = ["full_name", "username", "email", "phone", "role", "unit", "last_day"]
        return [(None, {"fields": fields})]

    def has_change_permission(self, request, obj=None):
        """Not one's own account, and none above."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_touch(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """What somebody did stays on record, so the account stays too."""
        return False

    def save_model(self, request, obj, form, change):
        """Write down what was made or changed."""
        if not change:
            place = {name: form.cleaned_data[name] for name in ("role", "unit")}
            creating.create(obj, request.user, request, **place)
            return
        before = creating.described(User.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        creating.changed(before, obj, request.user, request)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the code, without which nobody gets in."""
        return HttpResponseRedirect(reverse("admin:accounts_user_code", args=[obj.pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The account with all that belongs to it: roles, devices, second factor, record."""
        found = self.get_object(request, object_id)
        about = self.about(request, found) if found else {}
        return super().change_view(request, object_id, form_url, {**about, **(extra_context or {})})

    def about(self, request, user) -> dict:
        """What stands beside the form."""
        return {
            "title": user.full_name,
            "account": user,
            "places": user.assignments.select_related("role", "unit", "category"),
            "may_touch": self.has_change_permission(request, user),
            "code": using.open_codes().filter(user=user).first(),
            **using.summary(user),
            **self.latest_events(request, user),
        }

    def touchable(self, request, pk: int) -> User:
        """The account, if this person may change it. Raises Http404 or PermissionDenied."""
        user = User.objects.filter(pk=pk).first()
        if user is None and self.has_change_permission(request):
            raise Http404
        if user is None or not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def page(self, request, title: str, user=None, **more) -> dict:
        """The context of one of our pages."""
        site = self.admin_site.each_context(request)
        return {**site, "title": title, "opts": self.opts, "account": user, **more}

    def back_to(self, user) -> HttpResponseRedirect:
        """To the account's page."""
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))

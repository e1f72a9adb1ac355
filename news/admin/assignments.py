"""Who holds which role where: given and taken back by those above, and always written down."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.roles import rank
from news.admin.people_filters import GivenRole, GivenUnit
from news.models import Assignment
from news.people import administrators, assigning
from news.people.ranks import may_touch

# What a list says where nothing is chosen.
EMPTY = {
    "user": "Chọn tài khoản",
    "role": "Chọn vai trò",
    "unit": "Mọi đơn vị",
    "category": "Mọi chuyên mục",
}


class AssignmentForm(forms.ModelForm):
    """Gives somebody a role; refuses what its giver may not give, and to lose the last
    administrator."""

    actor = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in EMPTY.items():
            if name in self.fields:
                self.fields[name].empty_label = words

    def clean(self):
        """Ask the ranks, and whether somebody is left."""
        cleaned = super().clean()
        user, role = cleaned.get("user"), cleaned.get("role")
        if user and role and not may_touch(self.actor, user, role.name):
            raise ValidationError("Bạn không được giao vai trò này cho tài khoản này.")
        if role and rank([role.name]) > 1 and (cleaned.get("unit") or cleaned.get("category")):
            # Accounts belong to no unit, so such a limit would limit nothing.
            raise ValidationError("Vai trò quản trị luôn áp dụng cho mọi đơn vị và chuyên mục.")
        self._keep_the_last(user, role)
        return cleaned

    def _keep_the_last(self, user, role) -> None:
        if not self.instance.pk:
            return
        # Until the row is written, because the admin's form runs in one transaction.
        administrators.hold()
        row = Assignment.objects.select_related("user", "role").get(pk=self.instance.pk)
        refusal = administrators.refusal_to_take(row)
        if refusal and (row.user, row.role) != (user, role):
            raise ValidationError(refusal)


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """Who holds which role where."""

    # Roles are taken back one by one, each asked for by name.
    actions = None
    form = AssignmentForm
    list_display = ["user", "role", "where", "about"]
    list_select_related = ["user", "role", "unit", "category"]
    list_filter = [GivenRole, GivenUnit]
    search_fields = ["user__full_name", "user__username"]
    show_full_result_count = False

    @admin.display(description="đơn vị", ordering="unit")
    def where(self, row):
        """The unit, or all of them."""
        return row.unit or "Mọi đơn vị"

    @admin.display(description="chuyên mục", ordering="category")
    def about(self, row):
        """The section, or all of them."""
        return row.category or "Mọi chuyên mục"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A plain list: the pictures beside it would lead away from a form that is half filled."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.many_to_one:
            field.widget = field.widget.widget
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form knows who gives."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("AssignmentForm", (form,), {"actor": request.user})

    def has_change_permission(self, request, obj=None):
        """Changing an assignment asks the same as giving it."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Taking a role back asks the same as giving it."""
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def save_model(self, request, obj, form, change):
        """Keep what stood before on record."""
        before = change and Assignment.objects.get(pk=obj.pk)
        super().save_model(request, obj, form, change)
        if change:
            assigning.changed(before, obj, request.user, request)
        else:
            assigning.given(obj, request.user, request)

    def delete_model(self, request, obj):
        """The same of a role that is taken back."""
        assigning.taken(obj, request.user, request)
        super().delete_model(request, obj)

    def get_deleted_objects(self, objs, request):
        """The last administrator's role is among what is protected; the delete page runs in one
        transaction, so the lock holds until the row is gone."""
        administrators.hold()
        refusals = [administrators.refusal_to_take(row) for row in objs]
        gone, count, missing, kept = super().get_deleted_objects(objs, request)
        return gone, count, missing, [*kept, *filter(None, refusals)]

    def _may_touch(self, request, obj) -> bool:
        return obj is None or may_touch(request.user, obj.user, obj.role.name)

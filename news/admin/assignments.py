"""Who holds which role where: given and taken back by those above, and always written down."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.roles import BY_LABEL, rank
from news.admin.people_filters import GivenRole, GivenUnit
from news.admin.people_forms import PersonChoice, roles_below
from news.authors.models import Unit
from news.filing import CategoryChoice
from news.models import Assignment, Category
from news.people import administrators, assigning, gaps
from news.people.ranks import may_touch, touchable
from news.text.numbers import whole

NOT_YOURS = "Bạn không được giao vai trò này cho tài khoản này."
# Accounts belong to no unit, so such a limit would limit nothing.
EVERYWHERE = "Vai trò quản trị luôn áp dụng cho mọi đơn vị và chuyên mục: hãy để trống ô này."
WITH_PARTS = "Chọn chuyên mục lớn thì gồm cả chuyên mục con."


class RoleChoice(forms.ModelChoiceField):
    """A role by what it is for; the page puts its name before."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj):
        """What somebody does in it."""
        return BY_LABEL[obj.name].does


class AssignmentForm(forms.ModelForm):
    """Gives somebody a role; refuses what its giver may not give, and to lose the last
    administrator."""

    actor = None

    user = PersonChoice(
        User.objects.none(),
        label="Người được giao",
        empty_label="Chọn người",
        error_messages={"required": "Chọn người được giao.", "invalid_choice": NOT_YOURS},
    )
    role = RoleChoice(
        Group.objects.none(),
        label="Vai trò",
        empty_label=None,
        error_messages={"required": "Chọn vai trò.", "invalid_choice": NOT_YOURS},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Chỉ cho đơn vị",
        required=False,
        empty_label="Mọi đơn vị",
        help_text="Chọn một đơn vị thì chỉ làm được với bài của đơn vị ấy.",
    )
    category = CategoryChoice(
        Category.objects.select_related("parent").order_by("parent__position", "position", "pk"),
        label="Chỉ cho chuyên mục",
        required=False,
        empty_label="Mọi chuyên mục",
        help_text=f"{WITH_PARTS} Chọn cả đơn vị thì bài phải khớp cả hai.",
    )

    class Meta:
        model = Assignment
        fields = ["user", "role", "unit", "category"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = touchable(self.actor).order_by("sort_key", "pk")
        self.fields["role"].queryset = roles_below(self.actor).order_by("pk")
        units = Unit.objects.filter(Q(active=True) | Q(pk=self.instance.unit_id))
        self.fields["unit"].queryset = units.order_by("sort_key", "pk")

    def clean(self):
        """Ask the ranks, and whether somebody is left."""
        cleaned = super().clean()
        user, role = cleaned.get("user"), cleaned.get("role")
        if user and role and not may_touch(self.actor, user, role.name):
            raise ValidationError(NOT_YOURS)
        if role and rank([role.name]) > 1:
            for name in ("unit", "category"):
                if cleaned.get(name):
                    self.add_error(name, EVERYWHERE)
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
    search_fields = ["user__full_name__folds", "user__username__folds"]
    ordering = ["user__sort_key", "pk"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="đơn vị", ordering="unit")
    def where(self, row):
        """The unit, or all of them."""
        return row.unit or "Mọi đơn vị"

    @admin.display(description="chuyên mục", ordering="category")
    def about(self, row):
        """The section, or all of them."""
        return row.category or "Mọi chuyên mục"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form knows who gives."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("AssignmentForm", (form,), {"actor": request.user})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page knows whose role it is: the row's, or whom the address names."""
        named = whole(request.GET.get("user", ""))
        person = obj.user if obj else touchable(request.user).filter(pk=named).first()
        title = "Sửa vai trò" if self.has_change_permission(request, obj) else "Vai trò"
        context |= {"account": person, "title": title if change else "Giao vai trò"}
        context["may_take"] = change and self.has_delete_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

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
        request.taken_from = obj.user_id
        super().delete_model(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the account with all its roles."""
        return self._to_account(request, obj.user_id, f"Đã giao vai trò {obj.role}.")

    def response_change(self, request, obj):
        """The same."""
        return self._to_account(request, obj.user_id, f"Đã lưu vai trò {obj.role}.")

    def response_delete(self, request, obj_display, obj_id):
        """The same."""
        return self._to_account(request, request.taken_from, "Đã thu vai trò.")

    def get_deleted_objects(self, objs, request):
        """The last administrator's role is among what is protected; the delete page runs in one
        transaction, so the lock holds until the row is gone."""
        administrators.hold()
        refusals = [administrators.refusal_to_take(row) for row in objs]
        gone, count, missing, kept = super().get_deleted_objects(objs, request)
        return gone, count, missing, [*kept, *filter(None, refusals)]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With what would lie still without this assignment, said before it is changed."""
        context = {**self._left_alone(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def delete_view(self, request, object_id, extra_context=None):
        """The same before it is taken back."""
        context = {**self._left_alone(object_id), **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    def _left_alone(self, object_id: str) -> dict:
        number = whole(unquote(object_id))
        rows = Assignment.objects.select_related("user")
        row = None if number is None else rows.filter(pk=number).first()
        return {"gaps": gaps.without_assignment(row) if row else []}

    def _may_touch(self, request, obj) -> bool:
        return obj is None or may_touch(request.user, obj.user, obj.role.name)

    def _to_account(self, request, pk: int, done: str) -> HttpResponseRedirect:
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))

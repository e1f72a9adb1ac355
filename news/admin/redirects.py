"""The screens of old addresses: where each leads, and which are asked for in vain."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, path, resolve, reverse

from news.addresses import writing
from news.addresses.models import Below, Missed, Redirect
from news.admin.redirects_import import Import
from news.models import Article, Kind
from news.search.near import near
from news.text import oldaddress
from news.text.numbers import whole

SHOWN = 200
SAVED = "Đã lưu. Ai mở {} sẽ được đưa tới {}."
STANDS = (
    "Đã lưu. Trang ở {} đang hiển thị nên chưa ai bị đưa đi; khi trang được gỡ, ai mở sẽ tới {}."
)
GONE = "Đã xoá. Địa chỉ {} không còn được chuyển đi."
IGNORED = "Đã bỏ qua {}. Xem lại ở mục “Đã bỏ qua”."
WATCHED = "Lại theo dõi {}."
CLEARED = {"old": "Nhập địa chỉ cũ.", "new": "Nhập địa chỉ mới."}


class RedirectForm(forms.ModelForm):
    """One redirect; what cannot be is said at its field, and what was typed stays."""

    old = forms.CharField(
        label="Địa chỉ cũ",
        max_length=oldaddress.LONGEST,
        error_messages={"required": CLEARED["old"]},
        help_text="Chép cả địa chỉ của trang cũ, hoặc phần từ dấu / đầu tiên.",
    )
    new = forms.CharField(
        label="Địa chỉ mới",
        max_length=oldaddress.LONGEST,
        error_messages={"required": CLEARED["new"]},
        help_text="Mở trang muốn dẫn tới rồi chép địa chỉ ở đây.",
    )

    class Meta:
        model = Redirect
        fields = ["old", "new", "below", "note"]
        widgets = {"below": forms.RadioSelect}

    def clean(self):
        """Ask the whole table."""
        cleaned = super().clean()
        if "old" in cleaned and "new" in cleaned and "below" in cleaned:
            outcome = self.write(None, dry=True)
            if outcome.kind == "wrong":
                self.add_error("new" if outcome.at_new else "old", outcome.says)
            elif outcome.kind == "same" and outcome.entry.old != self._former():
                self.add_error("old", writing.THERE.format(outcome.entry.new))
        return cleaned

    def write(self, user, dry=False) -> writing.Outcome:
        """Write the line, or only look what would become of it."""
        names = ("old", "new", "below", "note")
        line = writing.Line(**{name: self.cleaned_data[name] for name in names})
        former = self._former()
        # Saying something else for the same address is what the form is for.
        again = bool(former) and oldaddress.key(line.old) == former
        rest = {"replace": again, "instead_of": "" if again else former}
        return writing.write([line], user, dry=dry, **rest)[0]

    def _former(self) -> str:
        """The old address of the row that is being changed."""
        return self.initial.get("old", "") if self.instance.pk else ""

    def _post_clean(self):
        """The table was asked in clean; the instance is written by `write`."""


@admin.register(Redirect)
class RedirectAdmin(Import, admin.ModelAdmin):
    """Old addresses."""

    form = RedirectForm
    actions = None
    list_display = ["old", "new", "reach", "origin"]
    list_filter = ["automatic", "below"]
    list_select_related = ["made_by"]
    search_fields = ["old", "new", "note__folds"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="áp dụng cho", ordering="below")
    def reach(self, row):
        """How far it reaches."""
        return row.get_below_display()

    @admin.display(description="ai đặt", ordering="made_at")
    def origin(self, row):
        """Who made it, or that the portal did."""
        return "Tự tạo khi đổi địa chỉ" if row.automatic else row.made_by or "Nhập bằng lệnh"

    def get_urls(self):
        """Before those that take any word for an id."""
        missed = path(
            "thieu/", self.admin_site.admin_view(self.missed_view), name="addresses_redirect_missed"
        )
        return [missed, *self.import_urls(), *super().get_urls()]

    def get_changeform_initial_data(self, request):
        """The address that somebody asked for in vain, and where it might lead."""
        given = {name: request.GET.get(name, "")[: oldaddress.LONGEST] for name in ("old", "new")}
        return {**given, "below": Below.ALONE}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With what stands near the old address."""
        context["title"] = "Sửa chuyển hướng" if change else "Thêm chuyển hướng"
        context["typed"] = typed = str(context["adminform"].form["old"].value() or "")
        context["near"] = near(oldaddress.key(typed))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """One line of the table; the object in hand is its row from now on."""
        outcome = form.write(request.user)
        row = Redirect.objects.get(old=outcome.entry.old)
        obj.__dict__.update({k: v for k, v in row.__dict__.items() if k != "_state"})
        obj._state.adding = False
        Missed.objects.filter(path=row.old).delete()

    def save_form(self, request, form, change):
        """The object as it is; `save_model` writes."""
        return form.instance

    def save_related(self, request, form, formsets, change):
        """A redirect has no relations."""

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the list, and where it leads said in full."""
        return self._back(request, (STANDS if _stands(obj.old) else SAVED).format(obj.old, obj.new))

    def response_change(self, request, obj):
        """The same."""
        return self.response_add(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        """The same."""
        return self._back(request, GONE.format(obj_display))

    def missed_view(self, request):
        """Addresses that were asked for in vain: lead one on, or leave it out."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method == "POST":
            return self._set_aside(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        ignored = "bo-qua" in request.GET
        rows = Missed.objects.filter(ignored=ignored).order_by("-count", "-last_at")
        context = {
            **self.admin_site.each_context(request),
            "title": "Địa chỉ không có trang",
            "rows": rows[:SHOWN],
            "most": SHOWN,
            "ignored": ignored,
            "may_change": self.has_change_permission(request),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/addresses/redirect/missed.html", context)

    def _set_aside(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = Missed.objects.filter(pk=whole(request.POST.get("dia-chi", ""))).first()
        back = "bo-qua" in request.GET
        if row:
            Missed.objects.filter(pk=row.pk).update(ignored=not back)
            self.message_user(request, (WATCHED if back else IGNORED).format(row.path))
        where = reverse("admin:addresses_redirect_missed")
        return HttpResponseRedirect(f"{where}?bo-qua" if back else where)

    def _back(self, request, sentence: str) -> HttpResponseRedirect:
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:addresses_redirect_changelist"))


def _stands(old: str) -> bool:
    """Whether citizens see an article or a page there, which nobody is led away from."""
    try:
        match = resolve(f"{old}/")
    except Resolver404:
        return False
    if match.url_name not in ("article", "page"):
        return False
    rows = Article.objects.public()
    if match.url_name == "page":
        return rows.filter(kind=Kind.PAGE, slug=match.kwargs["address"]).exists()
    return rows.filter(kind=Kind.NEWS, pk=match.kwargs["pk"]).exists()

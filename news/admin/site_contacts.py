"""The screens “Cán bộ liên hệ” and “Mạng xã hội”: rows of the page “Liên hệ”, ordered, hidden."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import path

from news.admin.site_screens import answered, hand_of, row_of, screen
from news.site import arranging
from news.site.models import Account, Official

RIGHT = "site.change_portal"
TAKEN_BACK = 10
UNREACHED = "Người phát ngôn phải có điện thoại hoặc thư điện tử để báo chí liên hệ."


class ContactForm(forms.ModelForm):
    """A row; a list that readers can take in has an end."""

    def clean(self):
        """Room for one more."""
        data = super().clean()
        kind = KINDS[self._meta.model]
        if not self.instance.pk and siblings(self._meta.model).count() >= kind.most:
            raise ValidationError(f"Đã có {kind.most} dòng, là nhiều nhất. Hãy bớt một dòng.")
        return data


class OfficialForm(ContactForm):
    """Somebody whom citizens may reach."""

    class Meta:
        model = Official
        fields = ["name", "post", "unit", "phone", "email", "speaks", "visible"]
        labels = {"visible": "Hiện cho người đọc", "speaks": "Là người phát ngôn"}
        help_texts = {
            "phone": "Số của cơ quan, không ghi số riêng.",
            "email": "Hộp thư công vụ, không ghi hộp thư riêng.",
        }
        error_messages = {
            "name": {"required": "Hãy nhập họ và tên."},
            "post": {"required": "Hãy nhập chức vụ."},
            "email": {"invalid": "Thư điện tử chưa đúng, ví dụ đúng: vanphong@xa.gov.vn"},
        }

    def clean(self):
        """The press must be able to reach who speaks for the office."""
        data = super().clean()
        silent = not (data.get("phone") or data.get("email"))
        if data.get("speaks") and silent and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", UNREACHED)
        return data


class AccountForm(ContactForm):
    """An account on a social network."""

    address = forms.CharField(
        label="Địa chỉ",
        max_length=300,
        help_text="Ví dụ: https://www.facebook.com/ten-trang",
        error_messages={"required": "Hãy nhập địa chỉ."},
    )

    class Meta:
        model = Account
        fields = ["name", "address", "visible"]
        labels = {"visible": "Hiện cho người đọc"}
        help_texts = {"name": "Ví dụ: Facebook, Trang của huyện"}
        error_messages = {"name": {"required": "Hãy nhập tên tài khoản."}}


@dataclass(frozen=True)
class Kind:
    """A screen: its form, its words and address, what its record calls a row, and the most."""

    form: type[ContactForm]
    title: str
    address: str
    subject: str
    most: int

    @property
    def url_name(self) -> str:
        """What the screen's address is called."""
        return f"site_portal_{self.subject}s"


KINDS = {
    Official: Kind(OfficialForm, "Cán bộ liên hệ", "can-bo", "official", 60),
    Account: Kind(AccountForm, "Mạng xã hội", "mang-xa-hoi", "account", 20),
}


class ContactScreens:
    """The part of PortalAdmin for the rows of the page “Liên hệ”."""

    def contact_urls(self) -> list:
        """The addresses of both screens."""
        return [self._contact_url(model, kind) for model, kind in KINDS.items()]

    def _contact_url(self, model, kind: Kind):
        def view(request):
            form = _form(request, model)
            return screen(request, RIGHT, partial(_act, form=form), partial(self._contacts, form))

        return path(f"{kind.address}/", self.admin_site.admin_view(view), name=kind.url_name)

    def _contacts(self, form, request):
        model = form._meta.model
        gone = model.objects.filter(removed_at__isnull=False).order_by("-removed_at")
        context = {"form": form, "rows": siblings(model), "gone": gone[:TAKEN_BACK]}
        context["kind"] = KINDS[model]
        return self.site_page(request, "admin/site/contacts.html", KINDS[model].title, **context)


def siblings(model):
    """The rows among which one stands."""
    return model.objects.filter(removed_at=None)


def _form(request, model) -> ContactForm:
    """The form of the row that the address names, or of a new one."""
    row = row_of(siblings(model), request.GET.get("sua"))
    data = request.POST if "luu" in request.POST else None
    return KINDS[model].form(data, instance=row)


def _act(request, form: ContactForm) -> str | None:
    """Do what a button asks for; None when the form was not accepted."""
    model = form._meta.model
    return answered(request, form, siblings(model), KINDS[model].subject, _saved)


def _saved(request, form: ContactForm) -> int:
    row, model = form.instance, form._meta.model
    if not row.pk:
        arranging.put_last(row, siblings(model))
    arranging.keep(row, KINDS[model].subject, hand_of(request))
    messages.success(request, f"Đã lưu “{row}”.")
    return row.pk

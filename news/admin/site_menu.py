"""The screens “Menu” and “Liên kết website”: entries of two levels, ordered, hidden, deleted."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import path, reverse

from news import chrome
from news.admin.site_screens import hand_of, pressed, row_of, screen
from news.admin.site_targets import trouble, understood
from news.forms import CategoryChoice
from news.models import Article, Category
from news.site import arranging, record
from news.site.models import MenuItem, Place
from news.text.vietnamese import normalise

RIGHT = "site.change_menuitem"
# What readers can still take in, and a header can carry.
MOST = {Place.MENU: 14, Place.FOOTER: 8}
MOST_UNDER = 20
TAKEN_BACK = 10
ONE_TARGET = "Chỉ một nơi: chọn chuyên mục, chọn trang, hoặc nhập địa chỉ."
EMPTY = "Chưa có gì nằm trong mục này, nên người đọc chưa thấy nó."
NO_TARGET = "Hãy chọn chuyên mục hoặc nhập địa chỉ mà mục này dẫn tới."


class ItemForm(forms.ModelForm):
    """An entry: its words, where it leads and what it stands under."""

    category = CategoryChoice(
        Category.objects.select_related("parent").order_by("parent__position", "position", "pk"),
        label="Dẫn tới chuyên mục",
        required=False,
        empty_label="Không phải chuyên mục",
    )
    page = forms.ModelChoiceField(
        None, label="hoặc dẫn tới trang", required=False, empty_label="Không phải trang"
    )
    address = forms.CharField(
        label="hoặc dẫn tới địa chỉ",
        required=False,
        max_length=500,
        help_text="Trang của cổng này: /gioi-thieu/. Trang khác: https://dichvucong.gov.vn/",
    )

    class Meta:
        model = MenuItem
        fields = ["label", "category", "address", "parent", "visible"]
        labels = {"visible": "Hiện cho người đọc"}
        error_messages = {
            "label": {"required": "Hãy nhập chữ hiện ra."},
            "parent": {"invalid_choice": "Mục này không còn ở hàng trên. Hãy chọn mục khác."},
        }

    def __init__(self, *args, place: Place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = self.instance.place = place
        self._pages()
        kept = self.instance.article or (place == Place.FOOTER and self.instance.category)
        if kept and not self.initial.get("page"):
            self.initial["address"] = kept.get_absolute_url()
        heads = MenuItem.objects.filter(place=place, parent=None, removed_at=None)
        self.fields["parent"].queryset = heads.exclude(pk=self.instance.pk)
        words = {Place.MENU: "Đứng riêng ở hàng trên", Place.FOOTER: "Là tên một nhóm"}
        self.fields["parent"].empty_label = words[place]
        if place == Place.FOOTER:
            del self.fields["category"], self.fields["page"]

    def _pages(self) -> None:
        pages = Article.objects.public().pages().order_by("slug")
        self.fields["page"].queryset = pages
        self.fields["page"].label_from_instance = lambda page: f"{page.title} (/{page.slug}/)"
        if self.instance.article and pages.filter(pk=self.instance.article_id).exists():
            self.initial["page"] = self.instance.article

    def clean_address(self):
        """What the address means; a portal of another office may still be without https."""
        text = normalise(self.cleaned_data["address"])
        schemes = ("https",) if self.place == Place.MENU else ("https", "http")
        self.meant = understood(text, schemes) if text else {}
        return self.meant.get("address", "")

    def clean(self):
        """One target; a heading may have none; two levels."""
        data = super().clean()
        if self.errors:
            return data
        if sum(map(bool, (data.get("category"), data.get("page"), self.meant))) > 1:
            raise ValidationError({"address": ONE_TARGET})
        if data.get("page"):
            self.meant = {"article": data["page"]}
        section = data["category"] = self.meant.get("category") or data.get("category")
        if data["parent"] and not (section or self.meant):
            raise ValidationError({"address": NO_TARGET})
        if data["parent"] and self.instance.pk and self.instance.children.exists():
            raise ValidationError({"parent": "Mục này đang có mục con, nên phải đứng riêng."})
        if not self.instance.pk or self.instance.parent_id != getattr(data["parent"], "pk", None):
            self._room(data["parent"])
        return data

    def _post_clean(self):
        # Before the model's constraints are asked.
        if not self.errors:
            self.instance.category = self.cleaned_data["category"]
            self.instance.article = self.meant.get("article")
        super()._post_clean()

    def _room(self, parent) -> None:
        most = MOST_UNDER if parent else MOST[self.place]
        if siblings(self.place, parent).count() >= most:
            where = f"“{parent}” đã có" if parent else "Hàng trên đã có"
            raise ValidationError(
                {"parent": f"{where} {most} mục, là nhiều nhất. Hãy bớt một mục."}
            )


class MenuScreens:
    """The part of PortalAdmin for the menu and the links of the footer."""

    def menu_urls(self) -> list:
        """The addresses of both screens."""
        return [
            self._menu_url("menu", Place.MENU, "site_portal_menu"),
            self._menu_url("lien-ket", Place.FOOTER, "site_portal_links"),
        ]

    def _menu_url(self, address: str, place: Place, name: str):
        def view(request):
            form = _form(request, place)
            act, show = partial(_act, place=place, form=form), partial(self._menu, place, form)
            return screen(request, RIGHT, act, show)

        return path(f"{address}/", self.admin_site.admin_view(view), name=name)

    def _menu(self, place: Place, form, request):
        rows = MenuItem.objects.filter(place=place).select_related("category__parent", "article")
        gone = rows.filter(removed_at__isnull=False, parent__removed_at=None)
        context = {
            "heads": _tree(rows.filter(removed_at=None)),
            "gone": gone.order_by("-removed_at")[:TAKEN_BACK],
            "form": form,
            "place": place,
            "standard": chrome.of(request).standard_menu() if place == Place.MENU else [],
        }
        title = "Menu" if place == Place.MENU else "Liên kết website"
        return self.site_page(request, "admin/site/menu.html", title, **context)


def siblings(place: Place, parent):
    """The entries among which one stands."""
    return MenuItem.objects.filter(place=place, parent=parent, removed_at=None)


def _form(request, place: Place) -> ItemForm:
    """The form of the entry that the address names, or of a new one."""
    rows = MenuItem.objects.filter(place=place, removed_at=None)
    item = row_of(rows, request.GET.get("sua"))
    data = request.POST if "luu" in request.POST else None
    return ItemForm(data, instance=item or MenuItem(visible=True), place=place)


def _act(request, place: Place, form: ItemForm) -> str | None:
    """Do what a button asks for; None when the form was not accepted."""
    here = reverse("admin:site_portal_menu" if place == Place.MENU else "admin:site_portal_links")
    hand = hand_of(request)
    if form.is_bound:
        return f"{here}#muc-{_saved(request, form, hand)}" if form.is_valid() else None
    if request.POST.get("viec") == "bat-dau" and place == Place.MENU:
        _begin(request, hand)
        return here
    item = row_of(MenuItem.objects.filter(place=place), request.POST.get("muc"))
    if item is None:
        raise Http404
    pressed(request, item, siblings(place, item.parent), place)
    return here if item.removed_at else f"{here}#muc-{item.pk}"


def _saved(request, form: ItemForm, hand) -> int:
    item, moved = form.instance, "parent" in form.changed_data
    if not item.pk or moved:
        arranging.put_last(item, siblings(item.place, item.parent))
    arranging.keep(item, item.place, hand)
    messages.success(request, f"Đã lưu mục “{item}”.")
    return item.pk


@transaction.atomic
def _begin(request, hand) -> None:
    """Make rows of the menu as readers have it now, once."""
    arranging.hold()
    if siblings(Place.MENU, None).exists():
        return
    for position, entry in enumerate(chrome.of(request).standard_menu()):
        head = _made(entry, None, position)
        for number, child in enumerate(entry.children):
            _made(child, head, number)
    record.write("menu_begun", hand, "Từ các chuyên mục đang có.")


def _made(entry, parent, position: int) -> MenuItem:
    target = understood(entry.url)
    place = {"place": Place.MENU, "parent": parent, "position": position}
    return MenuItem.objects.create(label=entry.label[:60], **place, **target)


def _tree(rows) -> list[MenuItem]:
    """The heads in order, each with `under` and, for each entry, `trouble`."""
    found = list(rows.order_by("position", "pk"))
    for item in found:
        item.trouble = trouble(item)
        item.under = [other for other in found if other.parent_id == item.pk]
        if not (item.parent_id or item.under or item.category or item.article or item.address):
            item.trouble = EMPTY
    return [item for item in found if item.parent_id is None]

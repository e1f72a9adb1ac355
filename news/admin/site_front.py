"""The screen “Trang chủ”: the blocks of the front page, their order, layout and number."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import path, reverse

from news import chrome, front_plan
from news.admin.site_screens import hand_of, pressed, row_of, screen
from news.admin.site_targets import understood
from news.forms import CategoryChoice
from news.models import Article, Category
from news.site import arranging, record
from news.site.models import FrontBlock, Kind, Layout
from news.site.models.front import MOST_ARTICLES
from news.text.numbers import whole
from news.text.vietnamese import normalise

RIGHT = "site.change_frontblock"
MOST = {False: 12, True: 4}
TAKEN_BACK = 10
NO_ARTICLE = "Hãy nhập số bài hoặc địa chỉ của bài, ví dụ 128."
FEW_PICTURES = "Bài này chưa đủ ảnh: phóng sự ảnh cần từ 2 ảnh trong thư viện trở lên."
COUNTS = [(n, str(n)) for n in range(1, MOST_ARTICLES + 1)]


class FrontForm(forms.ModelForm):
    """A block: what it shows, where, how, and how much of it."""

    kind = forms.ChoiceField(label="Khối hiện", choices=Kind, initial=Kind.SECTION)
    category = CategoryChoice(
        Category.objects.select_related("parent").order_by("parent__position", "position", "pk"),
        label="Chuyên mục",
        required=False,
        empty_label="Chọn chuyên mục",
        help_text="Chuyên mục lớn gồm cả chuyên mục con.",
    )
    story = forms.CharField(
        label="Bài của phóng sự ảnh",
        required=False,
        max_length=500,
        help_text="Số bài hoặc địa chỉ của bài. Chỉ dùng cho khối phóng sự ảnh.",
    )
    side = forms.TypedChoiceField(
        label="Chỗ",
        choices=[("", "Phía dưới, hết chiều ngang"), ("ben", "Cột bên phải, chỉ tiêu đề")],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    layout = forms.ChoiceField(label="Cách bày", choices=Layout, initial=Layout.CARDS)
    count = forms.TypedChoiceField(label="Số tin", choices=COUNTS, coerce=int, initial=4)

    class Meta:
        model = FrontBlock
        fields = ["kind", "category", "title", "side", "layout", "count", "visible"]
        labels = {"visible": "Hiện cho người đọc"}
        help_texts = {"title": "Để trống thì lấy tên chuyên mục."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["side"] = "ben" if self.instance.side else ""
            self.initial["story"] = self.instance.article_id or ""

    def clean_story(self):
        """The article of a photo story, by its number or address; None when nothing is typed."""
        text = normalise(self.cleaned_data["story"])
        if not text or self.cleaned_data.get("kind") != Kind.PHOTOS:
            return None
        number = whole(text)
        rows = Article.objects.public().news()
        found = rows.filter(pk=number).first() if number is not None else None
        if found is None and not text.isdigit():
            found = understood(text).get("article")
        if found is None or found.is_page:
            raise ValidationError(NO_ARTICLE)
        if not front_plan.tells_in_pictures(found.pk):
            raise ValidationError(FEW_PICTURES)
        return found

    def clean(self):
        """What each kind needs, and room for one more."""
        data = super().clean()
        kind = data.get("kind")
        if kind == Kind.SECTION and not data.get("category") and "category" not in self.errors:
            self.add_error("category", "Hãy chọn chuyên mục.")
        if kind == Kind.PHOTOS and not data.get("story") and "story" not in self.errors:
            self.add_error("story", NO_ARTICLE)
        if kind == Kind.PHOTOS and data.get("side"):
            self.add_error("side", "Phóng sự ảnh cần hết chiều ngang: hãy chọn “Phía dưới”.")
        if kind != Kind.SECTION:
            data["category"] = None
        self._room(bool(data.get("side")))
        return data

    def _post_clean(self):
        # Before the model's constraints are asked.
        self.instance.article = self.cleaned_data.get("story")
        if not self.errors:
            super()._post_clean()

    def _room(self, side: bool) -> None:
        if self.instance.pk and self.instance.side == side:
            return
        if siblings(side).count() >= MOST[side]:
            self.add_error("side", f"Chỗ này đã có {MOST[side]} khối, là nhiều nhất.")


class FrontScreen:
    """The part of PortalAdmin for the front page."""

    def front_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.front_view)
        return [path("trang-chu/", view, name="site_portal_front")]

    def front_view(self, request):
        """Arrange the blocks."""
        form = _form(request)
        act, show = partial(_act, form=form), partial(self._front, form)
        return screen(request, RIGHT, act, show)

    def _front(self, form, request):
        rows = FrontBlock.objects.select_related("category__parent", "article")
        found = list(rows.filter(removed_at=None).order_by("position", "pk"))
        for block in found:
            block.trouble = _trouble(block)
        gone = rows.filter(removed_at__isnull=False).order_by("-removed_at")[:TAKEN_BACK]
        places = [("Cột bên phải, dưới “Mới nhất”", True), ("Phía dưới", False)]
        context = {
            "places": [(name, [b for b in found if b.side == side]) for name, side in places],
            "arranged": bool(found),
            "standard": front_plan.standard(chrome.of(request)),
            "gone": gone,
            "form": form,
        }
        return self.site_page(request, "admin/site/front.html", "Trang chủ", **context)


def siblings(side: bool):
    """The blocks among which one stands."""
    return FrontBlock.objects.filter(side=side, removed_at=None)


def _form(request) -> FrontForm:
    block = row_of(FrontBlock.objects.filter(removed_at=None), request.GET.get("sua"))
    data = request.POST if "luu" in request.POST else None
    return FrontForm(data, instance=block)


def _act(request, form: FrontForm) -> str | None:
    """Do what a button asks for; None when the form was not accepted."""
    here = reverse("admin:site_portal_front")
    if form.is_bound:
        return f"{here}#khoi-{_saved(request, form)}" if form.is_valid() else None
    if request.POST.get("viec") == "bat-dau":
        _begin(request)
        return here
    block = row_of(FrontBlock.objects, request.POST.get("muc"))
    if block is None:
        raise Http404
    pressed(request, block, siblings(block.side), "front")
    return here if block.removed_at else f"{here}#khoi-{block.pk}"


def _saved(request, form: FrontForm) -> int:
    block = form.instance
    if not block.pk or "side" in form.changed_data:
        arranging.put_last(block, siblings(block.side))
    arranging.keep(block, "front", hand_of(request))
    messages.success(request, f"Đã lưu khối “{block}”.")
    return block.pk


@transaction.atomic
def _begin(request) -> None:
    """Make rows of the front page as readers have it now, once."""
    arranging.hold()
    if FrontBlock.objects.filter(removed_at=None).exists():
        return
    planned = front_plan.standard(chrome.of(request))
    for side in (True, False):
        blocks = [plan for plan in planned if plan.side == side][: MOST[side]]
        for block, position in zip(blocks, range(len(blocks)), strict=True):
            block.position = position
        FrontBlock.objects.bulk_create(blocks)
    record.write("front_begun", hand_of(request), "Từ cách bày đang có.")


def _trouble(block: FrontBlock) -> str:
    """Why readers do not see a block although it is not hidden, as a sentence; "" if they may."""
    section = block.category
    if section and not (section.visible and (section.parent is None or section.parent.visible)):
        return "Chuyên mục đang ẩn, nên người đọc không thấy khối này."
    if block.article and not front_plan.tells_in_pictures(block.article_id):
        return "Bài không còn trên trang hoặc không đủ ảnh, nên người đọc không thấy khối này."
    return ""

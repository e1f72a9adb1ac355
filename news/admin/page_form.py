"""The forms of pages: the article form without what makes news, a new page, a page's place."""

from django import forms
from django.db.models import Q

from news.forms import ArticleForm
from news.models import Article
from news.pages import addresses
from news.pages.models import Page
from news.rights import visible

# What the article form has and a page does not need stays out, whatever is added to it.
FIELDS = {"title", "summary", "cover", "cover_alt", "cover_caption", "body", "attachments"}
FIELDS |= {"category", "unit", "audio"}
AROUND = {"base_version", "note", "sitting", "pledge", "at", "change", "mistake", "words"}
IN_CHARGE = (
    "Người được giao chuyên mục này sửa và duyệt trang, theo các bước của chuyên mục. Để trống thì "
    "trang qua 4 bước và do người phụ trách toàn cổng lo."
)


class PageForm(ArticleForm):
    """What is written on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - FIELDS - AROUND:
            del self.fields[name]
        self.fields["summary"].label = "Tóm tắt"
        self.fields["category"].label = "Chuyên mục phụ trách"
        self.fields["category"].empty_label = "Không thuộc chuyên mục nào"
        self.fields["category"].help_text = IN_CHARGE
        self.fields["unit"].label = "Đơn vị phụ trách"


class ParentChoice(forms.ModelChoiceField):
    """The large pages, by their titles."""

    def label_from_instance(self, obj):
        """The title of the page."""
        return obj.article.title


def _known(user) -> Q:
    """Pages whose titles the person may read, and not those in the bin."""
    open_to_them = visible(user).pages().filter(binned_at=None)
    public = Article.objects.public().pages()
    return Q(article__in=(open_to_them | public).order_by().values("pk"))


class PlaceForm(forms.Form):
    """Where a page stands."""

    address = forms.CharField(
        label="Địa chỉ",
        max_length=2 * addresses.LONGEST + 1,
        required=False,
        help_text="Chữ thường không dấu, ví dụ gioi-thieu/lich-su. Để trống thì lấy theo tên.",
    )
    parent = ParentChoice(
        None,
        label="Nằm dưới trang",
        required=False,
        empty_label="Không, đây là trang lớn",
        error_messages={"invalid_choice": "Hãy chọn một trang lớn trong danh sách."},
    )
    position = forms.IntegerField(
        label="Thứ tự", min_value=0, max_value=999, help_text="Số nhỏ đứng trước."
    )

    def __init__(self, *args, user, article=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        tops = Page.objects.filter(parent=None).filter(_known(user)).select_related("article")
        self.fields["parent"].queryset = tops.exclude(pk=article.pk if article else None)
        if article and article.published_version is not None:
            self.fields["address"].disabled = True
            self.fields["address"].help_text = "Trang đã từng đăng nên địa chỉ giữ nguyên."

    def clean_address(self) -> str:
        """The address without the strokes around it."""
        return self.cleaned_data["address"].strip().strip("/")

    def clean(self):
        """An empty address is made of the title."""
        data = super().clean()
        if "address" in data and not data["address"]:
            parent = data.get("parent")
            data["address"] = addresses.proposed(self.named(), parent and parent.article)
        return data

    def named(self) -> str:
        """The title that names the page."""
        return self.article.title if self.article else self.cleaned_data.get("title", "")


class NewPageForm(PlaceForm):
    """A page of one's own: its title, and where it stands."""

    title = forms.CharField(label="Tên trang", max_length=255)
    field_order = ["title", "address", "parent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["position"]

    def named(self) -> str:
        """What was typed."""
        return self.cleaned_data.get("title", "")

"""The form fields by which an article is filed: its section, thread of events and key words."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from news.models import Thread
from news.text.vietnamese import fold, normalise

MOST_TAGS = 12
LONGEST_TAG = 60


class TagsField(forms.CharField):
    """Key words separated by commas; the same word in other capitals or accents counts once."""

    def prepare_value(self, value):
        """The list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """The key words as a list; raises ValidationError when there are too many or too long."""
        words = [normalise(word).strip(" ,;#") for word in super().clean(value).split(",")]
        tags = list({fold(word): word for word in reversed(words) if word}.values())[::-1]
        if len(tags) > MOST_TAGS:
            raise ValidationError(
                f"Nhiều nhất {MOST_TAGS} từ khoá, hãy bớt {len(tags) - MOST_TAGS}."
            )
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise ValidationError(
                f"Mỗi từ khoá dài nhất {LONGEST_TAG} ký tự; ngăn nhau bằng dấu phẩy."
            )
        return tags


class CategoryChoice(forms.ModelChoiceField):
    """Sections under the name of the section they belong to."""

    def label_from_instance(self, obj):
        """ "Tin tức › Kinh tế"."""
        return f"{obj.parent.name} › {obj.name}" if obj.parent else obj.name


class ThreadChoice(forms.ModelChoiceField):
    """The threads of events that go on, and the one the article stands in already."""

    def __init__(self, **options):
        super().__init__(None, empty_label="Không thuộc dòng nào", **options)

    def offer(self, kept: int | None) -> None:
        """Offer what may be chosen; `kept` is the article's thread, ended or not."""
        self.queryset = Thread.objects.filter(Q(open=True) | Q(pk=kept))

    def label_from_instance(self, obj) -> str:
        """An ended one says so."""
        return str(obj) if obj.open else f"{obj} (đã kết thúc)"

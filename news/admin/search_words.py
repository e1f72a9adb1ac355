"""The screen “Từ đồng nghĩa”: words that mean the same to the search."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Func, TextField, Value
from django.urls import path

from news.admin.site_banner_forms import FrameForm
from news.admin.site_screens import REMOVING, answered, hand_of, row_of, screen
from news.search import meaning
from news.search.keys import key
from news.search.models import SameWords, WordsKind
from news.site import arranging
from news.text.vietnamese import normalise

RIGHT = "search.change_samewords"
SHOWN, TAKEN_BACK = 200, 10
LONGEST = 1000
SAVED = "Đã lưu. Từ lúc này, tìm từ nào trong nhóm cũng ra bài có các từ kia."
ALSO = "Lưu ý: có từ của nhóm này đứng cả ở nhóm “{}”, nên từ ấy sẽ tìm theo cả hai nhóm."


class SameWordsForm(FrameForm):
    """A group: one way to write it a line."""

    words = ("phrases", "kind", "note")
    overtaken = "Người khác vừa sửa nhóm này. Chữ bạn gõ còn ở dưới; hãy xem bản mới rồi lưu lại."

    phrases = forms.CharField(
        label="Các cách viết, mỗi dòng một cách",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": meaning.TOO_FEW},
        help_text="Ví dụ dòng một: UBND, dòng hai: Ủy ban nhân dân.",
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=WordsKind,
        initial=WordsKind.SHORT,
        error_messages={"invalid_choice": "Hãy chọn một loại.", "required": "Hãy chọn một loại."},
    )

    class Meta:
        model = SameWords
        fields = ["phrases", "kind", "note"]
        labels = {"note": "Ghi chú (không bắt buộc)"}
        help_texts = {"note": "Ví dụ văn bản đổi tên. Người đọc không thấy."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phrases"] = "\n".join(self.instance.phrases)

    def clean_phrases(self) -> list[str]:
        """The ways, in one form, if they may mean the same."""
        lines = map(normalise, self.cleaned_data["phrases"].splitlines())
        found = list(filter(None, lines))
        if wrong := meaning.refusals(found):
            raise ValidationError(wrong)
        if there := meaning.twin(found, self.instance.pk):
            raise ValidationError(there)
        return found


class SameWordsScreen:
    """The part of PortalAdmin for words that mean the same."""

    def same_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.same_view)
        return [path("tu-dong-nghia/", view, name="site_portal_same")]

    def same_view(self, request):
        """Find, add, change, delete, take back."""
        form = _form(request)
        return screen(request, RIGHT, partial(_act, form=form), partial(self._same, form))

    def _same(self, form, request):
        typed = normalise(request.GET.get("tim", "")[:100])
        chosen = request.GET.get("loai", "")
        chosen = chosen if chosen in WordsKind.values else ""
        rows = _rows(typed, chosen)[: SHOWN + 1]
        gone = SameWords.objects.filter(removed_at__isnull=False).order_by("-removed_at")
        context = {
            "form": form,
            "rows": rows[:SHOWN],
            "most": SHOWN if len(rows) > SHOWN else 0,
            "typed": typed,
            "chosen": chosen,
            "kinds": [("", "Tất cả"), *WordsKind.choices],
            "gone": gone[:TAKEN_BACK],
        }
        return self.site_page(request, "admin/site/same.html", "Từ đồng nghĩa", **context)


def siblings():
    """The groups that count."""
    return SameWords.objects.filter(removed_at=None)


def _rows(typed: str, chosen: str) -> list[SameWords]:
    """The groups of a kind with these words in one of their ways."""
    rows = siblings().filter(kind=chosen) if chosen else siblings()
    if typed:
        whole_text = Func(
            F("keys"), Value(" | "), function="array_to_string", output_field=TextField()
        )
        rows = rows.annotate(told=whole_text).filter(told__contains=key(typed))
    return list(rows)


def _form(request) -> SameWordsForm:
    """The form of the group that the address names, or of a new one that begins with a phrase."""
    row = row_of(siblings(), request.GET.get("sua"))
    begun = normalise(request.GET.get("cum", "")[: meaning.LONGEST])
    data = request.POST if "luu" in request.POST else None
    initial = {"phrases": f"{begun}\n", "kind": WordsKind.OTHER} if begun and row is None else {}
    return SameWordsForm(data, instance=row, initial=initial)


def _act(request, form) -> str | None:
    """Do what a button asks for; None when the form was not accepted."""
    return answered(request, form, siblings(), "same", _saved, REMOVING)


def _saved(request, form: SameWordsForm) -> int:
    row = form.made_by(request.user)
    arranging.keep(row, "same", hand_of(request))
    messages.success(request, SAVED)
    for other in meaning.shared(row):
        messages.warning(request, ALSO.format(other))
    return row.pk

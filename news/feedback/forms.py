"""The form by which a reader says what is wrong in an article."""

from django import forms

from news.feedback.models import Report
from news.text.fields import GatedInput
from news.text.vietnamese import normalise, normalise_block

# Which words of consent stand on the form; other words get another mark.
CONSENT = "2026-11"
NO_WORDS = "Hãy viết điều bạn thấy chưa đúng."
NO_CONSENT = (
    "Bạn có ghi tên hoặc cách liên hệ nhưng chưa đồng ý cho lưu. Hãy đánh dấu ô đồng ý, hoặc để "
    "trống hai ô đó."
)


def _text(label: str, most: int, convert, rows: int = 0, **options) -> GatedInput:
    sentences = {"max_length": f"Viết nhiều nhất {most} ký tự.", "required": NO_WORDS}
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    return GatedInput(
        convert=convert,
        label=label,
        max_length=most,
        widget=widget,
        error_messages=sentences,
        **options,
    )


class ReportForm(forms.Form):
    """What is wrong, where, and, if the reader likes, who is to be answered."""

    passage = _text("Đoạn trong bài", 600, normalise_block, 3, required=False)
    words = _text("Điều chưa đúng", 2000, normalise_block, 5)
    name = _text("Tên của bạn", 100, normalise, required=False)
    contact = _text("Điện thoại hoặc thư điện tử", 200, normalise, required=False)
    consent = forms.BooleanField(required=False)
    # People do not see it; programs fill in whatever there is.
    website = forms.CharField(required=False, max_length=200)

    def clean(self):
        """Nothing about a person without their consent, which is never given for them (R66)."""
        found = super().clean()
        if (found.get("name") or found.get("contact")) and not found.get("consent"):
            self.add_error("consent", NO_CONSENT)
        return found

    @property
    def is_trap(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("website"))

    def report(self, article) -> Report:
        """What was sent, not saved yet."""
        found = self.cleaned_data
        personal = found["name"] or found["contact"]
        return Report(
            article=article,
            passage=found["passage"],
            words=found["words"],
            name=found["name"],
            contact=found["contact"],
            consent=CONSENT if personal else "",
        )

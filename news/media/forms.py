"""The forms of the picture library: a new file, and the words that go with a picture."""

from django import forms
from django.core.exceptions import ValidationError

from news.media import isolation, tasks, uploads
from news.media.models import Image
from news.media.reencode import Unfit
from news.text.alts import is_meaningful_alt

WORDS = ("alt", "decorative", "caption", "credit", "source")
NO_ALT = "Hãy viết mô tả ảnh cho người khiếm thị, hoặc đánh dấu “ảnh trang trí”."
EMPTY_ALT = (
    "Mô tả này chưa nói ảnh có gì. Hãy viết ảnh có ai, ở đâu, đang làm gì, "
    "hoặc đánh dấu “ảnh trang trí”."
)
# Named one by one and not image/*: a phone then converts its own formats to one of these.
ACCEPT = "image/jpeg,image/png,image/webp"


class FileForm(forms.Form):
    """A picture file, checked and re-encoded here; the same bytes again are found, not stored."""

    known = None

    upload = forms.FileField(
        label="Tệp ảnh",
        help_text="JPG, PNG hoặc WebP, tối đa 20 MB. Vị trí chụp và thông tin máy được xoá.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Hãy chọn tệp ảnh.", "invalid": "Hãy chọn tệp ảnh."},
    )

    def clean_upload(self) -> uploads.Accepted | None:
        """The accepted picture; None when the library has it already (`known`)."""
        upload = self.cleaned_data["upload"]
        self.known = uploads.find(upload)
        if self.known:
            return None
        try:
            with isolation.place():
                return uploads.accept(upload)
        except Unfit as unfit:
            raise uploads.refusal(unfit) from unfit

    def store(self, user, **texts) -> Image:
        """Put the picture in the library, or return the one that is there already."""
        return self.known or uploads.store(self.cleaned_data["upload"], user, **texts)


class DescribeForm(forms.ModelForm):
    """A picture's words: a description, or the explicit word that it needs none."""

    class Meta:
        model = Image
        fields = WORDS
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    def clean(self):
        """Nobody forgets the description or writes one that says nothing; decoration has none."""
        cleaned = super().clean()
        if cleaned.get("decorative"):
            cleaned["alt"] = ""
        elif "alt" not in self.errors and not is_meaningful_alt(cleaned["alt"]):
            self.add_error("alt", ValidationError(EMPTY_ALT if cleaned["alt"] else NO_ALT))
        return cleaned

    def write(self) -> None:
        """Write the words and nothing else: a worker may be writing the renditions."""
        if self.changed_data:
            self.instance.save(update_fields=list(self.cleaned_data))


class PictureForm(DescribeForm):
    """Words and focal point of a picture in the library."""

    class Meta(DescribeForm.Meta):
        fields = (*WORDS, "focal_x", "focal_y")
        widgets = {
            **DescribeForm.Meta.widgets,
            **{
                name: forms.NumberInput(
                    attrs={"type": "range", "min": "0", "max": "1", "step": "0.01"}
                )
                for name in ("focal_x", "focal_y")
            },
        }

    def write(self) -> None:
        """Write what changed; another focal point needs other crops."""
        super().write()
        if {"focal_x", "focal_y"} & set(self.changed_data):
            tasks.request(self.instance)


class UploadForm(FileForm, DescribeForm):
    """A new picture with its words at once, for browsers without scripts."""

    def store(self, user) -> Image:
        """Put the picture in the library with its words; one that is there keeps its own."""
        return super().store(user, **{name: self.cleaned_data[name] for name in WORDS})

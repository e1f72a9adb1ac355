"""The form that puts a picture in the library."""

from django import forms
from django.core.exceptions import ValidationError

from news.media import uploads
from news.media.models import Image


class UploadForm(forms.ModelForm):
    """A new picture with its description; the file is checked and re-encoded here."""

    upload = forms.FileField(
        label="Tệp ảnh",
        help_text="JPG, PNG hoặc WebP, tối đa 20 MB. Vị trí chụp và thông tin máy được xoá.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Image
        fields = ["upload", "alt", "caption", "credit"]

    def clean_upload(self):
        """The accepted picture (uploads.Accepted)."""
        return uploads.accept(self.cleaned_data["upload"])

    def clean_alt(self):
        """A picture enters the library with a description, so that nobody forgets it later."""
        if not self.cleaned_data["alt"]:
            raise ValidationError("Hãy viết mô tả ảnh cho người khiếm thị.")
        return self.cleaned_data["alt"]

    def store(self, user) -> Image:
        """Put the picture in the library, or return the one that is there already."""
        texts = {name: self.cleaned_data[name] for name in ("alt", "caption", "credit")}
        return uploads.store(self.cleaned_data["upload"], user, **texts)

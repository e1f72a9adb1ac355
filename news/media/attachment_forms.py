"""The forms of attachments: a file, the words of its link, and the list of an article."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from news.media import attachments
from news.media.models import DOCUMENTS, SOUNDS, Attachment, Kind
from news.text.fields import GatedInput
from news.text.numbers import whole
from news.text.vietnamese import normalise

ACCEPT = ",".join(f".{kind}" for kind in DOCUMENTS)
SOUND_ACCEPT = ",".join(f".{kind}" for kind in SOUNDS)
NO_FILE = "Hãy chọn tệp."
NO_TITLE = "Hãy đặt tên cho tệp: đó là chữ của liên kết mà người dân bấm vào."
NO_SOUND = "Không tìm thấy bản nghe này. Hãy chọn lại tệp âm thanh."
WRONG = "Danh sách tệp đính kèm gửi lên không đúng. Hãy tải lại trang rồi thử lại."


class AttachmentFileForm(forms.Form):
    """One file to be attached, checked here."""

    accept = staticmethod(attachments.accept)
    upload = forms.FileField(
        error_messages={"required": NO_FILE, "invalid": NO_FILE, "empty": attachments.EMPTY}
    )

    def clean_upload(self) -> attachments.Accepted:
        """The accepted file."""
        return self.accept(self.cleaned_data["upload"])


class SoundFileForm(AttachmentFileForm):
    """One recording, checked here."""

    accept = staticmethod(attachments.accept_sound)


class TitleForm(forms.Form):
    """The words of a link."""

    title = GatedInput(
        convert=normalise,
        max_length=attachments.LONGEST_TITLE,
        error_messages={
            "required": NO_TITLE,
            "max_length": f"Tên tệp dài nhất {attachments.LONGEST_TITLE} ký tự.",
        },
    )


class AttachmentsWidget(forms.HiddenInput):
    """The list with its buttons; what is sent are the ids in order, "12,7".

    The form says by `shown` which of some ids its person may know of.
    """

    shown: Callable[[list[int]], set[int]] = staticmethod(lambda numbers: set())

    template_name = "staff/attachments_widget.html"
    # Not hidden from the form's point of view: it has a label.
    input_type = "text"

    def format_value(self, value) -> str:
        """The ids as they are sent, without those that were refused."""
        found = value if isinstance(value, list) else numbers(value or "") or []
        shown = self.shown(found)
        return ",".join(str(number) for number in found if number in shown)

    def get_context(self, name, value, attrs):
        """The files themselves go into the context, so that they can be shown."""
        context = super().get_context(name, value, attrs)
        context["attachments"] = attachments.listed(numbers(context["widget"]["value"]))
        limits = {"most": attachments.MAX_BYTES, "too_large": attachments.TOO_LARGE}
        return {**context, **limits, "accept": ACCEPT, "blank": Attachment(kind=Kind.PDF, size=1)}


class AttachmentsField(forms.Field):
    """The ids of an article's attachments in order; whose they are is for the form to ask."""

    widget = AttachmentsWidget

    def clean(self, value) -> list[int]:
        """Return the ids, each once. Raises ValidationError for what no list of ours would send."""
        found = numbers(value or "")
        if found is None:
            raise ValidationError(WRONG)
        return list(dict.fromkeys(found))


class RecordingWidget(forms.HiddenInput):
    """The recording of an article with its buttons; what is sent is its id.

    `shown` is as the form of attachments has it.
    """

    shown: Callable[[list[int]], set[int]] = staticmethod(lambda numbers: set())

    template_name = "staff/recording_widget.html"
    input_type = "text"

    def format_value(self, value) -> str:
        """The id, unless it was refused."""
        number = whole(str(value or ""))
        return str(number) if number in self.shown([number] if number else []) else ""

    def get_context(self, name, value, attrs):
        """The recording itself goes into the context, so that it can be heard."""
        context = super().get_context(name, value, attrs)
        found = attachments.listed(numbers(context["widget"]["value"]))
        limits = {"most": attachments.MAX_BYTES, "too_large": attachments.SOUND_TOO_LARGE}
        return {**context, **limits, "accept": SOUND_ACCEPT, "file": found[0] if found else None}


class RecordingField(forms.ModelChoiceField):
    """The recording of an article; whose it is is for the form to ask."""

    widget = RecordingWidget

    def __init__(self, **kwargs):
        found = Attachment.objects.filter(kind__in=SOUNDS)
        super().__init__(found, error_messages={"invalid_choice": NO_SOUND}, **kwargs)


def numbers(text: str) -> list[int] | None:
    """The ids that a list of the form names; None for what is no such list."""
    parts = [part for part in text.split(",") if part]
    found = [whole(part) for part in parts] if len(text) <= 5_000 else [None]
    return None if None in found else found

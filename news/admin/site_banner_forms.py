"""The forms of a banner and of a planned outage."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.admin.site_targets import understood
from news.moments import MomentField
from news.site import planning
from news.site.models import Banner, Level, Outage
from news.text.vietnamese import normalise

CHANGED = "Người khác vừa sửa băng này. Chữ bạn gõ còn ở dưới; hãy xem bản mới rồi lưu lại."
WHEN = "Hãy chọn ngày và giờ."
WHICH = "Hãy chọn một mức."


class FrameForm(forms.ModelForm):
    """A form that knows which state of its row it was opened on."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    # A change of these says something new to readers, who see a closed one again.
    words: tuple[str, ...] = ()
    overtaken = CHANGED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stamp = self.instance.changed_at.isoformat() if self.instance.pk else ""
        self.initial["base"] = self.stamp

    def clean(self):
        """Refuse to write over what somebody else changed in the meantime."""
        data = super().clean()
        if data.get("base", "") != self.stamp:
            # What is sent next is meant for the row as it stands now.
            self.data = {**self.data.dict(), "base": self.stamp}
            raise ValidationError(self.overtaken)
        return data

    def _refuse(self, name: str, sentence: str) -> None:
        if sentence:
            self.add_error(name, sentence)

    def made_by(self, user):
        """The row, ready to be kept."""
        if not self.instance.pk:
            self.instance.made_by = user
        if {*self.words} & {*self.changed_data}:
            self.instance.changed_at = timezone.now()
        return self.instance


class BannerForm(FrameForm):
    """A banner: how much it matters, its words, from when to when."""

    words = ("level", "text", "link", "link_label")

    level = forms.ChoiceField(
        label="Mức",
        choices=Level,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": WHICH, "required": WHICH},
    )
    starts_at = MomentField(label="Hiện từ", error_messages={"required": WHEN})
    ends_at = MomentField(label="Đến", error_messages={"required": WHEN})
    link = forms.CharField(
        label="Liên kết (không bắt buộc)",
        required=False,
        max_length=500,
        help_text="Trang của cổng này: /tin-tuc/kinh-te/. Trang khác: https://chinhphu.vn/",
    )

    class Meta:
        model = Banner
        fields = ["level", "text", "link", "link_label", "starts_at", "ends_at"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"link_label": "Để trống thì là “Xem chi tiết”."}
        error_messages = {"text": {"required": "Hãy nhập nội dung."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            now = timezone.localtime().replace(second=0, microsecond=0)
            self.initial |= {"starts_at": now, "ends_at": now + timedelta(1)}

    def clean_link(self):
        """A page for readers, as the address that it has."""
        text = normalise(self.cleaned_data["link"])
        meant = understood(text) if text else {}
        kept = meant.get("category") or meant.get("article")
        return kept.get_absolute_url() if kept else meant.get("address", "")

    def clean(self):
        """Ask whether it may stand then."""
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at"):
            when = {name: data[name] for name in ("starts_at", "ends_at")}
            self._refuse("ends_at", planning.banner_refusal(Banner(pk=self.instance.pk, **when)))
        return data


class OutageForm(FrameForm):
    """A planned outage: what for, from when, and when the portal answers again."""

    words = ("what", "begins_at", "returns_at")

    begins_at = MomentField(label="Ngừng từ", error_messages={"required": WHEN})
    returns_at = MomentField(label="Dự kiến hoạt động lại", error_messages={"required": WHEN})
    reason = forms.CharField(
        label="Lý do bất khả kháng",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Outage
        fields = ["what", "begins_at", "returns_at", "unavoidable", "reason"]
        labels = {"unavoidable": "Bất khả kháng, không báo trước đủ 7 ngày làm việc được"}
        help_texts = {"what": "Ví dụ: Cổng bảo trì máy chủ."}
        error_messages = {"what": {"required": "Hãy ghi việc sẽ làm."}}

    def clean(self):
        """What cannot be told in time needs a reason; what can be needs none."""
        data = super().clean()
        if data.get("unavoidable") and not data.get("reason"):
            self.add_error("reason", "Bất khả kháng thì phải ghi lý do.")
        if not data.get("unavoidable"):
            data["reason"] = ""
        if data.get("begins_at") and data.get("returns_at"):
            moved = not self.instance.pk or "begins_at" in self.changed_data
            names = ("begins_at", "returns_at", "unavoidable")
            typed = Outage(**{name: data[name] for name in names})
            self._refuse("begins_at", planning.outage_refusal(typed, moved))
        return data

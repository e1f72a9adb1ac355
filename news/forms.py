"""The article form: it decides whether what was typed and the move asked for are acceptable."""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError

from news import attachments, checklist, legacy, merging, versions, workflow
from news.authors.models import Author
from news.checklist import waivers
from news.editor import editor_widget
from news.filing import CategoryChoice, TagsField, ThreadChoice
from news.media.attachment_forms import AttachmentsField, RecordingField
from news.media.models import Image
from news.models import Article, ArticleContent, ArticleVersion, new_token
from news.moments import MomentField
from news.readers import ForReaders
from news.relating import RelatedField
from news.rights import categories_of, units_of
from news.text.numbers import whole
from news.transitions import TRANSITIONS


class PictureWidget(forms.HiddenInput):
    """Shows the chosen picture with a button that opens the library."""

    template_name = "staff/picture_widget.html"
    input_type = "text"

    def get_context(self, name, value, attrs):
        """The picture itself goes into the context, so that it can be shown."""
        context = super().get_context(name, value, attrs)
        context["picture"] = Image.objects.filter(pk=whole(str(value))).first()
        return context


class ArticleForm(ForReaders, forms.ModelForm):
    """The content of an article, on the version it was opened on, with the move asked for.

    The admin makes a subclass per request that carries `user` and `move` (a workflow name).
    """

    user = None
    move = ""
    # What was typed before and is given back, as strings by field name (news/sittings.py).
    recovered: dict = {}
    waived: dict[str, str] = {}

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    note = forms.CharField(
        label="Lý do, ghi chú",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sitting = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    pledge = forms.BooleanField(
        label="Tôi cam kết nội dung không chứa thông tin bí mật nhà nước", required=False
    )
    at = MomentField(label="Vào lúc", required=False)
    cover = forms.ModelChoiceField(
        Image.objects, label="Ảnh đại diện", required=False, widget=PictureWidget
    )
    category = CategoryChoice(
        None, label="Chuyên mục", required=False, empty_label="Chọn chuyên mục"
    )
    unit = forms.ModelChoiceField(None, label="Đơn vị", required=False, empty_label="Chọn đơn vị")
    author = forms.ModelChoiceField(
        None, label="Tác giả", required=False, empty_label="Không ghi tên tác giả"
    )
    co_authors = forms.ModelMultipleChoiceField(
        None, label="Đồng tác giả", required=False, help_text="Giữ phím Ctrl để chọn nhiều người."
    )
    source_url = forms.URLField(
        label="Liên kết nguồn", required=False, max_length=500, assume_scheme="https"
    )
    thread = ThreadChoice(label="Dòng sự kiện", required=False)
    related = RelatedField(
        label="Bài liên quan",
        required=False,
        help_text="Mỗi dòng một địa chỉ bài đã đăng, nhiều nhất 6; bài đầu đứng trước.",
    )
    tags = TagsField(label="Từ khoá", required=False, help_text="Ngăn nhau bằng dấu phẩy.")
    attachments = AttachmentsField(label="Tệp đính kèm", required=False)
    audio = RecordingField(label="Bản nghe", required=False)

    class Meta:
        model = Article
        fields = [
            *("title", "subtitle", "summary", "cover", "cover_alt", "cover_caption", "body"),
            *("category", "unit", "author", "co_authors"),
            *("source_name", "source_url", "thread", "related", "tags", "genre", "attachments"),
            "audio",
        ]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "autofocus": True}),
            "subtitle": forms.TextInput,
            "summary": forms.Textarea(attrs={"rows": 4}),
            "body": editor_widget(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.latest = versions.latest(self.instance) if self.instance.pk else None
        self.legacy = legacy.Posted(self.data, self.latest) if self.is_bound else None
        self.data = self.legacy.data if self.is_bound else self.data
        self.fields["base_version"].initial = self.instance.latest_version
        self.fields["sitting"].initial = new_token()
        self._limit_choices()
        kept = {"kept": self.instance.files(), "user": self.user}
        for name in ("attachments", "audio"):
            self.fields[name].widget.shown = partial(attachments.attachable, **kept)
        # What the instance names is overwritten while the form is read.
        self.recorded = self.instance.audio_id
        if self.instance.pk:
            # What a reader of the screen should meet first stands above the title.
            del self.fields["title"].widget.attrs["autofocus"]
        else:
            self._sign_as_oneself()
        self.initial.update(self.instance.due_note | self.recovered)

    def clean_base_version(self) -> int:
        """The version it was opened on; or the newest, for whoever has seen both texts and
        keeps their own ("keep_mine" names the version they saw)."""
        base = self.cleaned_data["base_version"] or 0
        seen = self.data.get("keep_mine", "")
        return self.latest.number if self.latest and seen == str(self.latest.number) else base

    def full_clean(self):
        """A refused form shows again what was sent, not what would have been made of it."""
        super().full_clean()
        if self.is_bound and self.errors:
            self.data = self.legacy.held

    def clean_co_authors(self) -> list[int]:
        """Their ids, as an article keeps them; those who stood there before keep their order."""
        chosen = [author.pk for author in self.cleaned_data["co_authors"]]
        before = [pk for pk in self.instance.co_authors if pk in chosen]
        return before + [pk for pk in chosen if pk not in before]

    def clean_attachments(self) -> list[int]:
        """Their ids in order; what stands in the article already may always stay."""
        chosen = self.cleaned_data["attachments"]
        sentence = attachments.refusal(chosen, self.instance.attachments, self.user)
        if sentence:
            raise ValidationError(sentence)
        return chosen

    def clean_audio(self):
        """The recording; what stands in the article already may always stay."""
        chosen = self.cleaned_data["audio"]
        sentence = attachments.recording_refusal(chosen, self.recorded, self.user)
        if sentence:
            raise ValidationError(sentence)
        return chosen

    def clean(self):
        """Ask the checklist and the workflow, once every field is fit by itself."""
        cleaned = super().clean()
        # An error takes its field out of cleaned_data; the panel still shows what was typed.
        self.unfit, self.seen = set(self.errors), self.typed()
        if self.legacy.asks:
            self.add_error(None, legacy.ASK)
        if not self.errors:
            self._hear_waivers()
        if not self.errors:
            self._complain_at_fields()
        if not self.errors:
            self._ask_workflow()
        return cleaned

    def content(self) -> dict:
        """What was typed, as workflow.save takes it; a choice that was refused counts as none."""
        data = dict(self.cleaned_data)
        for name in ("cover", "category", "unit", "author", "thread", "audio"):
            chosen = data.get(name)
            data[f"{name}_id"] = chosen.pk if chosen else None
        return {name: data[name] for name in ArticleContent.field_names() if name in data}

    def typed(self) -> ArticleVersion:
        """What was typed, as content that was not saved."""
        return ArticleVersion(article=self.instance, **self.content())

    def saves_content(self) -> bool:
        """Whether there is something to write: a new article, or a change and no mere move."""
        if self.latest is None:
            return True
        changed = versions.changed_fields(self.latest, self.content())
        return bool(changed) and self._move_saves()

    def conflict(self) -> list[merging.Choice] | None:
        """What to choose between this text and the newest version, when somebody saved in
        between; None when nobody did."""
        base = self.cleaned_data.get("base_version")
        if not self.latest or base in (None, self.latest.number):
            return None
        return merging.choices(self.opened_on(), self.typed(), self.latest)

    def opened_on(self) -> ArticleVersion:
        """The version the writer had before them; an empty one when it is not known."""
        number = self.cleaned_data.get("base_version") or 0
        return self.instance.versions.filter(number=number).first() or versions.EMPTY

    def _limit_choices(self) -> None:
        """Nobody files or signs where they were not given the right to; what stands may stay."""
        categories, units = categories_of(self.user), units_of(self.user)
        authors = Author.objects.filter(active=True, unit__in=units)
        kept = [self.instance.author_id, *self.instance.co_authors]
        self.fields["related"].offer(self.instance, self.user)
        self.fields["thread"].offer(self.instance.thread_id)
        self.fields["category"].queryset = categories.select_related("parent").order_by(
            "parent__position", "position", "pk"
        )
        self.fields["unit"].queryset = units.filter(active=True) | units.filter(
            pk=self.instance.unit_id
        )
        chosen = authors | Author.objects.filter(pk__in=[pk for pk in kept if pk])
        self.fields["author"].queryset = chosen.select_related("unit")
        self.fields["co_authors"].queryset = chosen.select_related("unit")

    def _sign_as_oneself(self) -> None:
        author = Author.objects.filter(user=self.user.pk).first()
        if author:
            self.initial.setdefault("author", author.pk)
            self.initial.setdefault("unit", author.unit_id)

    def _hear_waivers(self) -> None:
        """Which findings are to stay, and why; what was mended meanwhile needs no waiver."""
        wanted = waivers.asked(self.data)
        if not wanted:
            return
        sentence = workflow.waiver_refusal(self.instance, wanted, self.user, content=self.seen)
        if sentence:
            self.add_error(None, sentence)
        self.waived = waivers.standing(wanted, checklist.findings(self.seen))

    def _complain_at_fields(self) -> None:
        """Say what is missing at the field it is missing from."""
        move = TRANSITIONS.get(self.move)
        if not (move and move.complete):
            return
        found = checklist.blocking(self.instance, self.seen, self.waived)
        for finding in found:
            self.add_error(finding.field, finding.text)
        if any(finding.strength is checklist.Strength.SHOULD for finding in found):
            self.add_error(None, checklist.WAIVE)

    def _ask_workflow(self) -> None:
        if self.move in workflow.SAVES:
            raise ValidationError("Không có thao tác này.")
        changed = versions.changed_fields(self.latest, self.content())
        save = workflow.save_move(self.instance)
        names = [save.name] if save and (self.saves_content() or not self.move) else []
        for name in [*names, *([self.move] if self.move else [])]:
            sentence = self._refusal(name, self.typed() if changed else None)
            if sentence:
                raise ValidationError(sentence)

    def _move_saves(self) -> bool:
        move = TRANSITIONS.get(self.move)
        return move.saves if move else True

    def _refusal(self, action: str, content) -> str:
        return workflow.refusal(
            self.instance,
            action,
            self.user,
            version=self.cleaned_data["base_version"],
            content=content,
            waived=self.waived,
            **self.given(),
        )

    def given(self) -> dict:
        """What comes with the move, as workflow.perform takes it."""
        return workflow.given(self.cleaned_data, self.move)

"""The screen “Gợi ý khi tìm”: what stands above the results of certain searches."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils import timezone

from news.admin.site_banner_forms import FrameForm
from news.admin.site_screens import REMOVING, answered, hand_of, row_of, screen
from news.admin.site_targets import understood
from news.models import Article
from news.moments import DayField
from news.relating import RelatedWidget, lines
from news.search.keys import LONGEST_PHRASE, key, keys
from news.search.models import Recommendation
from news.search.recommending import MOST
from news.site import arranging
from news.text.numbers import whole
from news.text.vietnamese import normalise

RIGHT = "search.change_recommendation"
SHOWN, TAKEN_BACK, MOST_PHRASES, LONGEST = 200, 10, 10, 60
SAVED = "Đã lưu. Ai tìm đúng những lời này sẽ thấy các bài đã chọn trên cùng."
NO_PHRASE = "Hãy ghi ít nhất một lời tìm."
NO_WORD = "Dòng {}: “{}” không có chữ nào."
TOO_LONG = f"Dòng {{}} quá dài: nhiều nhất {LONGEST} chữ cái, {LONGEST_PHRASE} tiếng."
TOO_MANY = f"Nhiều nhất {MOST_PHRASES} lời tìm cho một gợi ý."
TAKEN = "“{}” đã có gợi ý khác. Hãy sửa gợi ý ấy."
NO_ARTICLE = "Hãy chọn ít nhất một bài hoặc trang."
WRONG_LINE = "Dòng {}: không có bài hay trang nào người dân xem được ở “{}”."
MOST_ARTICLES = f"Chọn nhiều nhất {MOST} bài hoặc trang."
PAST = "Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau."


class PublicWidget(RelatedWidget):
    """Articles and pages that citizens see, one address a line."""

    def shown(self, numbers: list[int]) -> list[Article]:
        """Those of these numbers, in order."""
        return public(numbers)


class RecommendationForm(FrameForm):
    """For which words, which articles, until when."""

    words = ("phrases", "articles", "until")
    overtaken = "Người khác vừa sửa gợi ý này. Chữ bạn gõ còn ở dưới; hãy xem bản mới rồi lưu lại."

    phrases = forms.CharField(
        label="Khi người đọc tìm, mỗi dòng một lời tìm",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_PHRASE},
        help_text="Không cần ghi cách gõ không dấu, chữ viết tắt đã có ở Từ đồng nghĩa.",
    )
    articles = forms.CharField(
        label="thì hiện trước tiên, mỗi dòng một địa chỉ",
        max_length=2000,
        widget=PublicWidget(attrs={"rows": 3}),
        error_messages={"required": NO_ARTICLE},
        help_text="Mở bài hoặc trang rồi chép địa chỉ vào đây, hoặc ghi số bài.",
    )
    until = DayField(label="Hiện đến hết ngày (không bắt buộc)", required=False)

    class Meta:
        model = Recommendation
        fields = ["phrases", "articles", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phrases"] = "\n".join(self.instance.phrases)
            self.initial["articles"] = list(self.instance.articles)

    def clean_phrases(self) -> list[str]:
        """The phrases, in one form, each once; no other recommendation has them."""
        found = list(filter(None, map(normalise, self.cleaned_data["phrases"].splitlines())))
        wrong = [s.format(n, p[:LONGEST]) for n, p in enumerate(found, 1) if (s := _refusal(p))]
        if len(found) > MOST_PHRASES:
            wrong.append(TOO_MANY)
        if wrong or not found:
            raise ValidationError(wrong or NO_PHRASE)
        found = list({key(phrase): phrase for phrase in reversed(found)}.values())[::-1]
        if taken := _taken(found, self.instance.pk):
            raise ValidationError(TAKEN.format(taken))
        return found

    def clean_articles(self) -> list[int]:
        """The numbers of what citizens see, each once."""
        typed = lines(self.cleaned_data["articles"])
        numbers = [_number(line) for line in typed]
        wrong = [
            WRONG_LINE.format(place, line[:80])
            for place, (line, number) in enumerate(zip(typed, numbers, strict=True), 1)
            if number is None
        ]
        found = list(dict.fromkeys(filter(None, numbers)))
        if len(found) > MOST:
            wrong.append(MOST_ARTICLES)
        if wrong or not found:
            raise ValidationError(wrong or NO_ARTICLE)
        return found

    def clean_until(self):
        """A day that is still to come, or none."""
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise ValidationError(PAST)
        return day


class RecommendedScreen:
    """The part of PortalAdmin for what editors recommend."""

    def recommended_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.recommended_view)
        return [path("goi-y-khi-tim/", view, name="site_portal_recommended")]

    def recommended_view(self, request):
        """Add, change, delete, take back."""
        form = _form(request)
        return screen(request, RIGHT, partial(_act, form=form), partial(self._recommended, form))

    def _recommended(self, form, request):
        rows = list(siblings()[: SHOWN + 1])
        gone = Recommendation.objects.filter(removed_at__isnull=False).order_by("-removed_at")
        most = SHOWN if len(rows) > SHOWN else 0
        context = {"form": form, "rows": _told(rows[:SHOWN]), "most": most}
        context["gone"] = gone[:TAKEN_BACK]
        return self.site_page(request, "admin/site/recommended.html", "Gợi ý khi tìm", **context)


def siblings():
    """The recommendations that are not deleted."""
    return Recommendation.objects.filter(removed_at=None)


def public(numbers: list[int]) -> list[Article]:
    """The articles and pages of these numbers that citizens see, in order."""
    names = ("title", "slug", "kind", "published_at")
    found = Article.objects.public().only(*names).in_bulk(numbers)
    return [found[pk] for pk in dict.fromkeys(numbers) if pk in found]


def _told(rows: list[Recommendation]) -> list[Recommendation]:
    """With what stands there and whether readers see it: two queries."""
    numbers = {number for row in rows for number in row.articles}
    every = Article.objects.only("title", "slug", "kind").in_bulk(numbers)
    seen = {row.pk for row in public(list(numbers))}
    for row in rows:
        row.shown = [every[n] for n in row.articles if n in seen]
        row.hidden = [every[n] for n in row.articles if n in every and n not in seen]
        row.ended = bool(row.until and row.until < timezone.localdate())
    return rows


def _refusal(phrase: str) -> str:
    if len(phrase) > LONGEST or len(key(phrase).split()) > LONGEST_PHRASE:
        return TOO_LONG
    return "" if key(phrase) else NO_WORD


def _taken(phrases: list[str], but: int | None) -> str:
    """A phrase that another recommendation has; "" if none does."""
    wanted = keys(phrases)
    others = siblings().filter(pieces__overlap=wanted).exclude(pk=but)
    theirs = {one: phrase for row in others for phrase in row.phrases for one in keys([phrase])}
    return next((theirs[one] for one in wanted if one in theirs), "")


def _number(line: str) -> int | None:
    """The number of what citizens see at an address; None for anything else."""
    if line.isdigit():
        number = whole(line)
        found = public([number]) if number is not None else []
        return found[0].pk if found else None
    try:
        article = understood(normalise(line)).get("article")
    except ValidationError:
        return None
    return article.pk if article else None


def _form(request) -> RecommendationForm:
    """The form of the row that the address names, or of a new one that begins with a phrase."""
    row = row_of(siblings(), request.GET.get("sua"))
    begun = normalise(request.GET.get("cum", "")[:LONGEST])
    data = request.POST if "luu" in request.POST else None
    return RecommendationForm(data, instance=row, initial={} if row else {"phrases": begun})


def _act(request, form) -> str | None:
    """Do what a button asks for; None when the form was not accepted."""
    return answered(request, form, siblings(), "pick", _saved, REMOVING)


def _saved(request, form: RecommendationForm) -> int:
    row = form.made_by(request.user)
    arranging.keep(row, "pick", hand_of(request))
    messages.success(request, SAVED)
    return row.pk

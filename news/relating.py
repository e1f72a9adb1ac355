"""The articles that an editor names as related: pasted addresses, searched for, never a secret."""

import re
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from news.finding.query import within
from news.models import Article
from news.rights import visible
from news.search.bounded import TooSlow

MOST = 6
FOUND = 8
# The number at the end of an article's address, or alone.
NUMBER = re.compile(r"(?:^|-)([0-9]{1,9})/?$")
NO_ADDRESS = "Dòng {}: “{}” không phải địa chỉ của một bài viết."
UNKNOWN = "Dòng {}: không có bài này, hoặc bạn không được xem."
ITSELF = "Dòng {}: đây chính là bài đang viết."
TOO_MANY = f"Chọn nhiều nhất {MOST} bài liên quan."


class RelatedWidget(forms.Textarea):
    """One address a line, with the titles below; a script finds articles by their words."""

    template_name = "staff/related_widget.html"
    shown = staticmethod(lambda numbers: [])

    def format_value(self, value) -> str:
        """The addresses; what was typed stays as it is."""
        if not isinstance(value, list):
            return value or ""
        known = {row.pk: row for row in self.shown(value)}
        return "\n".join(known[pk].get_absolute_url() if pk in known else str(pk) for pk in value)

    def get_context(self, name, value, attrs):
        """With the articles that are named, for those who may see them."""
        context = super().get_context(name, value, attrs)
        numbers = (
            value if isinstance(value, list) else list(filter(None, map(_number, lines(value))))
        )
        context["articles"] = self.shown(numbers)
        context["find"] = reverse("admin:news_article_find")
        return context


class RelatedField(forms.CharField):
    """Articles by their addresses, in the order in which readers are to meet them."""

    widget = RelatedWidget(attrs={"rows": 3})

    def offer(self, article: Article, user) -> None:
        """Whose form it is: what a person may not see cannot be named, what stands may stay."""
        self.article, self.user = article, user
        self.widget.shown = partial(seen, user)

    def clean(self, value) -> list[int]:
        """The numbers, each once. Raises ValidationError with a sentence for every wrong line."""
        typed = lines(super().clean(value))
        numbers = [_number(line) for line in typed]
        known = {row.pk for row in seen(self.user, [n for n in numbers if n])}
        known |= {*self.article.related}
        wrong = [
            sentence.format(place, line[:80])
            for place, (line, number) in enumerate(zip(typed, numbers, strict=True), 1)
            if (sentence := self._trouble(number, known))
        ]
        found = list(dict.fromkeys(numbers))
        if len(found) > MOST:
            wrong.append(TOO_MANY)
        if wrong:
            raise ValidationError(wrong)
        return found

    def _trouble(self, number: int | None, known: set[int]) -> str:
        if number is None:
            return NO_ADDRESS
        if number == self.article.pk:
            return ITSELF
        return "" if number in known else UNKNOWN


def lines(value) -> list[str]:
    """What was typed, line by line."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def seen(user, numbers: list[int]) -> list[Article]:
    """Those of these articles that a person may know of, in this order."""
    found = _knowable(user).only("title", "slug", "published_at").in_bulk(numbers)
    return [found[pk] for pk in dict.fromkeys(numbers) if pk in found]


def found(user, words: str) -> list[Article]:
    """The newest articles with these words that a person may name."""
    rows = _knowable(user).filter(published_version__isnull=False, withdrawn_at=None)
    rows = rows.order_by("-published_at", "-pk")
    try:
        numbers = within(rows, words, FOUND)
    except TooSlow:
        return []
    found = rows.only("title", "slug", "published_at").in_bulk(numbers)
    return [found[pk] for pk in numbers if pk in found]


def _knowable(user):
    """What everybody sees, and what this person may open."""
    own = visible(user).news().order_by().values("pk")
    public = Article.objects.public().news().order_by().values("pk")
    return Article.objects.filter(pk__in=public.union(own))


def _number(line: str) -> int | None:
    bare = re.split(r"[?#\s]", line, maxsplit=1)[0]
    match = NUMBER.search(bare)
    return int(match[1]) if match else None

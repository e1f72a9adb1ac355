"""News or page: what an article row is, fixed when it is made, and the address that follows."""

from django.db import models
from django.db.models import Q

from news import paths

# One or two parts of an address, neither of which is or ends in a number: by that an article's
# address is known. Two patterns, because one for both would walk long addresses many times.
PAGE_SLUG_PART = r"[a-z0-9]+(-[a-z0-9]+)*"
PAGE_SLUG = rf"^{PAGE_SLUG_PART}(/{PAGE_SLUG_PART})?$"
PART_ENDS_IN_NUMBER = r"(^|[-/])[0-9]+(/|$)"


class Kind(models.TextChoices):
    """A piece of news, which stands in lists, or a page, which has a place of its own."""

    NEWS = "tin", "Tin bài"
    PAGE = "trang", "Trang"


CONSTRAINTS = [
    models.CheckConstraint(condition=Q(kind__in=Kind.values), name="article_kind_known"),
    models.CheckConstraint(
        condition=~Q(kind=Kind.PAGE)
        | (Q(slug__regex=PAGE_SLUG) & ~Q(slug__regex=PART_ENDS_IN_NUMBER)),
        name="article_page_address_form",
    ),
    models.UniqueConstraint(
        fields=["slug"], condition=Q(kind=Kind.PAGE), name="article_page_address_once"
    ),
]


class Kinded(models.Model):
    """The part of an article that says what it is. A trigger keeps the kind from changing."""

    kind = models.CharField(
        "loại", max_length=8, choices=Kind, default=Kind.NEWS, db_default=Kind.NEWS, editable=False
    )
    # Of a page its whole address between the strokes, of news the words before the number.
    slug = models.CharField("địa chỉ", max_length=160, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self):
        """Its address: a page's own; of news the number finds it, the words are for people."""
        if self.is_page:
            return paths.to("page", self.slug)
        return paths.to("article", self.slug, self.pk)

    @property
    def is_page(self) -> bool:
        """Whether it is a page."""
        return self.kind == Kind.PAGE

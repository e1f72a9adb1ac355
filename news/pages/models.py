"""Where a page stands: under which other page, at which place, and which duty it fulfils.

What it says, who may change it and what citizens see of it is its article row.
"""

from django.db import models
from django.db.models import F, Q

from news.models import Article


class PageQuerySet(models.QuerySet):
    """Which pages, and with what."""

    def public(self):
        """The pages citizens see."""
        return self.filter(article__in=Article.objects.public().pages().order_by().values("pk"))

    def for_links(self):
        """With all that a link to each needs, in their order: one query."""
        rows = self.select_related("article").only(
            *("parent", "position", "duty"),
            *("article__title", "article__kind", "article__slug"),
        )
        return rows.order_by("position", "article_id")


class Page(models.Model):
    """The place of a page in the tree of two levels; it shares its article's number."""

    article = models.OneToOneField(
        "news.Article",
        models.PROTECT,
        primary_key=True,
        related_name="page",
        verbose_name="nội dung",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="nằm dưới trang",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    # A key of news/pages/duties.py; empty for a page that nobody is obliged to have.
    duty = models.CharField("việc phải có", max_length=40, blank=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang"
        verbose_name_plural = "trang"
        ordering = ["position", "article"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("article")), name="page_not_own_parent"
            ),
            models.UniqueConstraint(
                fields=["duty"], condition=~Q(duty=""), name="page_of_a_duty_once"
            ),
        ]

    def __str__(self):
        return self.article.title

    def get_absolute_url(self):
        """Its address."""
        return self.article.get_absolute_url()

    @property
    def name(self) -> str:
        """Its title, as menus and breadcrumbs ask for it."""
        return self.article.title

"""What is searched, and what editors say about searching: same words, what stands first."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.models import Article
from news.search.keys import KeysField, PiecesField
from news.text.fields import LineField


class Document(models.Model):
    """What an article can be found by; written only by `news/search/index.py`."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="document"
    )
    # The order in which matches are looked at; the article's own column counts for readers.
    published_at = models.DateTimeField()
    title_size = models.PositiveSmallIntegerField()
    # By which rules it was made (index.RULES): a change of them makes it anew.
    rules = models.PositiveSmallIntegerField()
    vector = SearchVectorField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        indexes = [
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            models.Index(fields=["-published_at", "-article"], name="search_newest"),
            models.Index(fields=["rules"], name="search_rules"),
        ]

    def __str__(self):
        return f"Bài {self.article_id}"


class Title(models.Model):
    """Where the title of an article before citizens stands among those that are offered while
    somebody types. The title itself is always read from the article."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
    # The folded words; "" once the article is withdrawn, until its phrases are taken off the count.
    key = models.TextField(db_collation="C")
    year = models.PositiveSmallIntegerField()
    # The title whose phrases are counted, and whether that has to be looked at again.
    counted = models.TextField(default="")
    stale = models.BooleanField(default=True)

    class Meta:
        verbose_name = "tiêu đề gợi ý"
        verbose_name_plural = "tiêu đề gợi ý"
        indexes = [
            models.Index(fields=["year", "key"], name="search_title_key"),
            models.Index(
                fields=["article"], name="search_title_stale", condition=models.Q(stale=True)
            ),
        ]

    def __str__(self):
        return f"Bài {self.article_id}"


class Phrase(models.Model):
    """Words that follow each other in titles, and in how many. Whoever shows one cuts it out of the
    title of `article`, if citizens see that at the moment."""

    exact = models.TextField(db_collation="C")
    key = models.TextField(db_collation="C")
    whole = models.BooleanField()
    count = models.IntegerField()
    # The logarithm of the count, so that the most frequent of any beginning are found at once;
    # empty for what is not offered.
    tier = models.PositiveSmallIntegerField(null=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "cụm từ gợi ý"
        verbose_name_plural = "cụm từ gợi ý"
        indexes = [
            models.Index(fields=["tier", "key"], name="search_phrase_tier"),
            # By hash: it must not tempt the planner to walk along a beginning, whatever the tier.
            HashIndex(fields=["key"], name="search_phrase_key"),
        ]
        constraints = [models.UniqueConstraint(fields=["exact"], name="search_phrase_exact")]

    def __str__(self):
        return self.key


class Edited(models.Model):
    """A row that editors keep by a form; deleted ones can be taken back."""

    removed_at = models.DateTimeField("xoá lúc", null=True, editable=False)
    changed_at = models.DateTimeField("sửa lúc", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class WordsKind(models.TextChoices):
    """Why words mean the same."""

    SHORT = "viet-tat", "Chữ viết tắt"
    PLACE = "dia-danh", "Địa danh cũ và mới"
    OTHER = "khac", "Từ cùng nghĩa"


class SameWords(Edited):
    """Phrases that mean the same: who looks for one finds the others too."""

    kind = models.CharField("loại", max_length=10, choices=WordsKind, default=WordsKind.SHORT)
    phrases = ArrayField(LineField(max_length=60), verbose_name="cách viết")
    keys = KeysField()
    note = LineField("ghi chú", max_length=200, blank=True)
    # Which of the first rows it was (first_words.py): none is made a second time.
    origin = models.TextField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "từ đồng nghĩa"
        verbose_name_plural = "từ đồng nghĩa"
        ordering = ["keys", "pk"]
        default_permissions = ("change",)
        indexes = [
            GinIndex(fields=["keys"], condition=Q(removed_at=None), name="same_words_keys"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(phrases__len__gt=1), name="same_words_are_several"),
        ]

    def __str__(self):
        return " = ".join(self.phrases)


class Recommendation(Edited):
    """Articles or pages that stand above the results of certain searches."""

    phrases = ArrayField(LineField(max_length=60), verbose_name="lời tìm")
    pieces = PiecesField()
    # At most three, in order; whoever shows them asks for the public ones.
    articles = ArrayField(models.BigIntegerField(), verbose_name="bài, trang")
    until = models.DateField("hiện đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "gợi ý khi tìm"
        verbose_name_plural = "gợi ý khi tìm"
        ordering = ["-changed_at", "-pk"]
        default_permissions = ("change",)
        indexes = [
            GinIndex(fields=["pieces"], condition=Q(removed_at=None), name="recommended_pieces"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(phrases__len__gt=0) & Q(articles__len__gt=0) & Q(articles__len__lt=4),
                name="recommended_one_to_three",
            ),
        ]

    def __str__(self):
        return ", ".join(self.phrases)


class DaySearches(models.Model):
    """How often certain words were looked for on one day, and how often nothing was found. Nobody's
    name, address or time stands beside them (decision 0032)."""

    day = models.DateField()
    words = models.CharField(max_length=80)
    # The words without diacritics: a report counts all spellings as one.
    key = models.CharField(max_length=80)
    asked = models.PositiveIntegerField()
    empty = models.PositiveIntegerField()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="searches_once_a_day"),
        ]

    def __str__(self):
        return f"{self.words}, {self.day}: {self.asked}"

"""How often what was read: sums per day, and which articles were read most. Nobody's name, address
or device stands beside them, so no row says who read what (decision 0031)."""

from django.db import models

from news.models import Article


class Period(models.TextChoices):
    """Over which days "read most" is asked; today is always one of them."""

    DAY = "ngay", "Hôm nay"
    WEEK = "tuan", "7 ngày qua"
    MONTH = "thang", "30 ngày qua"


class DayReads(models.Model):
    """How often one article was opened on one day of the Vietnamese calendar."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="reads_once_a_day"),
        ]
        # All that "read most" needs stands in the index.
        indexes = [models.Index(fields=["day"], include=["article", "count"], name="reads_of_day")]

    def __str__(self):
        return f"{self.article_id}, {self.day}: {self.count}"


class DayVisits(models.Model):
    """How many times somebody came to the portal on one day: a tab that was opened is one."""

    day = models.DateField(primary_key=True)
    count = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.day}: {self.count}"


class MostRead(models.Model):
    """The place of an article among the most read of a period, as last counted."""

    period = models.CharField(max_length=5, choices=Period)
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="most_read")
    reads = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "place"], name="most_read_place_once"),
        ]

    def __str__(self):
        return f"{self.period}, {self.place}: {self.article_id}"

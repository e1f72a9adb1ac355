"""What editors of the demonstration say about searching, and what its readers looked for."""

from datetime import timedelta

from django.utils import timezone

from news.models import Article
from news.search.keys import key
from news.search.models import DaySearches, Recommendation

PHRASES = ["tiếp dân", "lịch tiếp dân", "gặp lãnh đạo"]
RECOMMENDED = "demo-012"
BESIDE = "lien-he"
# Words, how often a day, and whether in vain.
LOOKED_FOR = (
    ("lịch tiếp dân", 9, False),
    ("nông thôn mới", 6, False),
    ("lịch cắt điện", 5, False),
    ("tuyển giáo viên", 4, False),
    ("giấy phép xây dựng", 3, True),
    ("bảng giá đất", 2, True),
    ("lịch cúp điện", 1, True),
)


def recommend() -> None:
    """Recommend the days on which leaders receive citizens, and how else they are reached; once."""
    found = [
        *Article.objects.filter(external_id=RECOMMENDED),
        *Article.objects.pages().filter(slug=BESIDE),
    ]
    if found and not Recommendation.objects.exists():
        numbers = [article.pk for article in found]
        Recommendation.objects.create(phrases=PHRASES, articles=numbers)


def look_for() -> None:
    """What readers looked for in the last days."""
    today = timezone.localdate()
    DaySearches.objects.bulk_create(
        (
            DaySearches(
                day=today - timedelta(day),
                words=words,
                key=key(words),
                asked=count + day % 3,
                empty=count + day % 3 if in_vain else 0,
            )
            for words, count, in_vain in LOOKED_FOR
            for day in range(9)
        ),
        ignore_conflicts=True,
    )

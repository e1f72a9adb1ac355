"""What editors of the demonstration say about searching, and what its readers looked for."""

from news.models import Article
from news.search.models import Recommendation

PHRASES = ["tiếp dân", "lịch tiếp dân", "gặp lãnh đạo"]
RECOMMENDED = "demo-012"
BESIDE = "lien-he"


def recommend() -> None:
    """Recommend the days on which leaders receive citizens, and how else they are reached; once."""
    found = [
        *Article.objects.filter(external_id=RECOMMENDED),
        *Article.objects.pages().filter(slug=BESIDE),
    ]
    if found and not Recommendation.objects.exists():
        numbers = [article.pk for article in found]
        Recommendation.objects.create(phrases=PHRASES, articles=numbers)

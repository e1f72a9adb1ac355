"""Articles that an article names, as people read of them."""

from news.models.article import Article


def named(numbers: list[int]) -> list[str]:
    """The articles of these numbers in words, in their order; only what is online by its title,
    for whoever compares two versions may not see every draft they name."""
    live = Article.objects.live().only("title").in_bulk(numbers) if numbers else {}
    return [live[pk].title if pk in live else f"Bài số {pk}" for pk in numbers]

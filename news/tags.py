"""Key words as readers meet them: how one is written, and which are used most these days."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from news import archive
from news.models import Article
from news.text.tags import spelling, tag_key

# The newest articles speak for what the portal writes about; no page reads more to count.
LOOKED_AT = 600
MOST = 30


@dataclass(frozen=True)
class Tag:
    """A key word in one spelling, with its key."""

    name: str
    key: str

    def get_absolute_url(self) -> str:
        """The list of what carries it."""
        return reverse("tag", args=[self.key])


def of(article: Article) -> list[Tag]:
    """The key words of an article; one without a letter has no page and the key ""."""
    return [Tag(name, tag_key(name)) for name in article.tags]


def found(key: str) -> Tag | None:
    """The key word of a key as its newest public article writes it; None where there is none."""
    newest = archive.of_tag(key).articles().values_list("tags", flat=True).first()
    return None if newest is None else Tag(spelling(key, newest), key)


def most_used() -> list[Tag]:
    """The key words that stand most often on the newest articles, at least twice, by name."""
    rows = Article.objects.public().news().newest_first().values_list("tags", flat=True)[:LOOKED_AT]
    counts: dict[str, Counter] = {}
    for name in (name for tags in rows for name in tags if tag_key(name)):
        counts.setdefault(tag_key(name), Counter())[name] += 1
    often = sorted(counts, key=lambda key: (-counts[key].total(), key))[:MOST]
    usual = [key for key in often if counts[key].total() > 1]
    return sorted((Tag(counts[key].most_common(1)[0][0], key) for key in usual), key=_by_key)


def _by_key(tag: Tag) -> str:
    return tag.key

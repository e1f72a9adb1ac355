"""What was written: every save that changes something is an ArticleVersion, and none is lost."""

from django.utils import timezone

from news.authors.models import Author, Unit, byline
from news.models import DUE, Article, ArticleContent, ArticleVersion
from news.text.vietnamese import excerpt, slugify

EMPTY = ArticleVersion()
LONGEST_BYLINE = ArticleVersion._meta.get_field("byline").max_length


def latest(article: Article) -> ArticleVersion | None:
    """The newest version of an article; None before its first save."""
    return article.versions.filter(number=article.latest_version).first()


def load(article: Article, version: ArticleVersion | None = None) -> Article:
    """Put a version's content (default the newest) on the article in hand, for a form or preview.

    The row is not touched: a live article must never be saved with `.save()` after this.
    """
    version = version or latest(article)
    article.keep_filed()
    if version:
        for name, value in version.content().items():
            setattr(article, name, value)
    return article


def changed_fields(old: ArticleContent | None, content: dict) -> list[str]:
    """The content fields in which `content` differs from a version."""
    old = old or EMPTY
    return [name for name, value in content.items() if _stored(name, value) != getattr(old, name)]


def merged(article: Article, content: dict) -> dict | None:
    """The whole content of the version to write; None when it would equal the newest one.

    `content` maps ArticleContent.field_names() to values; a missing name keeps its value.
    """
    previous = latest(article) if article.pk else None
    whole = {**(previous or EMPTY).content(), **content}
    whole["byline"] = content.get("byline") or _byline(previous, whole)
    return None if previous and not changed_fields(previous, whole) else whole


def write(article: Article, content: dict, user, note: str = "") -> None:
    """Add a version with the content that `merged` gave; the caller holds the row's lock.

    Until first publication the article's row follows.
    """
    _advance(article, content)
    ArticleVersion.objects.create(
        article=article, number=article.latest_version, created_by=user, note=note, **content
    )


def put_before_citizens(article: Article, version: ArticleVersion) -> None:
    """Copy a version's content to the article's row; the caller saves the row."""
    load(article, version)
    article.published_version = version.number


def signature(content: dict) -> str:
    """How content with these authors and this unit is signed from now on."""
    unit = Unit.objects.filter(pk=content["unit_id"]).first()
    return excerpt(byline(_authors(content), unit), LONGEST_BYLINE)


def _advance(article: Article, content: dict) -> None:
    article.latest_version += 1
    article.updated_at = timezone.now()
    if article.published_version is None:
        for name, value in content.items():
            setattr(article, name, value)
        if not article.is_page:
            article.slug = slugify(article.title)
    _save_row(article)


def _save_row(article: Article) -> None:
    """A live article's content columns stay as they are, whatever the object in hand holds."""
    if article.pk is None or article.published_version is None:
        article.save()
    else:
        article.save(update_fields=["latest_version", "updated_at", "state", *DUE])


def _byline(previous: ArticleVersion | None, content: dict) -> str:
    """The name an article is signed with: made when author or unit is chosen, then kept (T3)."""
    signers = ("author_id", "unit_id", "co_authors")
    if previous and all(content[name] == getattr(previous, name) for name in signers):
        return previous.byline
    return signature(content)


def _authors(content: dict) -> list[Author]:
    order = [content["author_id"], *content["co_authors"]]
    found = Author.objects.in_bulk([pk for pk in order if pk])
    return [found[pk] for pk in order if pk in found]


def _stored(name: str, value):
    """A value as its column would hold it, so that only real changes count."""
    return ArticleVersion._meta.get_field(name.removesuffix("_id")).get_prep_value(value)

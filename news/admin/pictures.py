"""Which articles show a picture, as cover or in the text: the library's answer (media/usage.py)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, OuterRef, Q, TextField
from django.urls import reverse

from news.media import usage
from news.models import Article, ArticleVersion, State
from news.rights import visible

MOST_LISTED = 30
OLD_ONLY = "Chỉ còn trong bản cũ"
LIVE = "Đang đăng"


class TextPictures(Func):
    """The files of a text's pictures; the database keeps an index of them (migration 0004)."""

    function = "news_text_pictures"
    output_field = ArrayField(TextField())


class ArticlePictures:
    """Articles show pictures; every version counts, because any of them may be restored.

    An article's row holds the content of one of its versions, so the versions say it all.
    """

    def shown(self) -> Q:
        """The pictures of any version of any article."""
        return Q(Exists(_versions(OuterRef("pk"), OuterRef("file"))))

    def live(self) -> Q:
        """The pictures of the published versions that were not withdrawn."""
        return Q(Exists(_published(_versions(OuterRef("pk"), OuterRef("file")))))

    def uses(self, image, user) -> usage.Uses:
        """The articles, those in the newest or published version first."""
        versions = _versions(image.pk, image.file.name)
        articles = Article.objects.filter(pk__in=versions.values("article"))
        seen = visible(user).filter(pk__in=articles.values("pk")).defer("body", "summary")
        rows = _placed(seen, versions).order_by("-is_now", "-updated_at", "-pk")[:MOST_LISTED]
        listed = tuple(_use(article) for article in rows)
        return usage.Uses(listed, articles.count() - len(listed))


def _versions(pk, file):
    """The versions that show the picture of this number and file."""
    rows = ArticleVersion.objects.order_by().alias(pictures=TextPictures("body"))
    return rows.filter(Q(cover=pk) | Q(pictures__contains=[file]))


def _published(versions):
    return versions.filter(
        article__published_version=F("number"), article__withdrawn_at__isnull=True
    )


def _placed(articles, versions):
    """Say of every article whether its published and its newest version show the picture."""
    own = versions.filter(article=OuterRef("pk"))
    newest = Exists(own.filter(number=OuterRef("latest_version")))
    published = Exists(_published(own))
    return articles.annotate(is_newest=newest, is_live_in=published).annotate(
        is_now=Q(is_newest=True) | Q(is_live_in=True)
    )


def _use(article) -> usage.Use:
    standing = OLD_ONLY
    if article.is_live_in:
        standing = LIVE
    elif article.is_newest:
        standing = State(article.state).label
    address = reverse("admin:news_article_change", args=[article.pk])
    return usage.Use(article.title, standing, address)


usage.sources.append(ArticlePictures())

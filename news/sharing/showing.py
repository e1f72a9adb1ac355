"""The picture of an article as other sites show it beside a link."""

from django.core.files.storage import default_storage

from news.media import showing
from news.models import Article
from news.sharing.drawing import SIZE
from news.sharing.models import ShareState
from news.text.richtext import Responsive


def picture(article: Article) -> Responsive | None:
    """The picture that was made of what the article shows now, else its cover; None without both.

    The article comes with its row of share_picture, so that nothing is asked.
    """
    made = getattr(article, "share_picture", None)
    cover = article.cover
    if made and made.state == ShareState.READY and made.version == article.published_version:
        alt = showing.described(article.cover_alt, cover) if cover else article.title
        width, height = map(str, SIZE)
        return Responsive(default_storage.url(made.file), width, height, alt=alt)
    return showing.preview(cover, article.cover_alt) if cover else None

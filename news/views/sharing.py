"""The ways to hand an article on: links that load nothing of anybody else's, and a QR symbol."""

from dataclasses import dataclass
from urllib.parse import quote

from news import paths
from news.models import Article
from news.text import qr
from news.views.public import absolute


@dataclass(frozen=True)
class Sharing:
    """The addresses of a page for handing on."""

    address: str
    facebook: str
    zalo: str
    letter: str
    code: qr.Symbol


def ways(article: Article) -> Sharing:
    """How a public article may be handed on. Nothing is asked of the other sites before a reader
    presses their link."""
    address = absolute(article.get_absolute_url())
    escaped = quote(address, safe="")
    words = quote(f"{article.title}\n\n{address}", safe="")
    # The short form of the address leads to the whole one; a small symbol is read from farther.
    short = absolute(paths.to("article", "bai", article.pk))
    return Sharing(
        address,
        f"https://www.facebook.com/sharer/sharer.php?u={escaped}",
        f"https://zalo.me/share?url={escaped}",
        f"mailto:?subject={quote(article.title, safe='')}&body={words}",
        qr.symbol(short),
    )

"""Which addresses the page store serves, and which parameters their pages know."""

from pathlib import Path

from django.conf import settings

from config.staff_side import BOTH, STAFF
from news.pagestore import places
from news.pagestore.asked import ANY, Rules
from news.pagestore.listener import Listener
from news.pagestore.wsgi import PageStore
from news.views import asked, feeds, narrowing, stepping

# A list may be narrowed by a form, and read on.
_LIST = {*narrowing.ASKS, stepping.AFTER}
NAMES = {
    "": (),
    **dict.fromkeys(("tin-tuc", "don-vi", "tac-gia", "the", "dong-su-kien", "dinh-chinh"), _LIST),
    **dict.fromkeys(("rss", "atom"), (feeds.WHOLE,)),
    "tim-kiem": asked.NAMES,
    "api": ANY,
    **dict.fromkeys(
        ("doc-nhieu", "so-do-cong", "sitemap.xml", "sitemap", "robots.txt", ".well-known"), ()
    ),
}
# Files, what is for one person only, and what is counted.
APART = STAFF | BOTH | {"xem-duyet", "danh-gia", "bao-loi", "dem-luot", "luot-truy-cap"}


def stored(application):
    """The WSGI application with the page store before it, if there is to be one."""
    generations = places.begin()
    if generations is None:
        return application
    listener = Listener(generations, Path(settings.PAGE_STORE_DIR))
    shelves = places.shelves(generations)
    places.put_away_others(generations)
    return PageStore(application, rules(), generations, shelves, listener.start)


def rules() -> Rules:
    """What the store has to do with."""
    return Rules(NAMES, APART | {settings.MEDIA_URL.strip("/"), settings.STATIC_URL.strip("/")})

"""What every public page shares: methods and headers, and what its <head> says."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from news import chrome
from news.text.richtext import Responsive


@dataclass(frozen=True)
class Head:
    """What a page tells machines of itself (R47, OpenGraph); `path` makes its absolute address."""

    title: str
    path: str
    description: str = ""
    creator: str = ""
    date: datetime | None = None
    changed: datetime | None = None
    image: Responsive | None = None
    kind: str = "website"
    newer: str = ""
    older: str = ""
    # The feed of the page's own list.
    feed: str = ""

    @property
    def address(self) -> str:
        """The page's absolute address, which never comes from the request's headers."""
        return absolute(self.path)

    @property
    def image_address(self) -> str:
        """The picture's absolute address, "" without one."""
        return absolute(self.image.src) if self.image else ""

    @property
    def card_address(self) -> str:
        """The absolute address of the portal's own card, for pages without a picture."""
        return absolute(static("img/share.png"))


def absolute(path: str) -> str:
    """A path of this portal, or an address that is whole already, as an absolute address."""
    return path if path.startswith(("https://", "http://")) else settings.SITE_URL + path


def public_page(view):
    """Decorator: a `public_file` that goes out compressed: it holds no secret that the length of
    an answer could tell."""
    return gzip_page(public_file(view))


def public_file(view):
    """Decorator: GET and HEAD only; caches may keep the answer but must ask before using it."""

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        chrome.settle(request)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return wrapped

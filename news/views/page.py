"""The page of a page: what the office says of itself, outside the lists of news."""

from django.shortcuts import get_object_or_404, render

from news import attachments, chrome
from news.models import Article, Kind
from news.pages import duties, family
from news.site import reaching
from news.views import structured
from news.views.article import gone, head_of, readable, told_readers
from news.views.public import public_page


@public_page
def page(request, address: str):
    """A page by its address; 410 for what was withdrawn, 404 for what never was public."""
    found = get_object_or_404(readable(), kind=Kind.PAGE, slug=address)
    if not found.is_public():
        return gone(request, found)
    return render(request, "page.html", _context(chrome.of(request), found))


def _context(portal, found: Article) -> dict:
    around, head = family.of(found.pk), head_of(found, portal)
    office = portal.about if around.duty in duties.REACHED else None
    return {
        "article": found,
        "head": head,
        "family": around,
        "path": around.path,
        "here": (around.path[0] if around.path else found).get_absolute_url(),
        "files": attachments.public_links(found),
        "corrections": told_readers(found),
        "data": [
            structured.web_page(found, head, portal, office),
            structured.crumbs(around.path),
        ],
        "office": office,
        "reached": reaching.shown() if office else None,
    }

"""The page of a page: what the office says of itself, outside the lists of news."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from news import attachments, chrome
from news.models import Article, Kind
from news.pages import duties, family
from news.site import reaching
from news.views import structured
from news.views.article import gone, head_of, readable, told_readers
from news.views.public import public_page

READING = ("GET", "HEAD")


# Nothing is sent here: without this a form for an unknown address would be asked for its token.
@csrf_exempt
def page(request, address: str):
    """A page by its address; 410 for what was withdrawn, 404 for what never was public."""
    # Any word may come here: of what does not exist no method is the wrong one.
    if request.method not in READING:
        raise Http404
    return _page(request, address)


@csrf_exempt
def without_slash(request, address: str):
    """An address that lacks its slash: 301 where there is something, 404 for any other word."""
    whole = f"/{address}/"
    pages = Article.objects.public().pages().filter(slug=address)
    if resolve(whole).url_name == "page" and not pages.exists():
        raise Http404
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


@public_page
def _page(request, address: str):
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
        "audio": attachments.public_recording(found),
        "corrections": told_readers(found),
        "data": [
            structured.web_page(found, head, portal, office),
            structured.crumbs(around.path),
        ],
        "office": office,
        "reached": reaching.shown() if office else None,
    }

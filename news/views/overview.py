"""The site map for people: everything the portal has, as one tree of links (R8)."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from news import chrome, tags
from news.authors.models import Unit
from news.models import Category
from news.pages import family
from news.views.public import Head, public_page


@dataclass(frozen=True)
class Branch:
    """A section with its sub-sections."""

    section: Category
    under: list[Category]


@public_page
def overview(request):
    """Sections, units and the portal's other pages."""
    portal = chrome.of(request)
    words = f"Mọi chuyên mục, đơn vị và trang của {portal.about.name}."
    context = {
        "head": Head("Sơ đồ cổng", reverse("site-map"), words, portal.about.name),
        "news": portal.under(portal.news_root),
        "branches": [Branch(section, portal.under(section)) for section in portal.menu],
        "pages": family.tree(),
        "units": Unit.objects.filter(active=True),
        "tags": tags.most_used(),
    }
    return render(request, "site_map.html", context)

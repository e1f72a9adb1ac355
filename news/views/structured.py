"""schema.org data of the public pages (R50), as plain dicts for the json_ld filter."""

from django.templatetags.static import static
from django.urls import reverse

from news.chrome import Chrome
from news.models import Article, Category
from news.site.models import Portal
from news.text.vietnamese import machine_time
from news.views.public import Head, absolute


def crumbs(path: list[Category]) -> dict:
    """A BreadcrumbList from the front page down to the last section."""
    steps = [("Trang chủ", "/"), *((c.name, c.get_absolute_url()) for c in path)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(url)}
        for place, (name, url) in enumerate(steps, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def news_article(article: Article, head: Head, portal: Chrome) -> dict:
    """A NewsArticle; what the article does not have is left out."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": head.address,
        "headline": article.title,
        "description": head.description,
        "datePublished": machine_time(article.published_at),
        "dateModified": machine_time(article.changed_at) if article.changed_at else "",
        "inLanguage": "vi",
        "articleSection": article.category.name if article.category else "",
        "keywords": article.tags,
        "image": [head.image_address] if head.image else [],
        "author": _author(article),
        "publisher": {"@type": "GovernmentOrganization", "name": publisher(portal)},
    }
    return {name: value for name, value in data.items() if value}


def organization(portal: Chrome) -> dict:
    """The office that answers for the portal."""
    about = portal.about
    place = {"@type": "PostalAddress", "streetAddress": about.address, "addressCountry": "VN"}
    emblem = about.emblem.file.url if about.emblem else static("img/icon-512.png")
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": absolute("/#co-quan"),
        "name": publisher(portal),
        "url": absolute(reverse("home")),
        "logo": absolute(emblem),
        "telephone": about.phone,
        "email": about.email,
        "address": place if about.address else None,
    }
    return {name: value for name, value in data.items() if value}


def website(portal: Chrome) -> dict:
    """The portal as a site that can be searched."""
    words = absolute(f"{reverse('search')}?q={{words}}")
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "url": absolute(reverse("home")),
        "name": f"{portal.about.kind} {portal.about.name}",
        "inLanguage": "vi",
        "publisher": {
            "@type": "GovernmentOrganization",
            "@id": absolute("/#co-quan"),
            "name": publisher(portal),
        },
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": words},
            "query-input": "required name=words",
        },
    }


def web_page(article: Article, head: Head, portal: Chrome, reached: Portal | None = None) -> dict:
    """A WebPage, for what is no news; a ContactPage when it says how the office is reached."""
    data = {
        "@context": "https://schema.org",
        "@type": "ContactPage" if reached else "WebPage",
        "url": head.address,
        "name": article.title,
        "description": head.description,
        "datePublished": machine_time(article.published_at),
        "dateModified": machine_time(article.changed_at) if article.changed_at else "",
        "inLanguage": "vi",
        "publisher": {"@type": "GovernmentOrganization", "name": publisher(portal)},
        "mainEntity": _office(reached) if reached else None,
    }
    return {name: value for name, value in data.items() if value}


def _office(about: Portal) -> dict:
    ways = {"address": about.address, "telephone": about.phone, "email": about.email}
    known = {name: value for name, value in ways.items() if value}
    return {"@type": "GovernmentOrganization", "name": about.owner or about.name, **known}


def publisher(portal: Chrome) -> str:
    """The body that answers for the portal."""
    return portal.about.owner or portal.about.name


def _author(article: Article) -> dict | None:
    if article.author:
        url = absolute(article.author.get_absolute_url())
        return {"@type": "Person", "name": article.author.full_name, "url": url}
    if article.unit:
        url = absolute(article.unit.get_absolute_url())
        return {"@type": "Organization", "name": article.unit.name, "url": url}
    return {"@type": "Organization", "name": article.byline} if article.byline else None

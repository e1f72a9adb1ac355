"""Its two pages: a list of twenty, and an article with the five newest beside it."""

from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.backends.django import DjangoTemplates
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from news.models import Article, Category

OURS = "tests.bench.plain.urls"
MIDDLEWARE = [
    f"{OURS}.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
# An engine of its own, so that neither site has to read its templates again.
_templates = DjangoTemplates(
    {
        "NAME": "plain",
        "DIRS": [Path(__file__).parent],
        "APP_DIRS": False,
        "OPTIONS": {"context_processors": _PROCESSORS},
    }
)


def own_addresses(get_response):
    """Middleware: this site beside the portal."""

    def middleware(request):
        request.urlconf = OURS
        return get_response(request)

    return middleware


def site():
    """The WSGI application."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return WSGIHandler()


def rows():
    """What is public, newest first."""
    found = Article.objects.filter(published_version__isnull=False, withdrawn_at=None)
    found = found.filter(published_at__lte=timezone.now()).order_by("-published_at", "-pk")
    return found.select_related("category", "cover", "unit")


def listing(request):
    """A page of twenty."""
    page = Paginator(rows().defer("body"), 20).get_page(request.GET.get("page"))
    sections = Category.objects.filter(visible=True)
    return _page(request, "list.html", {"page": page, "sections": sections})


def article(request, slug, pk):
    """One article."""
    context = {"article": get_object_or_404(rows(), pk=pk), "newest": rows().defer("body")[:5]}
    context["sections"] = Category.objects.filter(visible=True)
    return _page(request, "article.html", context)


def _page(request, name: str, context: dict):
    return HttpResponse(_templates.get_template(name).render(context, request))


urlpatterns = [
    path("", listing, name="home"),
    path("tin-tuc/", listing, name="list"),
    path("tin-tuc/<slug:slug>-<int:pk>/", article, name="article"),
    path("tin-tuc/<slug:slug>/", listing, name="category"),
]

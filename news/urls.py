"""The addresses of the citizens' pages. An article's ends in its number, a section's never does."""

from django.urls import path, re_path, register_converter

from news.pages.addresses import PagePath
from news.views import api, sitemaps
from news.views.article import article
from news.views.attachment import attachment
from news.views.corrections import corrections
from news.views.counting import most_read, report, totals
from news.views.days import days, years
from news.views.feed_list import feed_list
from news.views.feedback import rate, thanks
from news.views.feedback import report as report_error
from news.views.feeds import feed
from news.views.health import health
from news.views.home import home
from news.views.icons import icon, manifest
from news.views.lists import author, category, news, unit
from news.views.overview import overview
from news.views.page import page, without_slash
from news.views.review import decided, reviewed, reviewed_file
from news.views.saved import saved
from news.views.search import search
from news.views.security import security
from news.views.suggesting import suggestions
from news.views.tags import tag
from news.views.threads import course, thread, threads

register_converter(PagePath, "page")


YEAR, MONTH, DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})"


def _feeds(form: str) -> list:
    """The addresses of every list's feed in one form."""

    def of(kind: str, key: str):
        name = f"{form}-{kind}"
        return path(f"{form}/{kind}/{key}.xml", feed, {"form": form, "kind": kind}, name=name)

    everything = path(f"{form}/tin-tuc.xml", feed, {"form": form}, name=form)
    keys = {"chuyen-muc": "<slug:key>", "don-vi": "<slug:key>", "tac-gia": "<int:key>"}
    keys |= {"the": "<slug:key>", "dong-su-kien": "<slug:key>"}
    return [everything, *(of(kind, key) for kind, key in keys.items())]


urlpatterns = [
    path("", home, name="home"),
    path("tin-tuc/", news, name="news"),
    path("tin-tuc/trang/<int:number>/", news, name="news-page"),
    path("tin-tuc/luu-tru/", years, name="archive"),
    re_path(rf"^tin-tuc/luu-tru/{YEAR}/$", days, name="archive-year"),
    re_path(rf"^tin-tuc/luu-tru/{YEAR}/{MONTH}/$", days, name="archive-month"),
    re_path(rf"^tin-tuc/luu-tru/{YEAR}/{MONTH}/{DAY}/$", days, name="archive-day"),
    path("tin-tuc/<str:slug>-<int:pk>/", article, name="article"),
    path("tin-tuc/<str:slug>-<int:pk>/luu/", saved, name="article-saved"),
    path("tin-tuc/<slug:slug>/", category, name="category"),
    path("tin-tuc/<slug:slug>/trang/<int:number>/", category, name="category-page"),
    path("tai-lieu/<int:pk>/<str:name>", attachment, name="attachment"),
    path("dinh-chinh/", corrections, name="corrections"),
    path("dinh-chinh/trang/<int:number>/", corrections, name="corrections-page"),
    path("don-vi/<slug:code>/", unit, name="unit"),
    path("don-vi/<slug:code>/trang/<int:number>/", unit, name="unit-page"),
    path("the/<str:key>/", tag, name="tag"),
    path("the/<str:key>/trang/<int:number>/", tag, name="tag-page"),
    path("dong-su-kien/", threads, name="threads"),
    path("dong-su-kien/<slug:slug>/", thread, name="thread"),
    path("dong-su-kien/<slug:slug>/trang/<int:number>/", thread, name="thread-page"),
    path("dong-su-kien/<slug:slug>/tu-dau/", course, name="thread-course"),
    path("dong-su-kien/<slug:slug>/tu-dau/<int:number>/", course, name="thread-course-page"),
    path("danh-gia/<int:pk>/", rate, name="rate"),
    path("bao-loi/da-nhan/", thanks, name="report-thanks"),
    path("bao-loi/<int:pk>/", report_error, name="report-error"),
    path("rss/", feed_list, name="feeds"),
    *_feeds("rss"),
    *_feeds("atom"),
    path("tim-kiem/", search, name="search"),
    path("tim-kiem/goi-y/", suggestions, name="suggestions"),
    path("so-do-cong/", overview, name="site-map"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/trang.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap/tin-moi.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap/bai-<int:number>.xml", sitemaps.articles, name="sitemap-articles"),
    path("doc-nhieu/", most_read, name="most-read"),
    re_path(r"^doc-nhieu/(?P<period>ngay|thang)/$", most_read, name="most-read"),
    path("dem-luot/", report, name="report-visit"),
    path("dem-luot/<int:pk>/", report, name="report-read"),
    path("luot-truy-cap/", totals, name="visits"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("favicon.ico", icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", icon, {"name": "apple-touch-icon.png"}, name="touch-icon"),
    path("api/", api.programs, name="api"),
    path("api/v1/articles/", api.articles, name="api-articles"),
    path("api/v1/articles/<int:pk>/", api.article, name="api-article"),
    path("api/v1/pages/", api.pages, name="api-pages"),
    path("api/v1/pages/<int:pk>/", api.page, name="api-page"),
    path("api/v1/sections/", api.sections, name="api-sections"),
    path("api/v1/units/", api.units, name="api-units"),
    path("api/v1/openapi.json", api.description, name="api-description"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("suc-khoe/", health, name="health"),
    path("xem-duyet/<str:token>/", reviewed, name="review"),
    path("xem-duyet/<str:token>/quyet-dinh/", decided, name="review-decide"),
    path("xem-duyet/<str:token>/tep/<int:pk>/", reviewed_file, name="review-file"),
    path("tac-gia/<str:slug>-<int:pk>/", author, name="author"),
    path("tac-gia/<str:slug>-<int:pk>/trang/<int:number>/", author, name="author-page"),
    # Any word that is nothing else: this stands last, and everything new stands before it.
    path("<page:address>/", page, name="page"),
    path("<page:address>", without_slash, name="page-without-slash"),
]

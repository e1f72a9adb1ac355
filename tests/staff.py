"""The staff side as hand-made requests reach it: its addresses, and forms as browsers post them."""

from hashlib import sha256

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.models import SignedIn, User
from news.addresses.models import Redirect
from news.authors.models import Author, Unit
from news.media.models import Image
from news.models import Article, Assignment, Category, Thread
from news.site.models import Portal
from tests import factories

SITE_WIDE = ("index", "site_portal_status", "login", "logout", "password_change", "jsi18n")
SITE_WIDE += ("password_change_done",)
# Of everybody on the staff, about themselves.
OWN_PAGES = ("notices", "notice_choice", "hai-buoc", "hai-buoc-ung-dung", "hai-buoc-khoa")
OWN_PAGES += ("hai-buoc-ma", "hai-buoc-xac-nhan", "hai-buoc-xac-nhan-khoa")
OWN_PAGES += ("tai-khoan", "nhat-ky-cua-toi", "phien-ket-thuc", "thiet-bi-thoi-nho")
MODELS = (Article, Assignment, Author, Category, Image, Portal, Redirect, Thread, Unit, User)
ARTICLE_ADD = "/quan-tri/news/article/add/"
ARTICLES = "/quan-tri/news/article/"
PREVIEW = "/quan-tri/news/article/xem-truoc/"
PICTURES = "/quan-tri/media/image/chon/"


def browser(user=None, **options) -> Client:
    """A client that reports a 500 as an answer, signed in as `user` if one is given."""
    client = Client(raise_request_exception=False, **options)
    if user:
        enter(client, user)
    return client


def enter(client: Client, user) -> None:
    """Sign the person in without the form, with the row that a session of the form has."""
    client.force_login(user)
    session = client.session
    key = sha256(session.session_key.encode()).hexdigest()
    session[sessions.IN_SESSION] = SignedIn.objects.create(
        user=user, key_hash=key, by="password"
    ).pk
    session.save()


def change(thing) -> str:
    """The address of an object's form."""
    return address(thing, "change")


def address(thing, page: str) -> str:
    """An object's page on the staff side: "change", "history", "delete", "preview"."""
    opts = thing._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[thing.pk])


def one_of_each(writer=None) -> dict:
    """An object of every kind the staff side shows, by its label; none is the viewer's own."""
    writer = writer or factories.make_user("contributor")
    cover = factories.make_image()
    article = factories.make_article(user=writer, cover_id=cover.pk, cover_alt=cover.alt)
    things = [article, article.cover, article.category, article.unit, factories.make_author()]
    things += [Thread.objects.get_or_create(slug="duong-moi", title="Đường mới")[0]]
    things += [Portal.objects.get_or_create(pk=1)[0], writer, writer.assignments.get()]
    things += [Redirect.objects.get_or_create(old="/trang-cu", new="/tin-tuc/")[0]]
    return {_label(thing): thing for thing in things}


def pages(things: dict) -> dict[str, str]:
    """Every named address of the staff side for these objects: name to path."""
    found = {name: reverse(f"admin:{name}") for name in SITE_WIDE}
    for model in MODELS:
        for pattern in admin.site.get_model_admin(model).urls:
            if pattern.name:
                args = _args(pattern, things[_label(model)])
                found[pattern.name] = reverse(f"admin:{pattern.name}", args=args)
    found |= {name: reverse(name) for name in OWN_PAGES}
    for app in sorted({model._meta.app_label for model in MODELS}):
        found[f"app_list {app}"] = reverse("admin:app_list", args=[app])
    return found


def posted(article=None, **values) -> dict:
    """The article form as a browser sends it; a new article's when none is given."""
    data = {"subtitle": "", "cover": "", "cover_alt": "", "cover_caption": "", "author": ""}
    data |= {
        "source_name": "",
        "source_url": "",
        "thread": "",
        "tags": "",
        "genre": "tin",
        "note": "",
    }
    data |= {"pledge": "on", "at_0": "", "at_1": ""}
    if article is None:
        words = factories.content()
        data |= {"category": words.pop("category_id"), "unit": words.pop("unit_id"), **words}
        data["base_version"] = "0"
    else:
        data |= {"title": article.title, "summary": article.summary, "body": article.body}
        data |= {"category": article.category_id or "", "unit": article.unit_id or ""}
        data["related"] = "\n".join(map(str, article.related))
        data["thread"] = article.thread_id or ""
        data["audio"] = article.audio_id or ""
        data["attachments"] = ",".join(map(str, article.attachments))
        data["base_version"] = str(article.latest_version)
    return {**data, **values}


def stored() -> list:
    """Every article and version as it lies in the database, to prove that nothing changed."""
    versions = [v for a in Article.objects.order_by("pk") for v in a.versions.values()]
    return [*Article.objects.order_by("pk").values(), *versions]


def _label(model) -> str:
    return model._meta.label_lower.replace(".", "_")


def _args(pattern, thing) -> list:
    return [thing.pk] if "<" in str(pattern.pattern) else []

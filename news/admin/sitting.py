"""The open form and its server: typed text kept as it grows, who else is there, one text of two."""

import json
from datetime import timedelta

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts import sessions
from news import differences, legacy, merging, notices, sittings, versions, workflow
from news.forms import ArticleForm
from news.models import Article, ArticleVersion
from news.text.numbers import whole

RECOVER = "lay-lai"
CHOICE = "merge."
TOKEN_LENGTH = 32
FIELDS = frozenset(ArticleForm.base_fields) - {"base_version", "sitting", "note", "pledge", "at"}
MOST_DAYS = 60


class Sittings:
    """The part of ArticleAdmin that lets nobody lose a sentence."""

    def sitting_urls(self) -> list:
        """The addresses the form's script talks to, and the pages of a text left behind."""
        wrap = self.admin_site.admin_view
        return [
            path("dang-go/", wrap(self.keep_view), name="news_article_keep"),
            path("dang-go/<slug:token>/", wrap(self.left_view), name="news_article_left"),
            path("<int:pk>/nhan-sua/", wrap(self.take_view), name="news_article_take"),
            path("<int:pk>/ghep/", wrap(self.merge_view), name="news_article_merge"),
        ]

    def keep_view(self, request):
        """Keep what is typed (or only note that the form is open); tell who else is there."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._written_on(request, request.POST.get("article", ""))
        token, typed = _token(request), _typed(request)
        if not typed:
            sessions.in_background(request)
        if typed and sittings.knows(request.user, token, _age(request)):
            return JsonResponse({"known": True})
        base = whole(request.POST.get("base_version", "")) or 0
        try:
            kept = sittings.keep(request.user, token, article, base, typed)
        except sittings.TooMuch as error:
            return JsonResponse({"sentence": str(error)}, status=413)
        return JsonResponse(self._news(request.user, article, kept))

    def left_view(self, request, token: str):
        """A text left behind beside the newest version; by POST it is thrown away."""
        found = sittings.of(request.user, token)
        if found is None or found.typed_at is None:
            raise Http404
        article = self._written_on(request, str(found.article_id or ""))
        if request.method == "POST":
            sittings.end(request.user, token)
            return HttpResponseRedirect(_form_of(article))
        latest = versions.latest(article) if article else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Bài gõ dở, chưa lưu",
            "sitting": found,
            "article": article,
            "latest": latest,
            "parts": differences.between(latest or versions.EMPTY, self.read(request, found)),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/news/article/left.html", context)

    def take_view(self, request, pk: int):
        """Go on with an article that somebody else has open; they are told."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._written_on(request, str(pk))
        told = notices.take_over(article, request.user)
        if told:
            self.message_user(request, "Bạn đã nhận sửa bài này. Người kia được báo ngay.")
        return HttpResponseRedirect(_form_of(article))

    def merge_view(self, request, pk: int):
        """Make one text of mine and theirs, to be read again before it is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._written_on(request, str(pk))
        form = self.get_form(request, article)(request.POST, instance=versions.load(article))
        form.is_valid()
        sides = request.POST.items()
        chosen = {n.removeprefix(CHOICE): side for n, side in sides if n.startswith(CHOICE)}
        content = merging.merged(form.opened_on(), form.typed(), form.latest, chosen)
        token, typed = _token(request), as_typed(ArticleVersion(**content))
        sittings.keep(request.user, token, article, form.latest.number, typed)
        done = "Đã ghép hai bài. Hãy đọc lại rồi lưu; bản trước vẫn còn trong lịch sử."
        self.message_user(request, done)
        return redirect(f"{_form_of(article)}?{RECOVER}={token}")

    def recovered(self, request) -> dict:
        """What to give back to a form that is opened with ?lay-lai=…, by field name."""
        token = request.GET.get(RECOVER)
        found = sittings.of(request.user, token) if token and request.method == "GET" else None
        if found is None or found.typed_at is None:
            return {}
        # The editor cleans what it is given, and TCVN3 writes ư as a letter that cleaning drops.
        typed = legacy.Posted(found.typed, None).held
        return {**typed, "base_version": found.base_version, "sitting": found.token}

    def left_for(self, request, article):
        """The text to offer when a form is opened: left behind, and not what stands there."""
        found = None if request.GET.get(RECOVER) else sittings.left_behind(request.user, article)
        if found is None:
            return None
        latest = versions.latest(article) if article else versions.EMPTY
        if differences.between(latest, self.read(request, found)):
            return found
        sittings.end(request.user, found.token)
        return None

    def read(self, request, found) -> ArticleVersion:
        """What a sitting holds, as content; what is not fit for its field is left out."""
        article = found.article or Article(created_by=request.user)
        sent = {n: v if isinstance(v, list) else [v] for n, v in found.typed.items()}
        form = self.get_form(request, found.article)(MultiValueDict(sent), instance=article)
        form.is_valid()
        latest = versions.latest(article) if found.article else None
        typed = {n: v for n, v in form.content().items() if n.removesuffix("_id") in found.typed}
        return ArticleVersion(**(latest or versions.EMPTY).content() | typed)

    def _written_on(self, request, number: str) -> Article | None:
        """The article this person may ask to change; None for a new one. Raises Http404."""
        if not number:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        rows = self.get_queryset(request).select_related("category__parent")
        article = rows.filter(pk=whole(number)).first()
        if article is None or not self.has_change_permission(request, article):
            raise Http404
        return article

    def _news(self, user, article, kept) -> dict:
        """What an open form should know now."""
        others = sittings.others(article, user) if article else []
        return {
            "kept": timezone.localtime(kept.typed_at).strftime("%H:%M:%S") if kept.typed_at else "",
            "others": [presence(other) for other in others],
            "newest": article.latest_version if article else 0,
            "taken": str(kept.taken_by) if kept.taken_by else "",
            "editable": article is None or workflow.may_edit(article, user),
        }


def presence(sitting) -> str:
    """ "Trần Thị Bình đang mở bài này, từ 2 phút trước."."""
    minutes = int((timezone.now() - sitting.started_at).total_seconds() // 60)
    since = f"từ {minutes} phút trước" if minutes else "vừa mở"
    return f"{sitting.user} đang sửa bài này, {since}."


def as_typed(content: ArticleVersion) -> dict:
    """Content as the form's fields would be sent."""
    values = {name.removesuffix("_id"): value for name, value in content.content().items()}
    values["tags"] = ", ".join(content.tags)
    values["attachments"] = ",".join(map(str, content.attachments))
    typed = {name: value for name, value in values.items() if name in FIELDS}
    return {
        name: [str(part) for part in value] if isinstance(value, list) else str(value or "")
        for name, value in typed.items()
    }


def _form_of(article: Article | None) -> str:
    if article is None:
        return reverse("admin:news_article_add")
    return reverse("admin:news_article_change", args=[article.pk])


def _token(request) -> str:
    token = request.POST.get("sitting", "")
    if len(token) != TOKEN_LENGTH or not token.isalnum() or not token.isascii():
        raise BadRequest
    return token


def _typed(request) -> dict | None:
    """The fields as the script sent them: names of the form's, strings or lists of strings."""
    sent = request.POST.get("typed", "")
    if not sent:
        return None
    try:
        values = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(values, dict) or not all(_is_words(value) for value in values.values()):
        raise BadRequest
    return {name: value for name, value in values.items() if name in FIELDS}


def _is_words(value) -> bool:
    parts = value if isinstance(value, list) else [value]
    return all(isinstance(part, str) and "\0" not in part and _is_text(part) for part in parts)


def _is_text(part: str) -> bool:
    """Half a surrogate pair, as JSON may bring, is no text and cannot be stored."""
    return part.encode("utf-8", "ignore").decode("utf-8") == part


def _age(request) -> timedelta:
    """How long ago the text was typed, in milliseconds by the browser's own clock; what is no
    such number is as old as can be, so that it never wins over a newer text."""
    age = whole(request.POST.get("age", "0"))
    most = timedelta(MOST_DAYS)
    return most if age is None else min(timedelta(milliseconds=age), most)

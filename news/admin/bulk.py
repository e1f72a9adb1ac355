"""One move for many articles of the list: each by itself, each with its own result."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts import addresses
from news import workflow
from news.admin.filters import query_of
from news.admin.moves import MOVE, done_sentence
from news.models import Article
from news.moments import MomentField
from news.text.numbers import whole
from news.transitions import SAVES, TRANSITIONS

MOST = 100
NOTHING = "Hãy chọn ít nhất một bài trong danh sách, rồi chọn việc cần làm."
TOO_MANY = f"Mỗi lần chỉ chuyển được {MOST} bài. Hãy chọn ít hơn."
NO_MOVE = "Hãy chọn việc cần làm cho các bài đã chọn."
UNKNOWN = "Không có bài này, hoặc bài không thuộc phần việc của bạn."
# A promise is made for one text that somebody has just read, so not for many at once.
MOVES = [m for m in TRANSITIONS.values() if m.name not in SAVES and not (m.system or m.pledge)]


class BulkForm(forms.Form):
    """What comes with a move of many articles."""

    note = forms.CharField(required=False, max_length=2000, label="Lý do, ghi chú")
    at = MomentField(required=False, label="Vào lúc")


@dataclass(frozen=True)
class Result:
    """What became of one article: `article` is None where there is none for this person."""

    number: int
    article: Article | None
    sentence: str
    done: bool


class Bulk:
    """The part of ArticleAdmin that moves many articles."""

    def bulk_urls(self) -> list:
        """The one address."""
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("nhieu-bai/", view, name="news_article_bulk")]

    def bulk_for(self, request) -> dict:
        """The moves this person may make somewhere, and the fields that go with them."""
        moves = [move for move in MOVES if _ever(request.user, move)]
        return {"bulk_moves": moves, "bulk_form": BulkForm(auto_id="bulk_%s")}

    def bulk_view(self, request):
        """Make the move on every chosen article that allows it; show what became of each."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen, form = _chosen(request.POST.getlist("bai")), BulkForm(request.POST)
        sentence = _unfit(request, chosen, form)
        query = query_of(request.POST.get("query", ""))
        if sentence:
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(f"{reverse('admin:news_article_changelist')}?{query}")
        action = request.POST[MOVE]
        results = self._results(request, chosen, action, form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{TRANSITIONS[action].label}: kết quả từng bài",
            "results": results,
            "done": sum(row.done for row in results),
            "query": query,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/news/article/bulk.html", context)

    def _results(self, request, chosen: dict[int, int], action: str, form) -> list[Result]:
        """In the order of the list; nothing of one article hangs on another."""
        rows = self.get_queryset(request).select_related("category__parent").defer("body")
        seen = rows.in_bulk(list(chosen))
        found = []
        for pk, version in chosen.items():
            article = seen.get(pk)
            refused = self._one(request, article, version, action, form) if article else UNKNOWN
            if article is None:
                self.trespassed(request, pk, action)
            said = refused or done_sentence(action, form.cleaned_data["at"])
            found.append(Result(pk, article, said, not refused))
        return found

    def _one(self, request, article, version: int, action: str, form) -> str:
        """Make the move; return the sentence of a refusal or ""."""
        given = workflow.given({**form.cleaned_data, "pledge": False}, action)
        address = addresses.of(request)
        try:
            workflow.perform(
                article, action, request.user, version=version, address=address, **given
            )
        except workflow.Refused as error:
            return str(error)
        return ""


def _ever(user, move) -> bool:
    rights = {move.permission, *move.permissions.values()}
    return any(user.has_perm(right) for right in rights)


def _chosen(sent: list[str]) -> dict[int, int]:
    """The number of each article and of the version that its row showed; each article once."""
    found: dict[int, int] = {}
    for text in sent[: 2 * MOST]:
        pk, _, version = text.partition(":")
        if whole(pk) is not None and whole(version) is not None:
            found.setdefault(whole(pk), whole(version))
    return found


def _unfit(request, chosen: dict, form) -> str:
    if not chosen:
        return NOTHING
    if len(chosen) > MOST:
        return TOO_MANY
    if request.POST.get(MOVE) not in {move.name for move in MOVES}:
        return NO_MOVE
    errors = [error for found in form.errors.values() for error in found]
    return " ".join(errors)

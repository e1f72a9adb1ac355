"""The conversation beside an article on the staff side: reading it, writing, answering, done."""

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import conversation, notices, versions
from news.models import Article, Note
from news.text.numbers import whole

# The page's script asks for the conversation alone.
PART = "X-Part"
UNKNOWN = "Hãy bấm một nút của phần trao đổi."
DONE = {
    "note": "Đã gửi ghi chú.",
    "answer": "Đã gửi câu trả lời.",
    "correct": "Đã sửa ghi chú.",
    "resolve": "Đã đánh dấu xong.",
    "reopen": "Đã mở lại ghi chú.",
}
# Open notes are put before whoever is about to make one of these.
DECIDES = ("propose", "approve", "publish", "republish")


class Conversation:
    """The part of ArticleAdmin that lets colleagues talk about an article."""

    def talk_urls(self) -> list:
        """The address of an article's conversation."""
        view = self.admin_site.admin_view(self.talk_view)
        return [path("<int:pk>/trao-doi/", view, name="news_article_talk")]

    def talk_view(self, request, pk: int):
        """The conversation by itself; by POST something is said or done in it."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        article = versions.load(self._opened(request, pk))
        sentence = self._said(request, article) if request.method == "POST" else ""
        if PART in request.headers:
            context = {**self._about(request, article), **self.talk_for(request, article, sentence)}
            return TemplateResponse(request, "admin/news/article/_talk_part.html", context)
        if request.method == "POST" and not sentence:
            self.message_user(request, DONE[_asked(request)[0]], messages.SUCCESS)
            form = reverse("admin:news_article_change", args=[pk])
            return HttpResponseRedirect(f"{form}#trao-doi")
        context = self._past(request, article, "Trao đổi")
        context |= self.talk_for(request, article, sentence)
        return TemplateResponse(request, "admin/news/article/talk.html", context)

    def talk_for(self, request, article: Article | None, sentence: str = "") -> dict:
        """The conversation as the templates show it; whoever opens an article to read it has
        read what they were told of it. `sentence` is a refusal: what was typed is shown again."""
        if article is None:
            return {}
        if request.method == "GET":
            notices.read(request.user, article=article.pk)
        threads = conversation.threads(article)
        for thread in threads:
            for note in (thread.note, *thread.answers):
                note.correctable = note.corrects(request.user)
        return {
            "threads": threads,
            "open_threads": [thread for thread in threads if thread.open],
            "colleagues": list(conversation.colleagues(article, request.user)),
            "talk_refused": sentence,
            "talk_typed": _typed(request) if sentence else {},
            "decides": DECIDES,
        }

    def _said(self, request, article: Article) -> str:
        """Do what was asked for; return the sentence of a refusal or ""."""
        action, number = _asked(request)
        if action not in DONE:
            return UNKNOWN
        note = _note(article, number) if action != "note" else None
        text = _typed(request)["text"]
        try:
            self._do(request, article, action, note, text)
        except conversation.Unfit as error:
            return str(error)
        return ""

    def _do(self, request, article, action: str, note: Note | None, text: str) -> None:
        user, typed = request.user, _typed(request)
        if action == "note":
            given = {name: typed[name] for name in ("passage", "block")}
            conversation.write(article, user, text, **given)
        elif action == "answer":
            conversation.write(article, user, text, parent=note)
        elif action == "correct":
            conversation.correct(note, user, text)
        else:
            {"resolve": conversation.resolve, "reopen": conversation.reopen}[action](note, user)


def _asked(request) -> tuple[str, int]:
    """What the pressed button asks for, and of which note: "answer.12"."""
    action, _, number = request.POST.get("do", "").partition(".")
    return action, whole(number) or 0


def _typed(request) -> dict:
    """What was typed for the pressed button, and where."""
    action, number = _asked(request)
    name = "talk_text" if action == "note" else f"{action}.{number}"
    text = request.POST.get(name, "").replace("\0", "")
    passage = request.POST.get("talk_passage", "").replace("\0", "")
    block = whole(request.POST.get("talk_block", "")) or 0
    return {"text": text, "passage": passage, "block": block, "at": number, "action": action}


def _note(article: Article, number: int) -> Note:
    """That note of this article, with what it answers; raises Http404."""
    rows = Note.objects.filter(article=article.pk).select_related("author", "parent")
    note = rows.filter(pk=number).first()
    if note is None:
        raise Http404
    return note

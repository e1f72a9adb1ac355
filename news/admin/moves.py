"""The moves of an article on its staff pages: those offered, and those made without the form."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from accounts import addresses
from news import workflow
from news.models import Article
from news.moments import MomentField
from news.readers import ForReaders
from news.text.vietnamese import short_moment
from news.transitions import FORWARD

MOVE = "_move"
# The way forward is the one strong button; of several, the first.
MAIN = ("submit", *FORWARD, "confirm", "republish")
DONE = {
    "submit": "Đã gửi bài. Bạn sẽ thấy trên bàn làm việc khi có trả lời.",
    "receive": "Bạn đã nhận bài này để biên tập.",
    "propose": "Đã trình duyệt. Bài chuyển sang lãnh đạo duyệt.",
    "approve": "Đã duyệt. Bài chuyển sang người xuất bản.",
    "reject": "Đã từ chối duyệt kèm lý do.",
    "publish": "Đã xuất bản. Người dân xem được bài từ bây giờ.",
    "urgent": "Đã đăng khẩn. Bài chờ một người khác xem lại và xác nhận.",
    "confirm": "Đã xác nhận tin khẩn.",
    "unschedule": "Đã huỷ hẹn giờ. Bài trở lại “Chờ xuất bản”.",
    "republish": "Đã đăng lại.",
    "return": "Đã trả lại cho người viết kèm lý do.",
    "withdraw": "Đã gỡ bài. Địa chỉ cũ báo cho người đọc biết bài không còn nữa.",
    "notice": "Đã đăng thông báo. Bài vẫn đọc được, nhưng rời trang chủ và tin nổi bật.",
    "unnotice": "Đã bỏ thông báo khỏi bài.",
    "expire": "Đã bỏ ngày hết hạn.",
    "remind": "Đã bỏ lời nhắc rà soát.",
    "bin": "Đã bỏ bài vào thùng rác. Có thể lấy lại bất cứ lúc nào.",
    "unbin": "Đã lấy bài ra khỏi thùng rác.",
}
DONE_AT = {
    "publish": "Đã hẹn giờ đăng: {}.",
    "expire": "Bài sẽ hết hạn lúc {}.",
    "remind": "Sẽ nhắc rà soát bài lúc {}.",
}
# After these the person stays with the article.
STAYS = ("receive", "notice", "unnotice", "expire", "remind", "confirm", "unbin", "unschedule")

# These begin on a page of their own; these say what the new version is to readers.
OWN_PAGE = ("correct",)
TELLS = ("publish", "urgent", "republish")


class MoveForm(ForReaders):
    """A move by itself, for somebody who reads the article and does not write on it."""

    base_version = forms.IntegerField(min_value=0)
    note = forms.CharField(required=False, max_length=2000)
    pledge = forms.BooleanField(required=False)
    at = MomentField(required=False)

    def given(self, action: str) -> dict:
        """What comes with the move, as workflow.perform takes it."""
        return workflow.given(self.cleaned_data, action)


class Moves:
    """The part of ArticleAdmin that makes moves."""

    def move_urls(self) -> list:
        """The address of a move that comes without the article's text."""
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/chuyen/", view, name="news_article_move")]

    def move_view(self, request, pk: int):
        """Make the move asked for, or say why not; then back to where the person works on."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self.get_queryset(request).filter(pk=pk).first()
        if article is None:
            self.trespassed(request, pk, request.POST.get(MOVE, ""))
            raise Http404
        form, action = MoveForm(request.POST), request.POST.get(MOVE, "")
        sentence = self._moved(request, article, action, form)
        if sentence:
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))
        return self.after_move(request, article, action, form.cleaned_data["at"])

    def after_move(self, request, article, action: str, at):
        """Say what was done and go back to the desk, or stay where work goes on."""
        sentence = done_sentence(action, at)
        self.message_user(request, sentence, messages.SUCCESS)
        if action in STAYS:
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
        return HttpResponseRedirect(reverse("admin:index"))

    def _moved(self, request, article, action, form) -> str:
        """Make the move; return the sentence of a refusal or ""."""
        address = addresses.of(request)
        if not form.is_valid():
            sentence = " ".join(error for errors in form.errors.values() for error in errors)
            workflow.record_refusal(article, action, request.user, sentence, address)
            return sentence
        version = form.cleaned_data["base_version"]
        given = {"version": version, "address": address, **form.given(action)}
        try:
            workflow.perform(article, action, request.user, **given)
        except workflow.Refused as error:
            return str(error)
        return ""

    def trespassed(self, request, pk: int, action: str) -> None:
        """Keep on record that somebody asked for a move of an article they may not open or not
        write to; they are answered as if it did not exist."""
        article = Article.objects.select_related("category__parent").filter(pk=pk).first()
        if article:
            sentence = workflow.refusal(article, action, request.user)
            address = addresses.of(request)
            workflow.record_refusal(article, action, request.user, sentence, address)

    def moves_for(self, request, article, form=None) -> dict:
        """The moves this person may make now, as the staff templates show them; `form` is the
        article's, with what was typed for a refused move."""
        moves = [(m, m.label_in(article.steps)) for m in workflow.available(article, request.user)]
        forward = [row for name in MAIN for row in moves if row[0].name == name]
        main = forward[:1]
        timed = [row for row in moves if row[0].time]
        others = [row for row in moves if row not in main and row not in timed]
        others = [row for row in others if row[0].name not in OWN_PAGE]
        tells = workflow.was_seen(article) and any(m.name in TELLS for m, _ in moves)
        return {
            "main_move": main[0] if main else None,
            "timed_moves": [row for row in timed if row not in main],
            "other_moves": others,
            "asks_note": any(move.needs_note for move, _ in others),
            "asks_pledge": any(move.pledge for move, _ in moves),
            "asks_time": bool(timed),
            "asks_words": any(move.name in ("withdraw", "notice") for move, _ in others),
            "asks_change": tells,
            "readers_first": tells and bool(main) and main[0][0].name in TELLS,
            "may_note": any(move.name in OWN_PAGE for move, _ in moves),
            "moment": (form or MoveForm())["at"],
            "readers": form or MoveForm(initial=article.due_note),
            "save_move": workflow.save_move(article),
        }


def done_sentence(action: str, at) -> str:
    """What to say after a move."""
    if at and action in DONE_AT:
        return DONE_AT[action].format(short_moment(at))
    return DONE[action]

"""Work that says itself what became of it: letters, pictures, new versions."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import mail
from news.media import tasks
from news.media.models import Image, RenditionState
from news.models import Article, Mail
from news.rights import sees
from news.sharing import making
from news.sharing.models import SharePicture, ShareState
from news.upkeep.failures import Failure
from news.upkeep.queued import READ

# How a letter's row says that its line broke while it was being sent.
UNSURE = "Không rõ đã tới chưa"
TRIED_OFTEN = "Máy chủ thư không nhận."
MAYBE_SENT = "Đường truyền đứt giữa lúc gửi. Hãy hỏi người nhận trước khi gửi lại."
SHARING = "Không vẽ được ảnh chia sẻ. Xem nhật ký của tiến trình nền."


def letters(user) -> list[Failure]:
    """Letters that were given up."""
    rows = Mail.objects.filter(sent_at=None, given_up_at__isnull=False, tries__gte=mail.TRIES)
    rows = rows.select_related("recipient").order_by("-given_up_at")[:READ]
    return [_letter(row, user, row.given_up_at, TRIED_OFTEN) for row in rows]


def unsure_letters(user) -> list[Failure]:
    """Letters that may or may not have arrived."""
    rows = Mail.objects.filter(sent_at__isnull=False, error__startswith=UNSURE)
    rows = rows.select_related("recipient").order_by("-sent_at")[:READ]
    return [_letter(row, user, row.sent_at, MAYBE_SENT) for row in rows]


def send_again(key: str) -> bool:
    """Queue a letter that was given up, as if it had never been tried."""
    rows = Mail.objects.filter(pk=key, sent_at=None, given_up_at__isnull=False)
    return _queue(rows, key)


def send_unsure_again(key: str) -> bool:
    """Queue a letter that may have arrived."""
    rows = Mail.objects.filter(pk=key, sent_at__isnull=False, error__startswith=UNSURE)
    return _queue(rows, key)


def pictures(user) -> list[Failure]:
    """Pictures without smaller files."""
    rows = Image.objects.filter(rendition_state=RenditionState.FAILED).order_by("-pk")[:READ]
    last = _last_failures()
    return [_picture(row, user, last.get(row.pk, row.uploaded_at)) for row in rows]


def make_again(key: str) -> bool:
    """Have a picture's smaller files made."""
    image = Image.objects.filter(pk=key, rendition_state=RenditionState.FAILED).first()
    if image is None:
        return False
    tasks.request(image)
    return True


def share_pictures(user) -> list[Failure]:
    """Articles without a picture for links on other sites."""
    rows = SharePicture.objects.filter(state=ShareState.FAILED).select_related("article")
    found = []
    for row in rows.order_by("-asked_at")[:READ]:
        words, link = _article(row.article, user)
        what = "Vẽ ảnh chia sẻ của một bài"
        key = str(row.pk)
        found.append(Failure(key, what, row.asked_at, row.attempts, SHARING, words, link))
    return found


def draw_again(key: str) -> bool:
    """Have a picture for sharing drawn."""
    rows = SharePicture.objects.filter(pk=key, state=ShareState.FAILED)
    fresh = {"state": ShareState.PENDING, "attempts": 0, "asked_at": timezone.now()}
    if not rows.update(**fresh):
        return False
    making.make.enqueue(SharePicture.objects.get(pk=key).article_id)
    return True


def switches(user) -> list[Failure]:
    """Approved new versions that could not take the place of the old one at their hour."""
    rows = Article.objects.exclude(due_failure="").select_related("category", "unit")
    found = []
    for row in rows.order_by("-due_failed_at")[:READ]:
        words, link = _article(row, user)
        what = "Đăng bản mới đã hẹn giờ"
        found.append(Failure(str(row.pk), what, row.due_at, 0, row.due_failure, words, link))
    return found


def _queue(rows, key: str) -> bool:
    fresh = {"sent_at": None, "given_up_at": None, "claimed_until": None, "tries": 0, "error": ""}
    if not rows.update(**fresh, due_at=timezone.now()):
        return False
    mail.deliver.enqueue(int(key))
    return True


def _letter(row: Mail, user, at, why: str) -> Failure:
    what = "Thư về tài khoản" if row.event_id else "Thư báo tin"
    person = row.recipient
    link = ""
    if user.has_perm("accounts.view_user"):
        link = reverse("admin:accounts_user_change", args=[person.pk])
    return Failure(str(row.pk), what, at, row.tries, why, str(person), link, row.error)


def _last_failures() -> dict[int, datetime]:
    """When each picture was last tried in vain."""
    rows = DBTaskResult.objects.failed().filter(task_path=tasks.make_renditions.module_path)
    rows = rows.order_by("finished_at").values_list("args_kwargs", "finished_at")
    return {given["args"][0]: at for given, at in rows if given["args"]}


def _picture(image: Image, user, at: datetime) -> Failure:
    link = ""
    if user.has_perm("media.view_image"):
        link = reverse("admin:media_image_change", args=[image.pk])
    return Failure(
        key=str(image.pk),
        what="Thu nhỏ một ảnh",
        at=at,
        tries=image.rendition_attempts,
        why=image.rendition_error,
        about=str(image) if link else "",
        link=link,
    )


def _article(article: Article, user) -> tuple[str, str]:
    """Its title and where to look, for somebody who may; what citizens see anybody may."""
    if sees(user, article):
        return article.title, reverse("admin:news_article_change", args=[article.pk])
    if article.is_public():
        return article.title, article.get_absolute_url()
    return "", ""

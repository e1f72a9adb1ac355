"""Which attachments citizens may have, and who of the staff may read, attach and alter which.

An attachment has no state of its own: the articles whose versions name it say what it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from news import workflow
from news.finding import index as finding
from news.media import attachments as files
from news.media import usage
from news.media.attachments import SOUND_ELSEWHERE, listed
from news.media.models import SOUNDS, Attachment
from news.models import Article, ArticleContent, ArticleEvent, ArticleVersion, State
from news.rights import visible
from news.search import index

MOST = 30
NO_RIGHT = "Tài khoản của bạn không có quyền làm việc này với tệp."
NOT_YOURS = "Có tệp không phải của bạn và cũng không ở bài nào bạn xem được. Hãy bỏ tệp đó ra."
RECORDING_NOT_YOURS = (
    "Bản nghe này không phải của bạn và cũng không ở bài nào bạn xem được. Hãy chọn tệp khác."
)
RECORDING_STAYS = "Bản nghe không đổi tại chỗ được. Hãy mở bài, bấm Thay bản nghe rồi lưu bài."
TOO_MANY = f"Mỗi bài có nhiều nhất {MOST} tệp đính kèm."
IS_LIVE = (
    "Tệp này người dân đã xem được nên chỉ người xuất bản sửa được. Hãy nhờ họ, hoặc thêm tệp mới "
    "rồi bỏ tệp này."
)
OTHER_HANDS = "Bài có tệp này đang ở người khác nên bạn chưa đổi được tên tệp."


# So many articles with a renamed file are found by its new name at once, the others by the clock.
AT_ONCE = 20


@dataclass(frozen=True)
class Link:
    """An attachment as a page names it."""

    title: str
    facts: str
    address: str
    paper_address: str


def links(content: ArticleContent, address: Callable[[Attachment], str]) -> list[Link]:
    """The attachments of some content; `address` says where a reader of the page finds each."""
    return [_link(found, address(found)) for found in listed(content.attachments)]


def public_links(content: ArticleContent) -> list[Link]:
    """The attachments of an article that citizens see, under their public addresses."""
    return links(content, Attachment.get_absolute_url)


def recording(content: ArticleContent, address: Callable[[Attachment], str]) -> Link | None:
    """The recording of some content, as `links` gives its attachments; None without one."""
    return _link(content.audio, address(content.audio)) if content.audio else None


def public_recording(content: ArticleContent) -> Link | None:
    """The recording of an article that citizens see, under its public address."""
    return recording(content, Attachment.get_absolute_url)


def is_public(attachment: Attachment) -> bool:
    """Whether an article that citizens see now names it."""
    named = Q(attachments__contains=[attachment.pk]) | Q(audio=attachment.pk)
    return Article.objects.public().filter(named).exists()


def was_public(attachment: Attachment) -> bool:
    """Whether citizens could once have it, now or in a version that was published before."""
    begun = {"article__published_at__lte": timezone.now()}
    return _published(_holding([attachment.pk])).filter(**begun).exists()


def readable(user, numbers: Iterable[int]) -> set[int]:
    """Those of these attachments that a member of staff may read (W5): what they uploaded
    themselves, and what any version of an article names that they may open."""
    numbers = list(numbers)
    if not numbers or not user.has_perm("media.view_attachment"):
        return set()
    own = Attachment.objects.filter(pk__in=numbers, uploaded_by=user.pk).order_by()
    held = _holding(numbers).filter(article__in=visible(user)).only("attachments", "audio")
    found = {*own.values_list("pk", flat=True), *(number for row in held for number in row.files())}
    return found & set(numbers)


def attachable(numbers: Iterable[int], kept: Iterable[int], user) -> set[int]:
    """Those of these that a person may attach: what they may read, and `kept`, which stand in the
    version that they have before them."""
    new = set(numbers) - set(kept)
    known = Attachment.objects.filter(pk__in=readable(user, new)).values_list("pk", flat=True)
    return {*known} | (set(numbers) - new)


def refusal(numbers: list[int], kept: list[int], user) -> str:
    """Why a person may not attach these, as a sentence; "" when they may."""
    if len(numbers) > MOST:
        return TOO_MANY
    if Attachment.objects.filter(pk__in=numbers, kind__in=SOUNDS).exists():
        return SOUND_ELSEWHERE
    return "" if attachable(numbers, kept, user) == set(numbers) else NOT_YOURS


def recording_refusal(found: Attachment | None, kept: int | None, user) -> str:
    """Why a person may not name this as the recording in the place of `kept`; "" when they may."""
    if found is None or attachable([found.pk], [kept], user):
        return ""
    return RECORDING_NOT_YOURS


def keeps_address(attachment: Attachment) -> bool:
    """Whether its address is known outside, so that another file takes its place there.

    A file that never was published is replaced like a word of the text: the next version names
    another attachment.
    """
    return _published(_holding([attachment.pk])).exists()


def why_not_altered(attachment: Attachment, user) -> str:
    """Why a person may not rename it, or replace it at its address; "" when they may."""
    number = attachment.pk
    allowed = user.has_perm("media.change_attachment")
    if not (allowed and number in readable(user, [number])):
        return NO_RIGHT
    if attachment.is_sound:
        return RECORDING_STAYS
    articles = Article.objects.filter(pk__in=_published(_holding([number])).values("article"))
    if articles:
        is_live = partial(keeps_address, attachment)
        return "" if usage.may_alter(user, is_live, articles) else IS_LIVE
    return "" if all(workflow.may_edit(each, user) for each in _naming(number)) else OTHER_HANDS


def rename(attachment: Attachment, title: str, user) -> None:
    """Give the link other words, by which the articles that name it are found from now on."""
    with transaction.atomic():
        files.rename(attachment, title, user)
        index.retitled(attachment.pk)
        finding.retitled(attachment.pk)
    # Apart: whoever publishes has the article first and then its files.
    index.freshen(AT_ONCE)
    finding.freshen(AT_ONCE)


def unused():
    """The attachments that no version of any article names, as a queryset."""
    named = ArticleVersion.objects.order_by().exclude(attachments=[], audio=None)
    used = {number for row in named.only("attachments", "audio") for number in row.files()}
    return Attachment.objects.exclude(pk__in=used)


def _link(found: Attachment, address: str) -> Link:
    return Link(found.title, found.facts_in_words, address, settings.SITE_URL + address)


def _holding(numbers: list[int]):
    named = Q(attachments__overlap=numbers) | Q(audio__in=numbers)
    return ArticleVersion.objects.order_by().filter(named)


def _published(versions):
    """Those that were published once; events say it for good."""
    told = ArticleEvent.objects.order_by().filter(
        article=OuterRef("article"), version=OuterRef("number"), to_state=State.PUBLISHED
    )
    return versions.filter(Exists(told))


def _naming(number: int):
    """The articles whose newest version names it."""
    newest = _holding([number]).filter(number=F("article__latest_version"))
    return Article.objects.filter(pk__in=newest.values("article")).select_related("category")

"""The named lists of articles that staff work through: the desk and the article list ask here.

A list is one queryset, so the number on the desk is the number of rows behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from news import sittings
from news.models import Article, State
from news.rights import visible
from news.transitions import EDIT, PUBLISH
from news.workflow import waiting

WRITE = "news.add_article"
SEE = "news.view_article"
SOON = timedelta(days=7)
RECENT = timedelta(days=1)
SENT = (State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED)
MOMENT = Coalesce("due_at", "published_at", output_field=DateTimeField())


@dataclass(frozen=True)
class Worklist:
    """One list: its word in addresses, its title, what to say when it is empty, its articles.

    `rows` takes a person and returns a queryset, `order` is how the desk sorts it, `right` is
    who is offered it, `always` whether the desk shows it while it is empty.
    """

    key: str
    title: str
    empty: str
    rows: Callable
    order: tuple = ("-updated_at", "-pk")
    right: str = SEE
    always: bool = False


def scheduled(rows, until=None):
    """Those that wait for their moment, up to `until` if it is given: a first publication, or the
    switch of a live article to its new version."""
    # A new version waits for its moment only while the article is live.
    waits = Q(published_at__gt=timezone.now()) | Q(due_at__isnull=False)
    rows = rows.live().filter(waits)
    return rows.alias(moment=MOMENT).filter(moment__lt=until) if until else rows


def public(rows):
    """Those that citizens see now."""
    return rows.public()


def expired(rows):
    """Those whose time is over."""
    return rows.live().filter(expires_at__lte=timezone.now())


def _mine(user):
    return _kept(user).filter(created_by=user.pk)


def _kept(user):
    """What is not in the bin."""
    return visible(user).filter(binned_at=None)


def _edited(user):
    return _kept(user).filter(Exists(sittings.present().filter(article=OuterRef("pk"))))


def _today(user):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return scheduled(_kept(user), until=midnight + timedelta(days=1))


def _expiring(user):
    return _kept(user).public().filter(expires_at__lte=timezone.now() + SOON)


def _reminded(user):
    return _kept(user).live().filter(review_at__lte=timezone.now())


def _published(user):
    return _kept(user).public().news().filter(published_at__gte=timezone.now() - RECENT)


LISTS = {
    row.key: row
    for row in (
        Worklist(
            "cho-toi",
            "Chờ tôi xử lý",
            "Không có bài nào chờ bạn. Bài mới gửi đến sẽ hiện ở đây.",
            waiting,
            ("updated_at", "pk"),
            EDIT,
            always=True,
        ),
        Worklist(
            "khan",
            "Tin khẩn chờ xác nhận",
            "Không có tin khẩn nào chờ xác nhận.",
            lambda user: waiting(user, ("confirm",)),
            ("published_at", "pk"),
            PUBLISH,
        ),
        Worklist(
            "tra-lai",
            "Bị trả lại",
            "Không có bài nào bị trả lại.",
            lambda user: _mine(user).filter(state=State.RETURNED),
            right=WRITE,
        ),
        Worklist(
            "nhap",
            "Bản nháp của tôi",
            "Bạn chưa có bản nháp nào. Bấm “Viết bài mới” để bắt đầu.",
            lambda user: _mine(user).filter(state=State.DRAFT),
            right=WRITE,
            always=True,
        ),
        Worklist(
            "da-gui",
            "Tôi đã gửi",
            "Bạn không có bài nào đang chờ người khác.",
            lambda user: _mine(user).filter(state__in=SENT),
            right=WRITE,
        ),
        Worklist("dang-sua", "Đang được sửa", "Lúc này không ai mở bài nào để sửa.", _edited),
        Worklist(
            "hom-nay",
            "Hẹn đăng hôm nay",
            "Hôm nay không còn bài nào hẹn giờ đăng.",
            _today,
            (MOMENT.asc(), "pk"),
        ),
        Worklist(
            "sap-het-han",
            "Sắp hết hạn",
            "Không có bài nào hết hạn trong 7 ngày tới.",
            _expiring,
            ("expires_at", "pk"),
            EDIT,
        ),
        Worklist(
            "ra-soat",
            "Đến ngày rà soát",
            "Không có bài nào đến ngày rà soát.",
            _reminded,
            ("review_at", "pk"),
            EDIT,
        ),
        Worklist(
            "bo-sung",
            "Cần bổ sung",
            "Không có bài nhập từ nơi cũ nào còn thiếu.",
            lambda user: _kept(user).exclude(needs_work=""),
        ),
        Worklist(
            "moi-dang",
            "Đăng trong một ngày qua",
            "Trong một ngày qua chưa đăng bài nào.",
            _published,
            ("-published_at", "-pk"),
            always=True,
        ),
        Worklist(
            "thung-rac",
            "Thùng rác",
            "Thùng rác trống.",
            lambda user: visible(user).filter(binned_at__isnull=False),
            ("-binned_at", "-pk"),
            WRITE,
        ),
        Worklist("cua-toi", "Bài của tôi", "Bạn chưa viết bài nào.", _mine, right=WRITE),
    )
}
# A list of the article list only: on the desk its parts stand by themselves.
NOT_ON_THE_DESK = ("cua-toi",)


def offered(user) -> list[Worklist]:
    """The lists that are for this person."""
    return [row for row in LISTS.values() if user.has_perm(SEE) and user.has_perm(row.right)]


def articles(key: str, user):
    """The articles of a list that is offered to the person; none for any other word."""
    found = {row.key: row for row in offered(user)}.get(key)
    return found.rows(user) if found else Article.objects.none()

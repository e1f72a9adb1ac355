"""A portal with at least one row of everything that an export holds, and databases of its own."""

from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from accounts import roles
from accounts.models import AccountEvent
from news.addresses.models import Missed, Redirect
from news.feedback.models import DayRating, Report
from news.media.models import FormerFile
from news.models import (
    Assignment,
    Correction,
    Note,
    NoticeChoice,
    Pin,
    Reminder,
    SavedFilter,
    State,
    Thread,
    Waiver,
)
from news.readership.models import DayReads, DayVisits
from news.search import first_words
from news.search.models import DaySearches, Recommendation, SameWords
from news.site.models import (
    Account,
    Banner,
    FrontBlock,
    MenuItem,
    Official,
    Outage,
    Portal,
    SiteEvent,
)
from tests import factories


@contextmanager
def copies(*names: str):
    """Databases of these names, each a copy of the tests' own, until the end."""
    own = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            for name in names:
                cursor.execute(f'DROP DATABASE "{name}"')


@contextmanager
def inside(name: str):
    """Everything happens in the database of that name meanwhile."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def fill() -> None:
    """Make at least one row of every kind, as the portal itself would."""
    roles.sync()
    first_words.put(SameWords)
    articles = _articles()
    user = factories.make_user("editor", full_name="Nguyễn Thị Ý", email="y@example.vn")
    _around_articles(articles, user)
    _frame(articles, user)
    _readers(articles, user)
    _accounts(user)


def _articles():
    section = factories.make_category("Kinh tế")
    factories.make_category("Nông nghiệp", parent=section)
    thread = Thread.objects.create(title="Bão số 3", slug="bao-so-3")
    cover = factories.make_image(credit="Lê Trung Thành", caption="Mở đường")
    file = factories.make_attachment()
    said = "Bà con thôn Nậm Trang mở đường"
    words = {
        "cover_id": cover.pk,
        "cover_alt": said,
        "attachments": [file.pk],
        "thread_id": thread.pk,
    }
    words |= {"tags": ["nông thôn mới"], "author_id": factories.make_author().pk}
    inside = f'<p>Một</p><figure><img src="{cover.file.url}" alt="{said}"></figure>'
    first = factories.make_article(title="Bài “đầu”, dòng một", body=inside, **words)
    others = [factories.make_article(state) for state in (State.DRAFT, State.WITHDRAWN)]
    factories.make_page(address="gioi-thieu")
    former = {name: getattr(file, name) for name in ("original_name", "kind", "size", "sha256")}
    FormerFile.objects.create(
        attachment=file, file=file.file, put_by=file.uploaded_by, put_at=timezone.now(),
        until=timezone.now(), **former,
    )  # fmt: skip
    return [first, *others]


def _around_articles(articles, user):
    article, now = articles[0], timezone.now()
    note = Note.objects.create(article=article, version=1, text="Xem lại số liệu", author=user)
    note.mentioned.add(user)
    Note.objects.create(article=article, version=1, text="Đã xem", author=user, parent=note)
    Correction.objects.create(
        article=article, kind="correction", wrong="10 ha", text="12 ha", version=1, by=user
    )
    Waiver.objects.create(
        article=article, version=1, code="links", fingerprint="a1", reason="Trang cũ", actor=user
    )
    Pin.objects.create(
        article=article, starts_at=now, ends_at=now + timedelta(days=1), made_by=user
    )
    Reminder.objects.create(article=article, kind="review", moment=now)


def _frame(articles, user):
    now = timezone.now()
    Portal.objects.create(pk=1, name="huyện Bảo Thắng", emblem=factories.make_image("Quốc huy"))
    above = MenuItem.objects.create(place="menu", label="Tin tức", address="/tin-tuc/")
    MenuItem.objects.create(place="menu", parent=above, article=articles[0])
    FrontBlock.objects.create(kind="most-read")
    Banner.objects.create(
        level="info", text="Mưa lớn", starts_at=now, ends_at=now + timedelta(hours=1), made_by=user
    )
    Outage.objects.create(
        what="Nâng cấp", begins_at=now, returns_at=now + timedelta(hours=1), made_by=user
    )
    Official.objects.create(name="Trần Văn B", post="Chủ tịch")
    Account.objects.create(name="Facebook", address="https://facebook.com/baothang")
    for n in range(3):
        SiteEvent.objects.create(action="menu", actor=user, note=f"Lần {n}", after={"n": [n, 0.5]})


def _readers(articles, user):
    day = timezone.localdate()
    Redirect.objects.create(old="/cu/1", new="/tin-tuc/", made_by=user)
    Missed.objects.create(path="/khong-co/", first_at=timezone.now(), last_at=timezone.now())
    DayReads.objects.create(article=articles[0], day=day, count=3)
    DayVisits.objects.create(day=day, count=9)
    DayRating.objects.create(article=articles[0], day=day, score=5, count=2)
    Report.objects.create(article=articles[0], words="Sai tên thôn")
    Recommendation.objects.create(phrases=["khai sinh"], articles=[articles[0].pk], made_by=user)
    DaySearches.objects.create(day=day, words="khai sinh", key="khai sinh", asked=2, empty=0)


def _accounts(user):
    for n in range(3):
        AccountEvent.objects.create(action="locked", actor=user, subject=user, note=f"Lần {n}")
    NoticeChoice.objects.create(user=user)
    SavedFilter.objects.create(user=user, name="Chờ tôi", query="danh-sach=cho-toi")
    assert Assignment.objects.exists()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its place."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

"""Featured articles: who may put which article first on the home page or a section's, how many.

Whatever changes is in the record of its article, in the same transaction.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from news import record
from news.models import Article, Category, Pin
from news.rights import may_feature

# So many may hold at one moment.
MOST_HOME = 3
MOST_SECTION = 2
UP, DOWN = "len", "xuong"


def places(user) -> list[Category | None]:
    """Where the person may feature articles: None is the home page."""
    rows = Category.objects.select_related("parent")
    rows = rows.order_by("parent__position", "position", "pk")
    return [place for place in (None, *rows) if may_feature(user, place)]


def refusal(article: Article, place: Category | None, starts_at, ends_at, user) -> str:
    """Why the article may not be featured there and then, as a sentence; "" when it may."""
    if not may_feature(user, place) or not user.has_perm("news.publish_article", article):
        return "Bạn không có quyền đưa bài này lên tin nổi bật ở đó."
    if article.is_page:
        return "Trang không đưa lên tin nổi bật được: trang có chỗ riêng trong trình đơn."
    if not article.is_public() or article.noticed_at:
        return "Chỉ bài đang hiện trên trang và không kèm thông báo mới lên tin nổi bật được."
    if place and not _inside(article, place):
        return f"Bài không thuộc chuyên mục {place.name}."
    if ends_at <= starts_at or ends_at <= timezone.now():
        return "Ngày kết thúc phải sau ngày bắt đầu và sau bây giờ."
    return _full(article, place, starts_at, ends_at)


@transaction.atomic
def add(article: Article, place: Category | None, starts_at, ends_at, user, address=None) -> str:
    """Feature the article; an article that stands there already gets the new dates. Returns the
    sentence of a refusal, or ""."""
    _one_at_a_time()
    article = _locked(article.pk)
    sentence = refusal(article, place, starts_at, ends_at, user)
    if not sentence:
        _put(
            Pin(article=article, category=place, starts_at=starts_at, ends_at=ends_at),
            user,
            address,
        )
    return sentence


@transaction.atomic
def take_off(pin: Pin, user, address=None) -> None:
    """Take an article off its place; nothing happens when it has left already."""
    _one_at_a_time()
    article = _locked(pin.article_id)
    for row in _pins(pk=pin.pk):
        _remove(article, row, user, address, f"{_name(row)}.")


def leave(article: Article, user, address=None) -> None:
    """An article that was withdrawn or has a notice is featured nowhere from now on; the caller
    has locked its row."""
    for row in _pins(article=article):
        reason = f"{_name(row)}, vì bài bị gỡ hoặc kèm thông báo."
        _remove(article, row, user, address, reason)


@transaction.atomic
def step(pin: Pin, direction: str, user, address=None) -> None:
    """Move a pin one place up or down among those of its place that are not over."""
    _one_at_a_time()
    article = _locked(pin.article_id)
    rows = list(Pin.objects.of(pin.category).filter(ends_at__gt=timezone.now()))
    here = next((i for i, row in enumerate(rows) if row.pk == pin.pk), None)
    there = None if here is None else here + (-1 if direction == UP else 1)
    if there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    Pin.objects.bulk_update(rows, ["position"])
    words = (
        f"{_name(pin)}: từ thứ {here + 1} {'lên' if direction == UP else 'xuống'} thứ {there + 1}."
    )
    before, after = ({**_place(pin), "order": place + 1} for place in (here, there))
    record.write(article, "pin_order", user, before, after, note=words, address=address)


def _put(pin: Pin, user, address) -> None:
    """Write a new pin at the end of its place, or its dates into the one that is there."""
    old = Pin.objects.of(pin.category).filter(article=pin.article).first()
    if old and (old.starts_at, old.ends_at) == (pin.starts_at, pin.ends_at):
        return
    last = Pin.objects.of(pin.category).order_by("position").last()
    pin.position, pin.made_by = last.position + 1 if last else 0, user
    if old:
        pin.pk, pin.made_at, pin.position = old.pk, old.made_at, old.position
    pin.save()
    action, before = ("repin", _told(old)) if old else ("pin", {})
    note = f"{_name(pin)}, {_days(pin)}."
    record.write(pin.article, action, user, before, _told(pin), note=note, address=address)


def _remove(article: Article, pin: Pin, user, address, note: str) -> None:
    before = _told(pin)
    pin.delete()
    record.write(article, "unpin", user, before, {}, note=note, address=address)


def _pins(**which) -> list[Pin]:
    rows = Pin.objects.filter(**which).select_related("category").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _locked(pk: int) -> Article:
    """The article, before any pin of it: whoever withdraws it takes them in the same order."""
    return Article.objects.select_for_update(of=("self",)).get(pk=pk)


def _place(pin: Pin) -> dict:
    return {"place": _name(pin), "category_id": pin.category_id}


def _told(pin: Pin) -> dict:
    return {**_place(pin), "starts_at": pin.starts_at, "ends_at": pin.ends_at}


def _name(pin: Pin) -> str:
    return str(pin.category) if pin.category else "Trang chủ"


def _days(pin: Pin) -> str:
    first = timezone.localdate(pin.starts_at)
    last = timezone.localdate(pin.ends_at - timedelta(seconds=1))
    return f"từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}"


def _inside(article: Article, place: Category) -> bool:
    section = article.category
    return section is not None and place.pk in (section.pk, section.parent_id)


def _full(article, place, starts_at, ends_at) -> str:
    most = MOST_SECTION if place else MOST_HOME
    others = Pin.objects.of(place).exclude(article=article)
    if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).count() < most:
        return ""
    where = f"Chuyên mục {place.name}" if place else "Trang chủ"
    return f"{where} đã đủ {most} tin nổi bật trong thời gian này. Hãy bỏ bớt một tin."


def _one_at_a_time() -> None:
    """Two who add at once would both find the last free place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('news_pin'))")

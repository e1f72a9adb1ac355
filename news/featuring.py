"""Featured articles: who may put which article first on the home page or a section's, how many."""

from django.db import connection, transaction
from django.utils import timezone

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
    if not article.is_public() or article.noticed_at:
        return "Chỉ bài đang hiện trên trang và không kèm thông báo mới lên tin nổi bật được."
    if place and not _inside(article, place):
        return f"Bài không thuộc chuyên mục {place.name}."
    if ends_at <= starts_at or ends_at <= timezone.now():
        return "Ngày kết thúc phải sau ngày bắt đầu và sau bây giờ."
    return _full(article, place, starts_at, ends_at)


@transaction.atomic
def add(article: Article, place: Category | None, starts_at, ends_at, user) -> str:
    """Feature the article; an article that stands there already gets the new dates. Returns the
    sentence of a refusal, or ""."""
    _one_at_a_time()
    # Whoever withdraws it waits, and finds the pin.
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    sentence = refusal(article, place, starts_at, ends_at, user)
    if not sentence:
        dates = {"starts_at": starts_at, "ends_at": ends_at, "made_by": user}
        last = Pin.objects.of(place).order_by("position").last()
        position = last.position + 1 if last else 0
        Pin.objects.update_or_create(
            article=article,
            category=place,
            defaults=dates,
            create_defaults={**dates, "position": position},
        )
    return sentence


@transaction.atomic
def step(pin: Pin, direction: str) -> None:
    """Move a pin one place up or down among those of its place that are not over."""
    _one_at_a_time()
    rows = list(Pin.objects.of(pin.category).filter(ends_at__gt=timezone.now()))
    here = next((i for i, row in enumerate(rows) if row.pk == pin.pk), None)
    there = None if here is None else here + (-1 if direction == UP else 1)
    if there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    Pin.objects.bulk_update(rows, ["position"])


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

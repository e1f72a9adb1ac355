"""Has the pictures for other sites made: which are missing, by the queue, and put away again."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django_tasks import task
from PIL import Image as Pillow

from news.media import storing
from news.models import Article
from news.sharing import drawing
from news.sharing.models import SharePicture, ShareState
from news.site.models import Portal
from news.text.vietnamese import short_date

logger = logging.getLogger(__name__)

# Older articles are hardly shared: they show their cover, or the portal's own card.
REACH = timedelta(days=400)
AT_ONCE = 20
TRIES = 3
# A worker that was killed never came back for it.
LOST = timedelta(minutes=30)
# Sites that copied an address may still ask for the former file.
GRACE = timedelta(days=7)
EMBLEM = settings.BASE_DIR / "static" / "img" / "icon-512.png"


def ask() -> int:
    """Queue the newest articles whose picture is missing or was made of something else; return
    how many."""
    now, look = timezone.now(), _look(_portal())
    rows = Article.objects.public().filter(~Exists(_current(look, now)))
    rows = rows.filter(published_at__gte=now - REACH)
    found = list(rows.newest_first().select_related("cover").only(*NEEDED)[:AT_ONCE])
    for article in found:
        _waiting(article, look)
        make.enqueue(article.pk)
    return len(found)


def put_away() -> int:
    """Remove the pictures of articles that citizens see no more; return how many."""
    gone = ~Q(article__in=Article.objects.public().order_by().values("pk"))
    rows = list(SharePicture.objects.filter(gone)[:AT_ONCE])
    for row in rows:
        if row.file:
            default_storage.delete(row.file)
        row.delete()
    return len(rows)


@task()
def make(pk: int) -> None:
    """Draw an article's picture, however often it is asked to; a third failure is the last."""
    article = Article.objects.public().select_related("cover", "category").filter(pk=pk).first()
    row = SharePicture.objects.filter(article=pk, state=ShareState.PENDING).first()
    if article is None or row is None:
        return
    rows = SharePicture.objects.filter(pk=row.pk)
    last = row.attempts + 1 >= TRIES
    rows.update(attempts=F("attempts") + 1, state=ShareState.FAILED if last else row.state)
    data, ending = _drawn(article, _portal())
    name = file_name(data, ending)
    storing.put(default_storage, name, data)
    rows.update(file=name, state=ShareState.READY, **_made_of(article))
    if row.file and row.file != name:
        drop.using(run_after=timezone.now() + GRACE).enqueue(row.file)


@task()
def drop(name: str) -> None:
    """Delete a former file, unless an article shows it again."""
    if not SharePicture.objects.filter(file=name).exists():
        default_storage.delete(name)


def file_name(data: bytes, ending: str) -> str:
    """The storage's name of a picture: of its bytes, so it never changes what it shows."""
    key = hashlib.sha256(data).hexdigest()[:24]
    return f"anh/chia-se/{key[:2]}/{key}.{ending}"


NEEDED = ("pk", "published_version", "published_at", "cover__focal_x", "cover__focal_y")


def _current(look: str, now):
    """The pictures that show what the page shows, or will when a worker comes to them."""
    focal = Q(focal_x=OuterRef("cover__focal_x"), focal_y=OuterRef("cover__focal_y"))
    plain = Q(focal_x=None, article__cover=None)
    rows = SharePicture.objects.filter(focal | plain, article=OuterRef("pk"), look=look)
    rows = rows.filter(version=OuterRef("published_version"))
    return rows.exclude(state=ShareState.PENDING, asked_at__lte=now - LOST)


def _waiting(article: Article, look: str) -> None:
    """Its row says what will be drawn; tries are counted for the same drawing only."""
    made_of = {**_made_of(article), "look": look}
    again = SharePicture.objects.filter(article=article, **made_of).exists()
    given = {**made_of, "state": ShareState.PENDING, "asked_at": timezone.now()}
    given |= {} if again else {"attempts": 0}
    SharePicture.objects.update_or_create(article=article, defaults=given)


def _made_of(article: Article) -> dict:
    cover = article.cover
    focal = (cover.focal_x, cover.focal_y) if cover else (None, None)
    return {"version": article.published_version, "focal_x": focal[0], "focal_y": focal[1]}


def _portal() -> Portal:
    return Portal.objects.select_related("emblem").filter(pk=1).first() or Portal()


def _look(portal: Portal) -> str:
    words = f"{drawing.VERSION}:{portal.kind}:{portal.name}:{portal.emblem_id}"
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def _drawn(article: Article, portal: Portal) -> tuple[bytes, str]:
    if article.cover:
        with default_storage.open(article.cover.file.name) as file, Pillow.open(file) as picture:
            return drawing.cropped(picture, (article.cover.focal_x, article.cover.focal_y)), "jpg"
    words = drawing.Words(
        title=article.title,
        kicker=article.category.name if article.category else "",
        kind=portal.kind,
        name=portal.name,
        foot=short_date(article.published_at),
    )
    with _emblem(portal) as emblem:
        return drawing.card(words, emblem), "png"


def _emblem(portal: Portal) -> Pillow.Image:
    if portal.emblem:
        return Pillow.open(default_storage.open(portal.emblem.file.name))
    return Pillow.open(EMBLEM)

"""The desk: what waits for a member of staff, and what the office should know.

However many lists there are, the database is asked once how long they are and how they begin.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery, TextField, Value, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import RowNumber
from django.utils import timezone

from news import sittings, standing, worklists
from news.models import PUBLICATIONS, Article, ArticleEvent, Sitting
from news.rights import visible
from news.text.vietnamese import long_date, short_moment
from news.text.workdays import workdays_between
from news.transitions import PUBLISH
from news.worklists import Worklist

ROWS = 8
FILTER = "danh-sach"
# What a row says besides who and where: the moment that puts it into its list.
MOMENTS = {
    "sap-het-han": ("Hết hạn lúc {}", "expires_at"),
    "ra-soat": ("Nhắc rà soát từ {}", "review_at"),
    "moi-dang": ("Đăng lúc {}", "published_at"),
    "thung-rac": ("Bỏ vào lúc {}", "binned_at"),
}


@dataclass(frozen=True)
class Row:
    """An article as one list shows it: `told` says why it stands there."""

    article: Article
    told: str

    @property
    def badges(self) -> list[tuple[str, str]]:
        """What citizens see of it, and where its newest version is."""
        return standing.badges(self.article)


@dataclass(frozen=True)
class Card:
    """A list as the desk shows it: how long it is, its first articles, and where all of it is."""

    list: Worklist
    count: int
    rows: list[Row]

    @property
    def query(self) -> str:
        """The article list's filter that shows the whole list."""
        return f"{FILTER}={self.list.key}"


def of(user) -> dict:
    """The desk for a person, as the context of its template."""
    today = long_date(timezone.localdate())
    if not user.has_perm(worklists.SEE):
        return {"desk": None, "today": today}
    cards, typed = _filled(user)
    return {
        "desk": [card for card in cards if card.rows or card.list.always],
        "idle": [card for card in cards if not card.rows and not card.list.always],
        "typed": typed,
        "today": today,
        **_of_the_office(user),
    }


def cards(user) -> list[Card]:
    """Every list that is for this person, with its number and its first rows."""
    return _filled(user)[0]


def _filled(user) -> tuple[list[Card], list[Sitting]]:
    lists = [row for row in worklists.offered(user) if row.key not in worklists.NOT_ON_THE_DESK]
    counts, places = _places(user, lists)
    rows = _rows({pk for found in places.values() for pk in found})
    typed, present = _sittings(user, rows)
    found = [
        Card(one, counts[one.key], _shown(one.key, places[one.key], rows, present)) for one in lists
    ]
    return found, typed


def _shown(key: str, pks: list[int], rows: dict, present: dict) -> list[Row]:
    here = [rows[pk] for pk in pks if pk in rows]
    return [Row(article, _told(key, article, present)) for article in here]


def _places(user, lists) -> tuple[dict, dict]:
    """How long each list is and the numbers of its first articles, by one query."""
    parts = [_beginning(one, user) for one in lists]
    counts, places = defaultdict(int), defaultdict(list)
    for key, pk, count, place in parts[0].union(*parts[1:], all=True) if parts else ():
        counts[key] = count
        places[key].append((place, pk))
    return counts, defaultdict(
        list, {key: [pk for _, pk in sorted(p)] for key, p in places.items()}
    )


def _beginning(one: Worklist, user):
    rows = one.rows(user).order_by(*one.order)
    rows = rows.annotate(
        list=Value(one.key, output_field=TextField()),
        length=Window(Count("pk")),
        place=Window(RowNumber(), order_by=_ordering(one.order)),
    )
    return rows.values_list("list", "pk", "length", "place")[:ROWS]


def _ordering(order) -> list:
    """Names as querysets take them, as the expressions that windows take."""
    return [
        (F(name[1:]).desc() if name.startswith("-") else F(name).asc())
        if isinstance(name, str)
        else name
        for name in order
    ]


def _rows(pks: set[int]) -> dict[int, Article]:
    """The articles with what a row of the desk shows, a return's reason included."""
    returns = ArticleEvent.objects.done().filter(article=OuterRef("pk"), action="return")
    newest = returns.order_by("-at", "-pk")
    rows = Article.objects.filter(pk__in=pks).defer("body", "summary")
    rows = rows.select_related("category", "unit", "created_by", "urgent_by").annotate(
        reason=Subquery(newest.values("note")[:1]),
        returned_by=Subquery(newest.values("actor__full_name")[:1]),
    )
    return {row.pk: row for row in rows}


def _sittings(user, rows) -> tuple[list[Sitting], dict[int, list[str]]]:
    """What the person typed and never saved; and who has which of these articles open."""
    here = Q(article__in=rows, pk__in=sittings.present().values("pk"))
    mine = Q(user=user.pk, typed_at__isnull=False)
    mine &= Q(article=None) | Q(article__in=visible(user).values("pk"))
    found = Sitting.objects.filter(here | mine).defer("typed").select_related("user", "article")
    found = found.annotate(title=KeyTextTransform("title", "typed")).order_by("-typed_at")
    typed, present = [], defaultdict(list)
    for sitting in found:
        if sitting.user_id == user.pk and sitting.typed_at:
            typed.append(sitting)
        if sittings.is_present(sitting):
            present[sitting.article_id].append(str(sitting.user))
    return typed, present


def _told(key: str, article: Article, present: dict) -> str:
    """Why the article stands in this list, in a few words."""
    if key == "dang-sua":
        return ", ".join(dict.fromkeys(present.get(article.pk, ()))) + " đang mở bài"
    if article.due_failure and key in ("cho-toi", "hom-nay"):
        return f"Không đăng được đúng giờ: {article.due_failure}"
    if key in ("cho-toi", "khan") and article.urgent_by:
        return f"{article.urgent_by} đăng khẩn lúc {short_moment(article.published_at)}"
    if key == "hom-nay":
        return f"Đăng lúc {short_moment(article.due_at or article.published_at)}"
    if key == "cho-toi":
        return f"Chờ {_waited(article.updated_at)}"
    sentence, name = MOMENTS.get(key, ("", ""))
    return sentence.format(short_moment(getattr(article, name))) if name else ""


def _waited(since) -> str:
    """ "3 ngày", "5 giờ" or "12 phút", rounded down."""
    minutes = max(1, int((timezone.now() - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 48 * 60 else f"{minutes // 1440} ngày"


def _of_the_office(user) -> dict:
    """What those who may publish should know: the silence, and the month's haste."""
    if not user.has_perm(PUBLISH):
        return {}
    return {"silence": silence(), "haste": haste()}


def silence() -> str:
    """A sentence when a whole working day went by without a publication, else ""."""
    rows = Article.objects.live().news().filter(published_at__lte=timezone.now()).newest_first()
    last = rows.values_list("published_at", flat=True).first()
    if last is None:
        return "Cổng chưa đăng bài nào."
    days = workdays_between(timezone.localdate(last), timezone.localdate(), settings.HOLIDAYS)
    if not days:
        return ""
    return f"Đã {days} ngày làm việc chưa đăng bài nào. Bài mới nhất đăng lúc {short_moment(last)}."


def haste() -> str:
    """ "Tin khẩn tháng này: 3 trên 41 bài, 7 %." or "" while nothing was published this month."""
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = ArticleEvent.objects.done().filter(at__gte=first, action__in=PUBLICATIONS)
    urgent = Count("article", distinct=True, filter=Q(action="urgent"))
    found = rows.aggregate(all=Count("article", distinct=True), urgent=urgent)
    if not found["urgent"]:
        return ""
    share = round(100 * found["urgent"] / found["all"])
    return f"Tin khẩn tháng này: {found['urgent']} trên {found['all']} bài, {share} %."

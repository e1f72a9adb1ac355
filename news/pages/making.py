"""A page comes to be: its article row of the right kind, and its place, in one transaction."""

from django.db import connection, transaction

from news import workflow
from news.models import Article, Kind, State

from . import addresses
from .models import Page


@transaction.atomic
def make(user, content: dict, address: str, parent: Page | None = None, duty: str = "") -> Article:
    """Make a page as a draft of `user` (None: of nobody) and return its article.

    `content` maps ArticleContent.field_names() to values. Raises workflow.Refused, and then
    nothing was made.
    """
    _one_at_a_time()
    _make_room(address, duty)
    sentence = addresses.refusal(address) or refusal_below(parent) or _done(duty)
    if sentence:
        raise workflow.Refused(sentence)
    row = Article(created_by=user, kind=Kind.PAGE, slug=address)
    article = workflow.save(row, content, user, base=0)
    Page.objects.create(article=article, parent=parent, duty=duty, position=_last(parent) + 1)
    return article


def refusal_below(parent: Page | None, page: Page | None = None) -> str:
    """Why `page` (None: a new one) may not stand below `parent`; "" when it may."""
    if parent is None:
        return ""
    if parent.parent_id is not None or (page and parent.pk == page.pk):
        return "Trang chỉ có hai cấp: hãy chọn một trang lớn khác."
    if page and page.children.exists():
        return "Trang này đang có trang con nên không nằm dưới trang khác được."
    return ""


def _done(duty: str) -> str:
    done = Page.objects.filter(duty=duty).select_related("article").first() if duty else None
    return f"Cổng đã có trang cho việc này: “{done.article.title}”." if done else ""


def _make_room(address: str, duty: str) -> None:
    """Pages in the bin and rejected for good hold neither an address nor a duty."""
    gone = Article.objects.pages().filter(published_version=None)
    gone = gone.exclude(binned_at=None) | gone.filter(state=State.REJECTED)
    for article in gone.filter(slug=address):
        Article.objects.filter(pk=article.pk).update(slug=f"{address[:140]}-cu{article.pk}x")
    if duty:
        Page.objects.filter(duty=duty, article__in=gone.values("pk")).update(duty="")


def _last(parent: Page | None) -> int:
    last = Page.objects.filter(parent=parent).order_by("position").last()
    return last.position if last else 0


def _one_at_a_time() -> None:
    """Two who make pages at once would both find the address and the duty free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pages_page'))")

"""A page comes to be: its article row of the right kind, and its place, in one transaction."""

from django.db import connection, transaction

from news import record, workflow
from news.models import Article, Kind, State
from news.rights import sees

from . import addresses
from .duties import DUTIES, Duty, fulfilled, missing
from .models import Page

WRITE = "news.add_article"
EDIT = "news.edit_submitted_article"


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


def may_begin(user) -> bool:
    """Who may make pages: those who work on what others write, everywhere or somewhere."""
    return user.has_perm(WRITE) and user.has_perm(EDIT)


@transaction.atomic
def begin(duty: Duty, user=None) -> Article:
    """Make the draft of a duty from its template, the page above it first. Guidance is nobody's
    writing, so whoever may read drafts everywhere can approve what others make of it; who could
    not open it then gets it as their own. Raises workflow.Refused."""
    above = fulfilled().get(duty.under) if duty.under else None
    if duty.under and above is None:
        above = begin(DUTIES[duty.under], user).page
    open_to_them = user is None or sees(user, Article(kind=Kind.PAGE))
    words = {"title": duty.title, "body": duty.body}
    return make(None if open_to_them else user, words, duty.address, above, duty.key)


def begin_all() -> tuple[list[Article], list[str]]:
    """Make a draft of every duty that has no page: what was made, and why something was not."""
    made, refused = [], []
    for duty in missing():
        try:
            made.append(begin(duty))
        except workflow.Refused as error:
            refused.append(f"{duty.title}: {error}")
    return made, refused


@transaction.atomic
def place(article: Article, to: dict, user, address=None) -> str:
    """Give a page another address, page above or position ("address", "parent", "position");
    returns the sentence of a refusal, or "". The move is on record."""
    _one_at_a_time()
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    page = Page.objects.select_related("parent__article").get(article=article)
    sentence = may_not_place(article, user) or _misplaced(article, page, to)
    before, after = _placed(page, article.slug), {**to, "parent": to["parent"] and to["parent"].pk}
    if sentence or before == after:
        return sentence
    page.parent, page.position = to["parent"], to["position"]
    page.save(update_fields=["parent", "position"])
    Article.objects.filter(pk=article.pk).update(slug=to["address"])
    note = f"/{to['address']}/, thứ tự {to['position']}"
    record.write(article, "place", user, before, after, note=note, address=address)
    return ""


def may_not_place(article: Article, user) -> str:
    """Why the person may not move the page in the tree, or ""; what citizens see at once is for
    those who publish."""
    if article.published_version is None:
        allowed = workflow.may_edit(article, user)
    else:
        allowed = user.has_perm("news.publish_article", article)
    return "" if allowed else "Bạn không có quyền đổi chỗ của trang này."


def _misplaced(article: Article, page: Page, to: dict) -> str:
    if to["address"] != article.slug and article.published_version is not None:
        return "Trang đã từng đăng nên địa chỉ giữ nguyên: người đọc đã lưu địa chỉ ấy."
    return addresses.refusal(to["address"], article) or refusal_below(to["parent"], page)


def _placed(page: Page, address: str) -> dict:
    return {"address": address, "parent": page.parent_id, "position": page.position}


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
    done = duty and Page.objects.filter(duty=duty).exists()
    return "Cổng đã có trang cho việc này. Hãy sửa trang ấy." if done else ""


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

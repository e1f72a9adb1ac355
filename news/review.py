"""Links for an outsider: making, finding and ending them, and the one decision they may carry."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from news import workflow
from news.models import Article, ArticleVersion, ReviewLink, State
from news.rights import sees
from news.text.vietnamese import normalise, normalise_block

MOST_DAYS = 14
MOST_TRIES = 5
TOKEN_BYTES = 32
RIGHT = "news.edit_submitted_article"
# What says yes to a text that waits: with two steps publishing is the approval.
YES = ("approve", "publish")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Made:
    """A new link with what is told once and kept nowhere."""

    link: ReviewLink
    token: str
    code: str


@dataclass(frozen=True)
class Decision:
    """What an outsider sends: which move, their name, a reason, the code and their address."""

    action: str
    name: str
    reason: str
    code: str
    address: str | None = None


def may_make(article: Article, user) -> bool:
    """Whether the person may show the article to an outsider."""
    return sees(user, article) and user.has_perm(RIGHT, article)


def deciders(article: Article, user) -> list:
    """In whose name a link that `user` makes may decide: their own, if they may say yes to the
    newest version now, or nobody's. Who makes a link knows its code, so it can carry no other
    right."""
    return [user] if _decides(article, user) else []


def accounts(numbers: list[int]):
    """These accounts as a queryset, for a field to choose from."""
    return get_user_model().objects.filter(pk__in=numbers).order_by("full_name", "pk")


def make(article: Article, user, days: int, decider=None) -> Made:
    """Make a link to the newest version; raises workflow.Refused."""
    if not may_make(article, user) or not 1 <= days <= MOST_DAYS:
        raise workflow.Refused("Bạn không tạo được liên kết này.")
    if decider and decider not in deciders(article, user):
        raise workflow.Refused("Người này không duyệt được bài bằng liên kết của bạn.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = f"{secrets.randbelow(10**6):06}" if decider else ""
    link = ReviewLink.objects.create(
        token_hash=_hash(token),
        article=article,
        version=article.latest_version,
        made_by=user,
        expires_at=timezone.now() + timedelta(days=days),
        decider=decider,
        code_hash=_sealed(token, code) if code else "",
    )
    return Made(link, token, code)


def revoke(link: ReviewLink, user) -> None:
    """End a link now; one that has ended stays as it is."""
    rows = ReviewLink.objects.filter(pk=link.pk, revoked_at=None)
    rows.update(revoked_at=timezone.now(), revoked_by=user)


def find(token: str) -> ReviewLink | None:
    """The link of a secret. The database compares hashes, which tell nothing of the secret."""
    rows = ReviewLink.objects.select_related("article__category__parent", "made_by", "decider")
    return rows.filter(token_hash=_hash(token)).first()


def ended(link: ReviewLink) -> str:
    """Why the link shows nothing any more, as a sentence; "" while it does."""
    if link.revoked_at or not link.made_by.is_active or link.article.binned_at:
        return "Toà soạn đã thu hồi liên kết này."
    if link.decided_at:
        return "Liên kết này đã dùng để quyết định, nên không mở lại được."
    if link.expires_at <= timezone.now():
        return "Liên kết này đã hết hạn."
    if link.tries >= MOST_TRIES:
        return "Liên kết này đã bị khoá vì nhập sai mã nhiều lần."
    if link.article.latest_version != link.version:
        return "Bài đã được sửa sau khi có liên kết này, nên liên kết không còn dùng được."
    return ""


def open_once(link: ReviewLink) -> ArticleVersion:
    """Count that it was opened, and return its version."""
    rows = ReviewLink.objects.filter(pk=link.pk)
    rows.update(opened=F("opened") + 1, opened_at=timezone.now())
    return link.article.versions.get(number=link.version)


def title(link: ReviewLink) -> str:
    """The title of the version the link shows."""
    return link.article.versions.values_list("title", flat=True).get(number=link.version)


def decisions(link: ReviewLink) -> list:
    """The moves the link can make now: the yes of the section, and a return."""
    waits = link.article.state == State.PENDING
    if not waits or not link.may_decide or not link.decider.is_active:
        return []
    moves = workflow.available(link.article, link.decider)
    return [move for move in moves if move.name in (*YES, "return")]


def label(link: ReviewLink) -> str:
    """What the link can do now, as a button: "Duyệt hoặc trả lại"; "" when nothing."""
    verbs = " hoặc ".join(move.verb_in(link.article.steps) for move in decisions(link))
    return verbs[:1].upper() + verbs[1:]


@transaction.atomic
def decide(link: ReviewLink, token: str, decision: Decision) -> str:
    """Make the outsider's decision in the name of the decider; the sentence of a refusal or "".

    Wrong codes are counted on the locked row, so that nobody tries twice at once.
    """
    row = ReviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    sentence = ended(row) or _unfit(row, decision) or _wrong_code(row, token, decision.code)
    if sentence:
        return sentence
    try:
        _perform(row, decision)
    except workflow.Refused as error:
        return str(error)
    row.decided_at = timezone.now()
    row.save(update_fields=["decided_at"])
    return ""


def _perform(link: ReviewLink, decision: Decision) -> None:
    how = (
        f"Qua liên kết xem duyệt số {link.pk} do {link.made_by} tạo; "
        f"người quyết định: {decision.name.strip()}."
    )
    note = f"{how}\n{decision.reason.strip()}".strip()
    given = {"version": link.version, "note": note, "address": decision.address}
    workflow.perform(link.article, decision.action, link.decider, **given)


def _unfit(link: ReviewLink, decision: Decision) -> str:
    if decision.action not in {move.name for move in decisions(link)}:
        return "Liên kết này không quyết định được nữa. Hãy gọi cho toà soạn."
    if not normalise(decision.name) or len(decision.name) > LONGEST_NAME:
        return "Hãy ghi họ tên của ông/bà."
    if decision.action == "return" and not normalise_block(decision.reason):
        return "Hãy ghi lý do trả lại."
    return ""


def _wrong_code(link: ReviewLink, token: str, code: str) -> str:
    if constant_time_compare(_sealed(token, code.strip()), link.code_hash):
        return ""
    link.tries += 1
    link.save(update_fields=["tries"])
    left = MOST_TRIES - link.tries
    return f"Mã chưa đúng. Còn {left} lần nhập." if left else ended(link)


def _decides(article: Article, person) -> bool:
    given = {"version": article.latest_version}
    return article.state == State.PENDING and any(
        workflow.refusal(article, name, person, **given) == "" for name in YES
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _sealed(token: str, code: str) -> str:
    """What proves a code; without the link's secret and the portal's nobody finds it by trying."""
    return salted_hmac("news.review", f"{token}:{code}", algorithm="sha256").hexdigest()

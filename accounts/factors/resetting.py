"""A lost device: one administrator asks that the factors be taken off, another one agrees.

Who may ask and decide about whom is asked by the screens (news/admin/people_factors.py); that
it takes two, and never the person concerned, is also a rule of the database.
"""

from django.db import transaction
from django.utils import timezone

from accounts import record
from accounts.factors import changing
from accounts.models import FactorReset, User


class Refused(Exception):
    """Why not, in one sentence."""


@transaction.atomic
def ask(request, user: User, reason: str) -> FactorReset:
    """Ask for the person, as the person of the request. Raises Refused."""
    # Two who ask at once: the second finds the request of the first.
    User.objects.select_for_update().get(pk=user.pk)
    if request.user.pk == user.pk:
        raise Refused("Không ai tự xin gỡ xác minh hai bước cho chính mình.")
    if pending(user):
        raise Refused("Đã có một yêu cầu đang chờ cho tài khoản này.")
    if not user.factors.exists():
        raise Refused("Tài khoản này chưa bật xác minh hai bước, không có gì để gỡ.")
    asked = FactorReset.objects.create(user=user, asked_by=request.user, reason=reason)
    record.log("factor_reset_asked", request, subject=user, note=reason)
    return asked


@transaction.atomic
def agree(request, asked: FactorReset) -> None:
    """Take everything off and end the person's sessions. Raises Refused."""
    asked = _open(asked)
    if request.user.pk in (asked.asked_by_id, asked.user_id):
        raise Refused("Cần một người quản trị khác đồng ý, không phải người đã xin.")
    _decide(request, asked, agreed=True)
    before = changing.take_all_off(asked.user)
    record.log("factor_reset_agreed", request, subject=asked.user, note=asked.reason, before=before)


@transaction.atomic
def refuse(request, asked: FactorReset) -> None:
    """Leave everything as it is; who asked may take it back this way too. Raises Refused."""
    asked = _open(asked)
    if request.user.pk == asked.user_id:
        raise Refused("Không ai tự quyết định về tài khoản của chính mình.")
    _decide(request, asked, agreed=False)
    record.log("factor_reset_refused", request, subject=asked.user, note=asked.reason)


@transaction.atomic
def by_technician(user: User, reason: str) -> dict:
    """The same from the command line, where there is no second administrator; return what there
    was. The record says that nobody's account did it."""
    before = changing.take_all_off(user)
    user.factor_resets.filter(decided_at=None).update(decided_at=timezone.now())
    record.log("factor_reset_agreed", subject=user, note=reason, before=before, after={"by": "cli"})
    return before


def pending(user: User) -> FactorReset | None:
    """The request about this person that nobody has decided yet."""
    rows = user.factor_resets.select_related("asked_by", "user")
    return rows.filter(decided_at=None).first()


def waiting():
    """The requests that nobody has decided yet, the oldest first."""
    rows = FactorReset.objects.filter(decided_at=None).select_related("user", "asked_by")
    return rows.order_by("asked_at")


def _open(asked: FactorReset) -> FactorReset:
    rows = FactorReset.objects.select_for_update().filter(decided_at=None)
    found = rows.filter(pk=asked.pk).first()
    if found is None:
        raise Refused("Yêu cầu này đã được quyết định rồi.")
    return found


def _decide(request, asked: FactorReset, agreed: bool) -> None:
    asked.decided_by, asked.decided_at = request.user, timezone.now()
    asked.agreed = agreed
    asked.save(update_fields=["decided_by", "decided_at", "agreed"])

"""Who sits at which article, and what they typed: kept within seconds, given back after a fault.

A sitting is not a version: versions are what somebody decided to save (news/versions.py).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.models import Article, Sitting

# A form that was not heard of for so long is closed, or its machine asleep.
PRESENT = timedelta(seconds=75)
# What was typed and never saved waits so long for its writer.
KEPT = timedelta(days=30)
MOST_CHARACTERS = 4_000_000
MOST_SITTINGS = 40
TOO_MUCH = "Bài quá dài nên chưa giữ được bản đang gõ. Hãy bấm lưu, rồi chia bài làm nhiều phần."


class TooMuch(Exception):
    """More was typed than can be kept; its text is the sentence to show."""


@transaction.atomic
def keep(user, token: str, article: Article | None, base: int, typed: dict | None) -> Sitting:
    """Note that the person sits at this form and, unless `typed` is None, what stands in it.

    `token` names the open form, `typed` maps field names to a string or a list of strings.
    Raises TooMuch, and then what was kept before stays.
    """
    if typed is not None and _length(typed) > MOST_CHARACTERS:
        raise TooMuch(TOO_MUCH)
    now = timezone.now()
    sitting, made = Sitting.objects.select_for_update().get_or_create(
        token=token, user=user, defaults={"article": article, "base_version": base}
    )
    sitting.seen_at = now
    if typed is not None:
        sitting.typed, sitting.typed_at, sitting.ended_at = typed, now, None
        sitting.article, sitting.base_version = article, base
    sitting.save()
    if made:
        _make_room(user)
    return sitting


def end(user, token: str) -> None:
    """What was typed in this form is saved or thrown away, and not kept any longer."""
    rows = Sitting.objects.filter(token=token, user=user)
    rows.update(ended_at=timezone.now(), typed={}, typed_at=None)


def present():
    """The forms that are open now, as a queryset. `is_present` says the same of one."""
    return Sitting.objects.filter(ended_at=None, seen_at__gte=timezone.now() - PRESENT)


def is_present(sitting: Sitting) -> bool:
    """Whether the form is open now. `present` says the same."""
    return sitting.ended_at is None and sitting.seen_at >= timezone.now() - PRESENT


def others(article: Article, user) -> list[Sitting]:
    """The forms other people have open on this article now, the longest first."""
    rows = present().filter(article=article, taken_by=None).exclude(user=user)
    found: dict[int, Sitting] = {}
    for sitting in rows.select_related("user").order_by("started_at"):
        found.setdefault(sitting.user_id, sitting)
    return list(found.values())


def take_over(article: Article, user) -> int:
    """Tell those who have the article open that this person goes on with it; return how many.

    Nothing of what they typed is lost, and a save of theirs is still refused only if stale.
    """
    return present().filter(article=article).exclude(user=user).update(taken_by=user)


def left_behind(user, article: Article | None) -> Sitting | None:
    """The newest text that the person typed on this article (None: on a new one) and neither
    saved nor threw away."""
    rows = Sitting.objects.filter(user=user, article=article, typed_at__isnull=False)
    return rows.order_by("-typed_at").first()


def knows(user, token: str, age: timedelta) -> bool:
    """Whether a browser's copy that is so old brings nothing: its form was saved or thrown away
    since, or what the server keeps of it is as new."""
    then = timezone.now() - age
    rows = Sitting.objects.filter(user=user, token=token)
    return rows.filter(Q(ended_at__gte=then) | Q(typed_at__gte=then)).exists()


def of(user, token: str) -> Sitting | None:
    """The person's own sitting of this name."""
    return Sitting.objects.select_related("article").filter(user=user, token=token).first()


def _length(typed: dict) -> int:
    values = (part for value in typed.values() for part in _parts(value))
    return sum(len(part) for part in values)


def _parts(value) -> list[str]:
    return value if isinstance(value, list) else [value]


def forget_old() -> int:
    """Remove what was typed long ago and never saved; return how many."""
    return Sitting.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()[0]


def _make_room(user) -> None:
    """A person's oldest give way; nobody keeps more than a handful of unsaved texts."""
    mine = Sitting.objects.filter(user=user).order_by("-seen_at").values_list("pk", flat=True)
    Sitting.objects.filter(pk__in=list(mine[MOST_SITTINGS:])).delete()

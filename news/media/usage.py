"""Where pictures are shown: the library asks, and whatever shows pictures answers.

The library lies below the newsroom, so articles are known here only by what they registered.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol

from django.db.models import Q

from news.media.models import Image
from news.media.showing import IN_TEXT

# What citizens see changes by publishing only, and a picture's credit stands under it.
PUBLISH = "news.publish_article"


@dataclass(frozen=True)
class Use:
    """A place that shows a picture, as somebody who may open it sees it."""

    title: str
    standing: str
    address: str


@dataclass(frozen=True)
class Uses:
    """Every place that shows a picture: those a person may open, and how many others there are."""

    open: tuple[Use, ...] = ()
    others: int = 0

    def __bool__(self):
        return bool(self.open or self.others)


class Source(Protocol):
    """A kind of thing that shows pictures."""

    def shown(self) -> Q:
        """The pictures it shows or ever showed, as a condition on Image."""

    def live(self) -> Q:
        """The pictures that citizens see in it, as a condition on Image."""

    def uses(self, image: Image, user) -> Uses:
        """Where it shows a picture, for a person."""


sources: list[Source] = []


def may_alter(user, is_live: Callable[[], bool], places: Iterable = (None,)) -> bool:
    """Whether a person may alter a file in itself: one that citizens see, a publisher only.

    `places` are the articles that show it, where publishing is a question of each.
    """
    return all(user.has_perm(PUBLISH, place) for place in places) or not is_live()


def shown() -> Q:
    """The pictures that something shows, an old version included: they must stay."""
    return _any(source.shown() for source in sources)


def live() -> Q:
    """The pictures that citizens see in some text."""
    return _any(source.live() for source in sources)


def is_shown(image: Image) -> bool:
    """Whether anything shows the picture."""
    return Image.objects.filter(shown(), pk=image.pk).exists()


def is_live(image: Image) -> bool:
    """Whether citizens see the picture in some text."""
    return Image.objects.filter(live(), pk=image.pk).exists()


def hold(text: str, cover_id: int | None) -> bool:
    """Keep the pictures of an article from being deleted until this transaction ends.

    Takes the stored text and the cover's number; returns whether the cover is still there.
    Always in the same order, so that two articles never wait for each other.
    """
    files = re.findall(IN_TEXT, text)
    if not files and cover_id is None:
        return True
    rows = Image.objects.filter(Q(file__in=files) | Q(pk=cover_id)).order_by("pk")
    held = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    return cover_id is None or cover_id in held


def release(image: Image) -> bool:
    """Before a deletion, in its transaction: wait for whoever holds the picture, then say whether
    it may go. From then on nobody can hold it."""
    rows = Image.objects.select_for_update(of=("self",)).filter(pk=image.pk)
    return rows.exists() and not is_shown(image)


def uses(image: Image, user) -> Uses:
    """Where a picture is shown, for a person."""
    found = [source.uses(image, user) for source in sources]
    return Uses(
        tuple(use for each in found for use in each.open), sum(each.others for each in found)
    )


def _any(conditions) -> Q:
    # Without a source nobody could say that a picture is unused: then every one is kept.
    return reduce(or_, conditions, Q(pk__isnull=False) if not sources else Q(pk__in=[]))

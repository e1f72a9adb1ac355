"""The background work of the picture library: renditions, tried again and given up in words."""

import errno
import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from PIL import UnidentifiedImageError

from news.media import renditions
from news.media.models import Image, RenditionState

logger = logging.getLogger(__name__)

TRIES = 3
PAUSE = timedelta(minutes=1)
# A page that stays open, and a site that copied our preview, may still ask for former files.
GRACE = timedelta(days=7)

NO_FILE = "Không thấy tệp gốc trong kho ảnh."
DISK_FULL = "Ổ đĩa của máy chủ đã đầy."
UNREADABLE = "Không đọc được tệp gốc."
CUT_SHORT = "Tiến trình xử lý ảnh bị dừng giữa chừng nhiều lần."
OTHER = "Không tạo được bản thu nhỏ ({})."


def request(image: Image) -> None:
    """Have a picture's renditions made soon: after its upload, and when its focal point moved.

    Nobody's upload fails because of it: what could not be queued stays "đang xử lý", and
    `make_renditions --queue` finds it.
    """
    rows = Image.objects.filter(pk=image.pk)
    rows.update(rendition_state=RenditionState.PENDING, rendition_attempts=0, rendition_error="")
    transaction.on_commit(partial(make_renditions.enqueue, image.pk), robust=True)


@task()
def make_renditions(pk: int) -> None:
    """Make what a picture lacks, however often it is asked to; on failure come back later."""
    image = Image.objects.filter(pk=pk).first()
    if image is None or image.rendition_state == RenditionState.FAILED:
        return
    try:
        attempt(image)
    except Exception:
        if image.rendition_attempts < TRIES:
            later = timezone.now() + PAUSE * image.rendition_attempts
            make_renditions.using(run_after=later).enqueue(pk)
        raise


def attempt(image: Image, anew: bool = False) -> None:
    """Try once, and write on the picture what came of it; raises whatever stood in the way."""
    try:
        _count(image)
        manifest = renditions.make(image, anew)
    except Exception as error:
        _note_failure(image, reason(error))
        raise
    # While we worked the focal point may have moved; its own task is waiting then.
    unmoved = Image.objects.filter(pk=image.pk, focal_x=image.focal_x, focal_y=image.focal_y)
    kept = unmoved.update(
        renditions=manifest,
        rendition_state=RenditionState.READY,
        rendition_attempts=0,
        rendition_error="",
    )
    _part_with(image, image.renditions if kept else manifest, manifest if kept else {})


def _part_with(image: Image, former: dict, now: dict) -> None:
    """Have the files of crops that are no longer shown deleted, but not at once."""
    keys = {crop["key"] for crop in now.values()}
    crops = [crop for crop in former.values() if crop["key"] not in keys]
    if crops:
        drop_renditions.using(run_after=timezone.now() + GRACE).enqueue(image.pk, crops)


@task()
def drop_renditions(pk: int, crops: list[dict]) -> None:
    """Delete the files of former crops, unless the picture shows them again."""
    image = Image.objects.filter(pk=pk).only("renditions").first()
    shown = {crop["key"] for crop in image.renditions.values()} if image else set()
    renditions.delete_files(crop for crop in crops if crop["key"] not in shown)


def queue_missing(known: tuple[str, ...] = (TaskResultStatus.READY,)) -> int:
    """Queue every unfinished picture without a task in one of these states; return how many.

    For the start of a worker: what a killed one had in hand waits for nobody.
    """
    waiting = DBTaskResult.objects.filter(task_path=make_renditions.module_path, status__in=known)
    known = {result.args_kwargs["args"][0] for result in waiting.only("args_kwargs")}
    missing = Image.objects.filter(rendition_state=RenditionState.PENDING).exclude(pk__in=known)
    numbers = list(missing.order_by("pk").values_list("pk", flat=True))
    for pk in numbers:
        make_renditions.enqueue(pk)
    return len(numbers)


def reason(error: Exception) -> str:
    """What went wrong, in words for the person who looks after the pictures."""
    if isinstance(error, CutShort):
        return CUT_SHORT
    if isinstance(error, FileNotFoundError):
        return NO_FILE
    if isinstance(error, UnidentifiedImageError | SyntaxError):
        return UNREADABLE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    return OTHER.format(f"{type(error).__name__}: {error}"[:200])


class CutShort(Exception):
    """Earlier attempts ended without a word: they were killed, for memory or by a stop."""


def _count(image: Image) -> None:
    """Counted before the work begins, so that a picture that kills workers is given up too."""
    if image.rendition_attempts >= TRIES:
        raise CutShort
    Image.objects.filter(pk=image.pk).update(rendition_attempts=F("rendition_attempts") + 1)
    image.rendition_attempts += 1


def _note_failure(image: Image, words: str) -> None:
    logger.exception("renditions of picture %s failed", image.pk)
    last = image.rendition_attempts >= TRIES
    state = RenditionState.FAILED if last else RenditionState.PENDING
    Image.objects.filter(pk=image.pk).update(rendition_state=state, rendition_error=words)

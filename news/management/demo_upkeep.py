"""What machines of the demonstration found and could not do: a dead link, a failed task."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from news.links import scanning
from news.links.models import Address, Finding
from news.media.tasks import drop_renditions

# Such names never lead anywhere; an article of the demonstration has one as its source.
NOWHERE = ".example"
FULL = "OSError: [Errno 28] No space left on device: '/srv/congthongtin/media'\n"


def find_dead_link() -> None:
    """Read every text's links; the one that leads nowhere has done so for some nights."""
    while scanning.read_new():
        pass
    now = timezone.now()
    rows = Address.objects.filter(inside=False, host__endswith=NOWHERE)
    for address in rows:
        address.finding, address.detail = Finding.NO_NAME, f"Không có tên miền {address.host}."
        address.nights, address.checked_at = 3, now - timedelta(hours=8)
        address.failing_at = now - timedelta(days=3)
        address.broken_at = now - timedelta(days=1)
        address.save()


def fail_once() -> None:
    """A task that found the disk full yesterday; done again it ends well."""
    if DBTaskResult.objects.failed().exists():
        return
    result = drop_renditions.enqueue(0, [])
    yesterday = timezone.now() - timedelta(days=1)
    DBTaskResult.objects.filter(pk=result.id).update(
        status=TaskResultStatus.FAILED,
        worker_ids=[f"demo{number}" for number in range(5)],
        finished_at=yesterday,
        exception_class_path="builtins.OSError",
        traceback=FULL,
    )

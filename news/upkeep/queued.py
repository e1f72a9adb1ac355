"""Failed tasks of the queue, in words for an administrator."""

import errno

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from news.upkeep.failures import Failure
from news.workqueue import COUNT_THEMSELVES, LOST, PASSING

# More than are shown, so that those let be do not hide others.
READ = 500
LONGEST_DETAILS = 6000
NAMES = {
    "news.mail.deliver": "Gửi một thư",
    "news.mail.write_about": "Soạn thư về một tài khoản",
    "news.media.tasks.drop_renditions": "Xoá bản thu nhỏ cũ của một ảnh",
    "news.sharing.making.drop": "Xoá ảnh chia sẻ cũ",
    "news.links.outside.check_some": "Kiểm tra liên kết ra ngoài",
}
OTHER = "Một việc khác ({})"
UNKNOWN = "Bản phần mềm đang chạy không còn việc này. Bấm “Bỏ qua”."
KILLED = "Tiến trình nền bị dừng đột ngột mỗi lần làm việc này. Máy chủ có thể thiếu bộ nhớ."
NO_DATABASE = "Cơ sở dữ liệu không trả lời suốt thời gian thử lại."
DISK_FULL = "Ổ đĩa của máy chủ đã đầy."
OF_THE_MACHINE = "Máy chủ không đọc, ghi hay kết nối được. Xem chi tiết bên dưới."
MISTAKE = "Phần mềm gặp lỗi. Hãy gửi chi tiết bên dưới cho người phụ trách kỹ thuật."


def failed(user) -> list[Failure]:
    """The tasks that failed for good, the newest first."""
    rows = DBTaskResult.objects.failed().exclude(task_path__in=COUNT_THEMSELVES)
    return [_failure(row) for row in rows.order_by("-finished_at")[:READ]]


def again(key: str) -> bool:
    """Put one back into the queue as if it had never been tried."""
    fresh = {"status": TaskResultStatus.READY, "run_after": timezone.now(), "worker_ids": []}
    fresh |= {"started_at": None, "finished_at": None, "traceback": "", "exception_class_path": ""}
    return bool(DBTaskResult.objects.failed().filter(pk=key).update(**fresh))


def _failure(row: DBTaskResult) -> Failure:
    return Failure(
        key=str(row.pk),
        what=NAMES.get(row.task_path, OTHER.format(row.task_name)),
        at=row.finished_at or row.enqueued_at,
        tries=len(row.worker_ids),
        why=_why(row),
        details=_details(row),
    )


def _why(row: DBTaskResult) -> str:
    if row.exception_class_path == LOST:
        return KILLED
    if not _exists(row.task_path):
        return UNKNOWN
    if "OperationalError" in row.exception_class_path or "Interface" in row.exception_class_path:
        return NO_DATABASE
    if f"[Errno {errno.ENOSPC}]" in row.traceback:
        return DISK_FULL
    passing = {f"{kind.__module__}.{kind.__qualname__}" for kind in _below(PASSING)}
    return OF_THE_MACHINE if row.exception_class_path in passing else MISTAKE


def _below(kinds) -> list[type]:
    return [found for kind in kinds for found in (kind, *_below(kind.__subclasses__()))]


def _exists(path: str) -> bool:
    try:
        return bool(import_string(path))
    except ImportError:
        return False


def _details(row: DBTaskResult) -> str:
    """What a technician asks for; the end says the most."""
    head = f"{row.pk}\n{row.task_path} {row.args_kwargs}\n"
    return head + row.traceback[-LONGEST_DETAILS:]

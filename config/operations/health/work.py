"""Checks of what is to be done beside the requests: by the clock, by the queue, by mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.operations.health.bounded import bounded
from config.operations.health.finding import Finding, broken, good, look
from config.operations.health.models import Fact
from news.models import Mail
from news.views.health import queue as waiting
from news.views.health import switches

SLOW, DEAD = timedelta(minutes=10), timedelta(hours=1)
RECENT, LETTERS = timedelta(days=1), timedelta(days=7)
TICK = "tick"
WORKER_DO = "Người phụ trách máy chủ xem dịch vụ congthongtin-worker có đang chạy không."
FAILING_DO = (
    "Cổng tự làm lại mỗi nửa phút. Người phụ trách máy chủ tìm chữ “failed” trong nhật ký của "
    "congthongtin-tick để biết vì sao."
)
TICK_DO = "Người phụ trách máy chủ xem dịch vụ congthongtin-tick có đang chạy không."

# What the clock does (news/due.py), in words for whoever reads that it fails.
ERRANDS = {
    "switches": "đưa bản sửa đã hẹn lên trang",
    "reviews": "nhắc rà soát bài",
    "expiries": "nhắc bài sắp hết hạn",
    "digests": "gom thư báo tin",
    "account mails": "viết thư về tài khoản",
    "mails": "xếp lại thư gửi dở",
    "tasks of killed workers": "nhặt việc nền bị bỏ dở",
    "pictures": "thu nhỏ ảnh còn sót",
    "search rows": "đưa bài vào ô tìm kiếm",
    "phrases of titles": "chuẩn bị gợi ý khi tìm",
    "share pictures": "làm ảnh chia sẻ",
    "share pictures of nobody": "dọn ảnh chia sẻ cũ",
    "links of new texts": "ghi liên kết của bài mới",
    "links of gone texts": "bỏ liên kết của bài cũ",
    "links within the portal": "kiểm tra liên kết trong cổng",
    "links to others": "kiểm tra liên kết ra ngoài",
    "old things": "dọn thứ đã cũ",
    "old tasks": "dọn việc nền đã xong",
    "old changes of pages": "dọn dấu thay đổi của kho trang",
    "contacts of readers": "xoá thông tin liên hệ đã hết hạn giữ",
    "last days": "khoá tài khoản đến ngày nghỉ",
    "warnings of unused accounts": "báo tài khoản lâu không dùng",
    "unused accounts": "khoá tài khoản lâu không dùng",
    "health": "xem hạn chứng chỉ",
}


@bounded
def on_time() -> Finding:
    """Whether new versions took their place when they should have."""
    late, failed = switches().values()
    numbers = {"overdue_publications": late, "failed_publications": failed}
    if late:
        says = f"{late} bản sửa đã quá giờ hẹn mà chưa lên trang."
        do = "Người xuất bản mở bài ấy, xem lý do ghi trên bài."
        return broken(says, f"{do} {TICK_DO}", **numbers)
    if failed:
        says = f"{failed} bản sửa không tự lên trang được."
        return look(says, "Người xuất bản mở bài ấy, xem lý do ghi trên bài.", **numbers)
    return good("Không bài nào quá giờ hẹn.", **numbers)


@bounded
def clock() -> Finding:
    """Whether somebody does what falls due by the clock (`manage.py tick`)."""
    fact = Fact.objects.filter(name=TICK).first()
    if fact is None:
        says = "Việc theo giờ chưa chạy lần nào: chưa ai được nhắc việc, thư chưa được gom."
        return look(says, TICK_DO)
    age = timezone.now() - fact.at
    says = f"Lần gần nhất cách đây {ago(age)}."
    failing = _failing(fact)
    numbers = {"tick_age_seconds": age.total_seconds(), "tick_errands_failing": len(failing)}
    if age > DEAD:
        return broken(f"Việc theo giờ đã dừng. {says}", TICK_DO, **numbers)
    if age > SLOW:
        return look(says, TICK_DO, **numbers)
    if failing:
        return look(f"Chưa làm được: {'; '.join(failing)}.", FAILING_DO, **numbers)
    return good(says, **numbers)


def _failing(fact: Fact) -> list[str]:
    """What has failed for longer than a restart of the database takes, and for how long."""
    ages = {
        name: timezone.now() - datetime.fromisoformat(since)
        for name, since in fact.found.get("failing", {}).items()
    }
    long = sorted((name, age) for name, age in ages.items() if age > SLOW)
    return [f"{ERRANDS.get(name, name)} (đã {ago(age)})" for name, age in long]


@bounded
def queue() -> Finding:
    """How much waits for the worker, and since when."""
    count, seconds = waiting().values()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=timezone.now() - RECENT).count()
    age = timedelta(seconds=seconds)
    numbers = {"tasks_waiting": count, "tasks_oldest_seconds": seconds}
    numbers["tasks_failed_in_a_day"] = failed
    waits = f"{count} việc đang chờ, việc cũ nhất chờ {ago(age)}."
    if age > SLOW:
        found = broken if age > DEAD else look
        return found(f"{waits} Ảnh chưa được thu nhỏ, thư chưa được gửi.", WORKER_DO, **numbers)
    if failed:
        do = "Quản trị hệ thống mở mục “Việc nền bị lỗi”, xem lý do rồi bấm “Chạy lại”."
        return look(f"{failed} việc nền không làm được trong 24 giờ qua.", do, **numbers)
    return good(waits if count else "Không việc nào phải chờ.", **numbers)


@bounded
def letters() -> Finding:
    """Whether letters to the staff leave."""
    if not settings.MAIL:
        return good("Cổng chưa được cài gửi thư; tin báo nằm ở bàn làm việc.")
    mails = Mail.objects.filter(sent_at=None, given_up_at=None)
    count, oldest = mails.count(), mails.aggregate(oldest=Min("made_at"))["oldest"]
    lost = Mail.objects.filter(given_up_at__gt=timezone.now() - LETTERS).exclude(error="").count()
    numbers = {"mail_waiting": count, "mail_given_up_in_a_week": lost}
    do = "Người phụ trách máy chủ xem máy chủ thư và nhật ký của congthongtin-worker."
    if _age(oldest) > DEAD:
        return broken(
            f"{count} thư chưa gửi được, thư cũ nhất chờ {ago(_age(oldest))}.", do, **numbers
        )
    if lost:
        again = "Sửa xong, quản trị hệ thống gửi lại ở mục “Việc nền bị lỗi”."
        says = f"{lost} thư trong bảy ngày qua không gửi được."
        return look(says, f"{do} {again}", **numbers)
    return good(f"{count} thư đang chờ gửi." if count else "Thư đã gửi hết.", **numbers)


def ago(age: timedelta) -> str:
    """A length of time in words, as exact as anybody needs it."""
    seconds = max(0, int(age.total_seconds()))
    for length, word in ((86_400, "ngày"), (3600, "giờ"), (60, "phút")):
        if seconds >= length:
            return f"{seconds // length} {word}"
    return f"{seconds} giây"


def _age(moment: datetime | None) -> timedelta:
    return timezone.now() - moment if moment else timedelta()

"""The screen “Việc nền bị lỗi”: what failed in the background, done again or let be."""

from django.contrib import messages
from django.http import Http404
from django.urls import path

from news import due, mail
from news.admin.site_screens import screen
from news.upkeep import failures, known, queued
from news.upkeep.failures import Kind

RIGHT = "upkeep.handle_failures"
AGAIN, ALL, LET_BE = "chay-lai", "chay-lai-het", "bo-qua"
BEGUN = "Đã xếp hàng {} việc để chạy lại. Việc nào lại lỗi sẽ hiện lại ở đây."
BEGUN_ONE = "Đã xếp hàng để chạy lại. Nếu lại lỗi, việc này sẽ hiện lại ở đây."
DISMISSED = "Đã bỏ qua. Nếu việc này lại lỗi, nó sẽ hiện lại ở đây."
STILL = "Vẫn chưa đăng được. Lý do ghi ở dưới; sửa xong hãy thử lại."


def _switch_again(key: str) -> bool:
    """Here and now: the clock tries it anyway, and whoever presses wants to know."""
    return due.switch(int(key)) is not None


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "ban-hen-gio",
            "Bản mới hẹn giờ chưa đăng được",
            "Người đọc vẫn thấy bản cũ. Máy tự thử lại mỗi nửa phút.",
            known.switches,
            _switch_again,
            in_vain=STILL,
        ),
        Kind(
            "thu",
            "Thư không gửi được",
            f"Máy đã thử {mail.TRIES} lần trong khoảng nửa ngày. Hãy kiểm tra địa chỉ thư "
            "trong tài khoản và máy chủ thư, rồi chạy lại.",
            known.letters,
            known.send_again,
        ),
        Kind(
            "thu-khong-ro",
            "Thư không rõ đã tới chưa",
            "Chạy lại thì người nhận có thể nhận hai lần.",
            known.unsure_letters,
            known.send_unsure_again,
            together=False,
        ),
        Kind(
            "anh",
            "Ảnh không thu nhỏ được",
            "Người đọc vẫn xem được ảnh gốc, nhưng trang tải chậm hơn.",
            known.pictures,
            known.make_again,
        ),
        Kind(
            "anh-chia-se",
            "Ảnh chia sẻ không vẽ được",
            "Khi chia sẻ bài lên mạng xã hội, bài hiện ảnh chung của cổng.",
            known.share_pictures,
            known.draw_again,
        ),
        Kind(
            "viec",
            "Việc khác trong hàng đợi",
            "Lỗi có thể tự hết đã được thử lại nhiều lần trước khi hiện ở đây.",
            queued.failed,
            queued.again,
        ),
    )
}


class FailuresScreen:
    """The part of PortalAdmin for work in the background that failed."""

    def failure_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.failures_view)
        return [path("viec-nen-bi-loi/", view, name="site_portal_failures")]

    def failures_view(self, request):
        """What failed, by kind."""
        return screen(request, RIGHT, _act, self._failures)

    def _failures(self, request):
        shown = failures.waiting(KINDS, request.user)
        title = "Việc nền bị lỗi"
        return self.site_page(
            request, "admin/site/failures.html", title, shown=shown, most=failures.MOST
        )


def _act(request) -> str:
    """Do what a button asks for. Raises Http404 for a word that is on no button."""
    kind, pressed = KINDS.get(request.POST.get("loai", "")), request.POST.get("viec", "")
    if (
        kind is None
        or pressed not in (AGAIN, ALL, LET_BE)
        or (pressed == ALL and not kind.together)
    ):
        raise Http404
    key = request.POST.get("muc", "")
    if pressed == LET_BE:
        _tell(request, failures.dismiss(kind, key, request.user), DISMISSED, failures.NOTHING)
    elif pressed == AGAIN:
        _tell(request, failures.again(kind, [key], request.user), BEGUN_ONE, kind.in_vain)
    else:
        count = failures.all_again(kind, request.user)
        _tell(request, count, BEGUN.format(count), kind.in_vain)
    return request.path


def _tell(request, done: int, words: str, in_vain: str) -> None:
    if done:
        messages.success(request, words)
    else:
        messages.warning(request, in_vain)

"""The reports on accounts on one page: each number is that of the list behind it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from news.admin.people_filters import STANDINGS
from news.people import gaps, reports, told, using

SHOWN = 20
# What to do about each list.
ADVICE = {
    "hoat-dong": "Mọi tài khoản đăng nhập được.",
    "khoa": "Không đăng nhập được; việc đã làm vẫn còn trong lịch sử.",
    "lau-khong-dung": "Được nhắc ở ngày thứ 30, tự khoá ở ngày thứ 45. Người còn làm việc chỉ cần "
    "đăng nhập một lần.",
    "chua-dung": "Hỏi lại người ấy đã nhận phiếu chưa; mất phiếu thì cấp mã mới.",
    "thieu-xac-minh": "Vai trò của họ bắt buộc xác minh hai bước. Nhắc họ bật ở trang tài khoản.",
    "con-ma": "Phiếu đã phát mà chưa ai dùng.",
    "sap-nghi": "Hết ngày ấy tài khoản tự khoá. Nhớ bàn giao bài trước.",
}


class Reports:
    """The part of AccountAdmin for reports."""

    def report_urls(self) -> list:
        """The address of the page."""
        view = self.admin_site.admin_view(self.report_view)
        return [path("bao-cao/", view, name="accounts_user_report")]

    def report_view(self, request):
        """The numbers, who may publish where, and the codes that still work."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not request.user.has_perm(told.RIGHT):
            raise PermissionDenied
        more = {
            "standings": [
                {"key": key, "label": label, "count": rows().count(), "advice": ADVICE[key]}
                for key, (label, rows) in STANDINGS.items()
            ],
            "gaps": gaps.found(),
            "places": reports.who_publishes(),
            "codes": using.open_codes()[:SHOWN],
            "code_count": using.open_codes().count(),
            "shown": SHOWN,
        }
        context = self.page(request, "Báo cáo tài khoản", **more)
        return TemplateResponse(request, "admin/accounts/user/report.html", context)

"""The screen “Người đọc tìm gì”: frequent searches, and those that found nothing."""

from datetime import timedelta

from django.http import Http404
from django.urls import path
from django.utils import timezone

from news.admin.search_recommended import RIGHT as MAY_RECOMMEND
from news.admin.search_words import RIGHT as MAY_SAY_SAME
from news.admin.site_screens import screen
from news.rights import holds_everywhere
from news.search import wanted

RIGHT = "search.view_daysearches"
PERIODS = {"7": "7 ngày qua", "30": "30 ngày qua", "90": "3 tháng qua", "365": "12 tháng qua"}
STANDARD, IN_VAIN = "30", "khong-co"


class SearchedScreen:
    """The part of PortalAdmin for what readers look for."""

    def searched_urls(self) -> list:
        """The address of the screen."""
        view = self.admin_site.admin_view(self.searched_view)
        return [path("nguoi-doc-tim-gi/", view, name="site_portal_searched")]

    def searched_view(self, request):
        """Sums of a period; nothing can be changed here."""
        return screen(request, RIGHT, _nothing, self._searched)

    def _searched(self, request):
        period = request.GET.get("luc", STANDARD)
        period = period if period in PERIODS else STANDARD
        in_vain = request.GET.get("xem") == IN_VAIN
        since = timezone.localdate() - timedelta(int(period) - 1)
        context = {
            "rows": wanted.often(since, empty=in_vain),
            "period": period,
            "periods": PERIODS.items(),
            "in_vain": in_vain,
            "fewest": wanted.FEWEST,
            "may_say_same": holds_everywhere(request.user, MAY_SAY_SAME),
            "may_recommend": holds_everywhere(request.user, MAY_RECOMMEND),
        }
        return self.site_page(request, "admin/site/searched.html", "Người đọc tìm gì", **context)


def _nothing(request):
    raise Http404

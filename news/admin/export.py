"""The article list as a file: what the filters keep, in the order of the list."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from news.admin import files
from news.admin.filters import query_of
from news.text.html_words import count_words

MOST_ROWS = 20_000
CHUNK = 1_000
TOO_LONG = f"Danh sách có hơn {MOST_ROWS:,} bài. Hãy lọc bớt rồi xuất lại.".replace(",", ".")
HEADINGS = (
    *("Số bài", "Tiêu đề", "Trạng thái", "Chuyên mục", "Đơn vị", "Ký tên", "Người viết"),
    *("Tạo lúc", "Đăng lúc", "Hết hạn lúc", "Bản", "Số chữ"),
)
WIDTHS = (9, 60, 30, 22, 18, 30, 24, 17, 17, 17, 6, 9)


class Export:
    """The part of ArticleAdmin that writes the list down."""

    def export_urls(self) -> list:
        """The addresses of both files."""
        wrap = self.admin_site.admin_view
        return [
            path("xuat-csv/", wrap(self.csv_view), name="news_article_csv"),
            path("xuat-xlsx/", wrap(self.xlsx_view), name="news_article_xlsx"),
        ]

    def csv_view(self, request):
        """The list as a CSV file."""
        rows = self._exported(request)
        if not hasattr(rows, "iterator"):
            return rows
        return files.csv(self._lines(rows), _file_name())

    def xlsx_view(self, request):
        """The list as a workbook."""
        rows = self._exported(request)
        if not hasattr(rows, "iterator"):
            return rows
        # Some three megabytes at most.
        return files.xlsx(self._lines(rows), _file_name(), sheet="Bài viết", widths=WIDTHS)

    def _exported(self, request):
        """The rows of the list this person has before them, or an answer that says why not."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.most_found = MOST_ROWS
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:news_article_changelist"))
        if rows[MOST_ROWS : MOST_ROWS + 1].exists():
            self.message_user(request, TOO_LONG, messages.ERROR)
            query = query_of(request.META.get("QUERY_STRING", ""))
            return HttpResponseRedirect(f"{reverse('admin:news_article_changelist')}?{query}")
        return rows.defer("summary")

    def _lines(self, rows):
        """The heading and a line for every article, read in portions."""
        yield HEADINGS
        for article in rows.iterator(chunk_size=CHUNK):
            yield (
                *(article.pk, article.title, self.standing(article)),
                *(article.category and article.category.name, article.unit and article.unit.name),
                *(article.byline, article.created_by and str(article.created_by)),
                *(article.created_at, article.published_at, article.expires_at),
                *(article.latest_version, count_words(article.body)),
            )


def _file_name() -> str:
    return f"bai-viet-{timezone.localdate():%Y-%m-%d}"

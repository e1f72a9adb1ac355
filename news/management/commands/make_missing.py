"""manage.py make_missing: drafts of the pages and the sections that the portal should have."""

from django.core.management.base import BaseCommand

from news.pages import making, sections


class Command(BaseCommand):
    """Safe to repeat: nothing is made twice."""

    help = "Tạo bản nháp các trang và chuyên mục phải có mà cổng còn thiếu (chạy lại được)."

    def handle(self, *args, **options):
        """Make what is missing and say how much that was."""
        made, refused = making.begin_all()
        for sentence in refused:
            self.stderr.write(sentence)
        new = sections.make_missing()
        self.stdout.write(f"Đã tạo {len(made)} bản nháp trang, {len(new)} chuyên mục (đang ẩn).")

"""manage.py import_site: an export of a whole portal into an empty one."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.operations.leaving import putting
from config.operations.leaving.folder import Refused
from config.operations.leaving.reading import Export

DONE = (
    "Đã nhập {} dòng dữ liệu cùng các tệp. Mọi tài khoản đều chưa có mật khẩu. Tiếp theo: chạy "
    "first_admin (nếu bản xuất mang theo người quản trị: changepassword TÊN), chạy reindex, "
    "và để db_worker làm lại các bản thu nhỏ của ảnh."
)


class Command(BaseCommand):
    """Everything is checked before anything is written, and written whole or not at all."""

    help = "Nhập bản xuất của export_site vào một cổng còn trống."

    def add_arguments(self, parser):
        """The folder of the export, and whether to look only."""
        parser.add_argument("folder", type=Path, help="thư mục của bản xuất")
        parser.add_argument(
            "--check", action="store_true", help="chỉ kiểm tra bản xuất, không nhập gì"
        )

    def handle(self, *args, **options):
        """Check, then write."""
        try:
            export = Export(options["folder"].resolve())
            export.check()
            if options["check"]:
                self.stdout.write("Bản xuất nguyên vẹn và đọc được.")
                return
            self.stdout.write(DONE.format(putting.put(export)))
        except Refused as refused:
            raise CommandError(f"Không nhập gì cả. {refused}") from refused
        except OSError as error:
            raise CommandError(f"Không nhập gì cả: {error}") from error

"""manage.py export_site: the whole portal in an open format (docs/export-format.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.operations.leaving import writing
from config.operations.leaving.folder import Refused

DONE = "Đã xuất {} dòng dữ liệu, {} tệp vào {}. Bản xuất có cả bài nháp: hãy giữ kín."
MISSING = "Cảnh báo: {} tệp có trong cơ sở dữ liệu nhưng không còn trong kho: {}"


class Command(BaseCommand):
    """Changes nothing, and may run beside the traffic."""

    help = "Xuất toàn bộ cổng ra định dạng mở, để lưu hoặc chuyển sang phần mềm khác."

    def add_arguments(self, parser):
        """The folder, and what personal data to add."""
        parser.add_argument("folder", type=Path, help="thư mục mới, chưa có hoặc còn trống")
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="cả thư điện tử, điện thoại, vai trò, nhật ký tài khoản (không có mật khẩu)",
        )
        parser.add_argument(
            "--feedback", action="store_true", help="cả tin báo lỗi của người đọc (dữ liệu cá nhân)"
        )

    def handle(self, *args, **options):
        """Write the export and say what it holds."""
        chosen = {name: options[name] for name in ("accounts", "feedback")}
        try:
            told = writing.export(options["folder"].resolve(), chosen)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"Không ghi được bản xuất: {error}") from error
        if told.missing:
            self.stderr.write(MISSING.format(len(told.missing), ", ".join(told.missing[:20])))
        self.stdout.write(DONE.format(told.rows, told.files, options["folder"]))

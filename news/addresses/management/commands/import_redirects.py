"""manage.py import_redirects: bring the addresses of the old site in from a CSV or Excel file."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from news.addresses import sheet, writing
from news.text.sheets_reading import Unreadable

WORDS = {"new": "mới", "changed": "thay", "same": "không đổi", "wrong": "LỖI"}


class Command(BaseCommand):
    """One old address a line; the same file may be run again."""

    help = "Nhập địa chỉ cũ và địa chỉ mới từ tệp .csv hoặc .xlsx; chạy lại không tạo dòng trùng."

    def add_arguments(self, parser):
        """The file, whether only to look, whether a line may take another's place."""
        parser.add_argument("file", type=Path, help="tệp .csv (UTF-8 hoặc Windows-1258) hay .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument(
            "--replace", action="store_true", help="thay địa chỉ mới của những dòng đã có"
        )

    def handle(self, *args, **options):
        """A line of the report for each line of the file; a wrong one makes the command fail."""
        try:
            lines = sheet.read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"Không đọc được tệp: {error}") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        outcomes = writing.write(lines, None, replace=options["replace"], dry=options["dry_run"])
        for outcome in outcomes:
            self.stdout.write(_told(outcome))
        counts = Counter(outcome.kind for outcome in outcomes)
        told = ", ".join(f"{counts[kind]} {word}" for kind, word in WORDS.items())
        self.stdout.write(f"{'Chưa ghi gì. ' if options['dry_run'] else ''}Tổng cộng: {told}.")
        if counts["wrong"]:
            raise CommandError(f"{counts['wrong']} dòng lỗi đã bị bỏ, xem ở trên.")


def _told(outcome) -> str:
    place = f"Dòng {outcome.line.number}: {WORDS[outcome.kind]}: {outcome.line.old[:200]}"
    return f"{place}: {outcome.says or '→ ' + outcome.entry.new}"

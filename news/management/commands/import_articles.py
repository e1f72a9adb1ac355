"""manage.py import_articles: bring real articles in from a JSON-lines file."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news import archive
from news.intake import Intake, Unacceptable, lines
from news.legacy import noted


class Command(BaseCommand):
    """One JSON object a line; the same external_id is never filed twice."""

    help = "Nhập bài viết từ tệp JSONL (mỗi dòng một bài; chạy lại không tạo bài trùng)."

    def add_arguments(self, parser):
        """The file, and whether missing sections, units and authors are made."""
        parser.add_argument("file", type=Path, help="tệp .jsonl, mã UTF-8")
        parser.add_argument(
            "--create", action="store_true", help="tạo chuyên mục, đơn vị, tác giả còn thiếu"
        )

        parser.add_argument(
            "--convert-letters",
            action="store_true",
            help="chuyển chữ TCVN3, VNI sang Unicode; không có thì dòng đó bị từ chối",
        )

    def handle(self, *args, file, create, convert_letters, **options):
        """File every line, say what became of each, and number the archive pages."""
        counts, touched = Counter(), {}
        rows = self._progress(file, options["verbosity"])
        intake = Intake(file.parent, create, convert_letters)
        try:
            self._file_all(rows, intake, counts, touched)
        finally:
            for listing in touched.values():
                listing.rebuild()
        self._report(counts)

    def _file_all(self, rows, intake: Intake, counts: Counter, touched: dict) -> None:
        for number, line in rows:
            try:
                outcome, article = intake.file(line)
            except Unacceptable as refusal:
                outcome, article = "refused", None
                self.stderr.write(f"Dòng {number}: {refusal}")
            counts[outcome] += 1
            self._tell_legacy(number, outcome, intake, counts)
            counts["needs_work"] += bool(article and article.needs_work)
            # Unchanged ones too: an import that was killed left them without a page.
            if article and article.is_live:
                touched |= {listing.key: listing for listing in archive.listings_of(article)}

    def _tell_legacy(self, number: int, outcome: str, intake: Intake, counts: Counter) -> None:
        if intake.legacy and outcome in ("made", "changed"):
            counts["converted"] += 1
            self.stdout.write(f"Dòng {number}: {noted(intake.legacy)}")

    def _progress(self, file: Path, verbosity: int):
        try:
            total = sum(1 for _ in lines(file))
        except OSError as error:
            raise CommandError(f"Không đọc được {file}: {error.strerror}.") from error
        return tqdm(lines(file), total=total, unit=" bài", disable=None if verbosity else True)

    def _report(self, counts: Counter) -> None:
        self.stdout.write(
            f"Mới: {counts['made']}. Thay đổi: {counts['changed']}. "
            f"Không đổi: {counts['unchanged']}. Bị từ chối: {counts['refused']}."
        )
        if counts["converted"]:
            self.stdout.write(
                f"Có chữ được chuyển sang Unicode: {counts['converted']} bài. Hãy đọc lại."
            )
        if counts["needs_work"]:
            self.stdout.write(
                f"Cần bổ sung trước khi đăng: {counts['needs_work']} bài (xem ở Bàn làm việc)."
            )

"""manage.py snapshot: everything citizens see as files for any web server, and as an archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.operations.snapshot import taking

EVERY = 500


class Command(BaseCommand):
    """Reads only, through the citizens' own pages; may run beside the traffic."""

    help = "Chụp toàn bộ trang công dân thành tệp tĩnh cho mọi máy chủ web."

    def add_arguments(self, parser):
        """Where to, and whether an archive is wanted."""
        parser.add_argument("folder", type=Path, help="thư mục của bản lưu")
        parser.add_argument("--warc", type=Path, help="ghi thêm tệp WARC/1.1 (tên.warc.gz)")
        parser.add_argument("--replace", action="store_true", help="thay bản lưu đã có ở đó")

    def handle(self, *args, **options):
        """Take it, tell how far it is, and how much it was."""
        archive = options["warc"].resolve() if options["warc"] else None
        try:
            folder = options["folder"].resolve()
            count = taking.take(folder, archive, options["replace"], self._tell)
        except taking.Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"Không ghi được bản lưu: {error}") from error
        self.stdout.write(f"Đã chụp {count} địa chỉ vào {options['folder']}.")

    def _tell(self, count: int) -> None:
        if count // EVERY > getattr(self, "_told", 0):
            self._told = count // EVERY
            self.stderr.write(f"… {count} địa chỉ")

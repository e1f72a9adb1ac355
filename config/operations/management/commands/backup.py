"""manage.py backup: the database, pictures, attachments and settings, into a folder of backups."""

import signal
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.operations.backup import checking, keeping, making, manifest
from config.operations.backup.keeping import Policy
from config.operations.backup.making import Made
from config.operations.backup.store import Store
from config.operations.backup.trouble import Trouble, told
from config.operations.health import backups
from news.text.vietnamese import decimal, file_size, group_digits

USAGE = """\
Cách dùng:
  manage.py backup THƯ_MỤC           sao lưu vào thư mục (được tạo nếu chưa có)
  manage.py backup verify THƯ_MỤC    kiểm tra bản mới nhất (--name, --all: bản khác, mọi bản)
  manage.py backup list THƯ_MỤC      kể các bản đang có"""
NO_S3 = (
    "Chưa sao lưu thẳng lên S3 được. Hãy sao lưu vào một thư mục, rồi chép cả thư mục ấy đi "
    "(rclone, restic …)."
)


class Command(BaseCommand):
    """One command; what it takes besides the folder are how many backups stay."""

    help = "Sao lưu cơ sở dữ liệu, ảnh, tệp đính kèm và cấu hình; kiểm tra, kể các bản sao lưu."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="+", metavar="[verify|list] THƯ_MỤC")
        parser.add_argument("--daily", type=int, default=7, help="giữ bản của bao nhiêu ngày (7)")
        parser.add_argument("--weekly", type=int, default=5, help="của bao nhiêu tuần (5)")
        parser.add_argument("--monthly", type=int, default=12, help="của bao nhiêu tháng (12)")
        parser.add_argument("--keep-all", action="store_true", help="không xoá bản cũ nào")
        parser.add_argument("--name", default="", help="verify: tên của bản cần kiểm tra")
        parser.add_argument("--all", action="store_true", help="verify: kiểm tra mọi bản")

    def handle(self, *args, words, **options):
        """Do what was asked; fail with a sentence."""
        action, folder = ("make", *words) if len(words) == 1 else (*words, "")[:2]
        work = {"make": self._make, "verify": self._verify, "list": self._list}.get(action)
        if work is None or len(words) > 2:
            raise CommandError(USAGE)
        if "://" in folder:
            raise CommandError(NO_S3)
        try:
            with told(Path(folder)):
                work(Path(folder), options)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _make(self, folder, options):
        started = time.monotonic()
        store = making.prepare(folder)
        with store.locked(alone=True), _stoppable():
            made = making.make(store, self.stdout.write)
            backups.note(len(made.manifest.files), made.manifest.size)
            self._tell(made, time.monotonic() - started)
            if not options["keep_all"]:
                self._put_away(store, options)

    def _tell(self, made: Made, seconds: float):
        found = made.manifest
        new = f"chép mới {group_digits(made.copied)} tệp, {file_size(made.copied_bytes)}"
        self.stdout.write(
            f"Cơ sở dữ liệu: {len(found.tables)} bảng, {group_digits(found.rows)} dòng\n"
            f"Ảnh và tệp đính kèm: {group_digits(len(found.files))} tệp, {file_size(found.size)}; "
            f"{new if made.copied else 'không có tệp mới'}\n"
            f"Xong sau {decimal(seconds, 1)} giây: {made.path}"
        )
        if found.missing:
            names = ", ".join(f"{root}/{name}" for root, name in found.missing[:5])
            self.stderr.write(
                f"CHÚ Ý: {len(found.missing)} tệp có trong cơ sở dữ liệu nhưng không còn trên ổ "
                f"đĩa, nên không có trong bản sao lưu: {names} …"
            )

    def _put_away(self, store: Store, options):
        policy = Policy(*(max(0, options[key]) for key in ("daily", "weekly", "monthly")))
        gone = keeping.put_away(store, policy)
        if gone:
            self.stdout.write(f"Đã xoá {gone} bản cũ; còn {len(store.backups())} bản.")

    def _verify(self, folder, options):
        store = Store.existing(folder)
        with store.locked(alone=False):
            newest = checking.chosen(store, options["name"])
            troubles = [
                trouble
                for path in (store.backups() if options["all"] else [newest])
                if (trouble := self._verified(store, path))
            ]
        if troubles:
            raise Trouble("\n".join(troubles))

    def _verified(self, store: Store, path: Path) -> str:
        """One damaged backup does not hide the others."""
        try:
            found = checking.whole(store, path)
        except Trouble as trouble:
            return str(trouble)
        self.stdout.write(
            f"{path.name} nguyên vẹn: {group_digits(found.rows)} dòng, "
            f"{group_digits(len(found.files))} tệp."
        )
        return ""

    def _list(self, folder, options):
        store = Store.existing(folder)
        for path in store.backups():
            dump = path / manifest.DUMP
            size = file_size(dump.stat().st_size) if dump.is_file() else "?"
            self.stdout.write(f"{path.name}  cơ sở dữ liệu {size}")
        self.stdout.write(f"{len(store.backups())} bản trong {folder}")


@contextmanager
def _stoppable():
    """A service that is stopped leaves nothing half-made, as after Ctrl-C."""
    former = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _stop(signum, frame):
    raise SystemExit("Đã dừng sao lưu giữa chừng. Các bản sao lưu trước còn nguyên.")

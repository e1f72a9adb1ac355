"""manage.py backup: the database, pictures, attachments and settings, into a folder of backups."""

import signal
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

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
  manage.py backup list THƯ_MỤC      kể các bản đang có (hoặc: list s3://KHO/CHỖ)
  manage.py backup push THƯ_MỤC s3://KHO/CHỖ     chép những bản chưa có lên S3
  manage.py backup fetch s3://KHO/CHỖ THƯ_MỤC    lấy bản mới nhất (--name: bản khác) về thư mục"""
S3_FIRST = (
    "S3 chỉ nhận bản đã sao lưu vào một thư mục. Hãy chạy «manage.py backup THƯ_MỤC», rồi "
    "«manage.py backup push THƯ_MỤC s3://…»."
)
NO_S3 = "Máy này chưa có thư viện S3: pip install --require-hashes -r requirements/s3.txt"
# Imported when it is asked for: most portals have no library for S3.
OFFSITE = "config.operations.backup.offsite.Offsite"
# What each asks for: a folder, or (True) a place on S3.
FAR = {
    "make": {(False,)},
    "verify": {(False,)},
    "list": {(False,), (True,)},
    "push": {(False, True)},
    "fetch": {(True, False)},
}


class Command(BaseCommand):
    """One command; what it takes besides the folder are how many backups stay."""

    help = "Sao lưu cơ sở dữ liệu, ảnh, tệp đính kèm và cấu hình; kiểm tra, kể các bản sao lưu."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="+", metavar="[verify|list|push|fetch] THƯ_MỤC")
        parser.add_argument("--daily", type=int, default=7, help="giữ bản của bao nhiêu ngày (7)")
        parser.add_argument("--weekly", type=int, default=5, help="của bao nhiêu tuần (5)")
        parser.add_argument("--monthly", type=int, default=12, help="của bao nhiêu tháng (12)")
        parser.add_argument("--keep-all", action="store_true", help="không xoá bản cũ nào")
        parser.add_argument("--name", default="", help="verify, fetch: tên của bản cần")
        parser.add_argument("--all", action="store_true", help="verify: kiểm tra mọi bản")

    def handle(self, *args, words, **options):
        """Do what was asked; fail with a sentence."""
        action, *places = ("make", *words) if len(words) == 1 else words
        far = tuple(map(_is_far, places))
        if far not in FAR.get(action, ()):
            raise CommandError(S3_FIRST if far == (True,) else USAGE)
        folder = Path(next((place for place in places if not _is_far(place)), "."))
        try:
            with told(folder):
                getattr(self, f"_{action}")(folder, options, *filter(_is_far, places))
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

    def _list(self, folder, options, address=""):
        if address:
            names = _offsite(address).backups()
            self.stdout.write("\n".join([*names, f"{len(names)} bản trong {address}"]))
            return
        store = Store.existing(folder)
        for path in store.backups():
            dump = path / manifest.DUMP
            size = file_size(dump.stat().st_size) if dump.is_file() else "?"
            self.stdout.write(f"{path.name}  cơ sở dữ liệu {size}")
        self.stdout.write(f"{len(store.backups())} bản trong {folder}")

    def _push(self, folder, options, address):
        store, offsite = Store.existing(folder), _offsite(address)
        with store.locked(alone=False):
            copied = offsite.push(store)
        backups.note_offsite()
        size = f" ({file_size(copied.size)})" if copied.files else ""
        self.stdout.write(
            f"Đã chép {copied.backups} bản sao lưu mới, {group_digits(copied.files)} tệp mới{size} "
            f"lên {address}; ở đó có {len(offsite.backups())} bản."
        )

    def _fetch(self, folder, options, address):
        offsite, store = _offsite(address), Store.prepared(folder)
        with store.locked(alone=True):
            store.sweep()
            backup = offsite.fetch(store, options["name"])
        self.stdout.write(f"Đã lấy {backup.name} về {folder}; đã đọc lại từng byte, nguyên vẹn.")


def _is_far(place: str) -> bool:
    return "://" in place


def _offsite(address: str):
    try:
        return import_string(OFFSITE)(address)
    except ImportError as missing:
        raise Trouble(NO_S3) from missing


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

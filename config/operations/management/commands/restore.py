"""manage.py restore: a backup into an empty database and empty folders, compared afterwards."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.operations.backup import checking, configuration, restoring, target
from config.operations.backup.comparing import Compared
from config.operations.backup.manifest import MANIFEST, Manifest
from config.operations.backup.store import Store
from config.operations.backup.trouble import Trouble, told
from news.text.vietnamese import group_digits

OTHER_KEY = (
    "CHÚ Ý: SECRET_KEY ở đây khác lúc sao lưu. Mã xác minh hai bước của mọi người sẽ không dùng "
    "được. Hãy đặt SECRET_KEY cũ (hoặc ghi nó vào SECRET_KEY_FALLBACKS) trước khi mở cổng."
)


class Command(BaseCommand):
    """Never writes over anything."""

    help = "Phục hồi từ bản sao lưu vào cơ sở dữ liệu trống và thư mục trống, rồi so lại."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục sao lưu")
        parser.add_argument("--name", default="", help="tên bản sao lưu (không ghi: bản mới nhất)")

    def handle(self, *args, folder, name, **options):
        """Restore, print what was compared, and say what is left to do."""
        try:
            with told(folder):
                self._restore(*_place(folder, name))
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _restore(self, store: Store, name: str):
        with store.locked(alone=False):
            backup = checking.chosen(store, name)
            self.stdout.write(f"Bản sao lưu {backup.name}")
            found, compared = restoring.restore(store, backup, self.stdout.write)
        self._tell(compared)
        restoring.require_same(compared)
        self._advise(found)

    def _tell(self, compared: list[Compared]):
        for one in compared:
            outcome = f"{len(one.differing)} KHÁC" if one.differing else "giống hệt"
            self.stdout.write(f"  {one.what:<24} {group_digits(one.count):>9}   {outcome}")

    def _advise(self, found: Manifest):
        self.stdout.write("Đã phục hồi xong. Mọi người phải đăng nhập lại.")
        if target.waiting_migrations():
            self.stdout.write("Bản phần mềm này mới hơn: hãy chạy manage.py migrate.")
        if found.missing:
            self.stderr.write(f"CHÚ Ý: {len(found.missing)} tệp đã mất từ trước lúc sao lưu.")
        if not configuration.knows_key(found.key):
            self.stderr.write(OTHER_KEY)


def _place(folder: Path, name: str) -> tuple[Store, str]:
    """The folder of all backups, or that of one of them."""
    folder = folder.resolve()
    if (folder / MANIFEST).is_file() and not name:
        return Store.existing(folder.parent.parent), folder.name
    return Store.existing(folder), name

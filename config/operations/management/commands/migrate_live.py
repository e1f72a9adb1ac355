"""manage.py migrate_live: change tables while the portal is being used."""

from django.core.management.base import BaseCommand, CommandError

from config.operations.tables import live

GAVE_UP = (
    "Chưa sửa được bảng mà không bắt người dùng chờ quá 2 giây (đã thử {} lần). Bước còn dở chưa "
    "thay đổi gì. Hãy thử lại lúc vắng người, hoặc dừng trang một lát: release.sh up --stop."
)


class Command(BaseCommand):
    """As `migrate`, except that it gives way to whoever waits, and tries again."""

    help = (
        "Sửa bảng trong lúc trang đang chạy: không ai phải chờ quá 2 giây; nếu vướng thì thử lại."
    )

    def add_arguments(self, parser):
        """How often, and how long between."""
        parser.add_argument("--tries", type=int, default=5, help="số lần thử (5)")
        parser.add_argument("--pause", type=float, default=5.0, help="nghỉ giữa hai lần, giây (5)")

    def handle(self, *args, tries, pause, verbosity, **options):
        """Apply everything that waits."""
        try:
            turns = live.migrate(tries, pause, verbosity=verbosity, stdout=self.stdout)
        except live.GaveUp as gave_up:
            raise CommandError(GAVE_UP.format(tries)) from gave_up
        if turns > 1:
            self.stdout.write(f"Xong sau {turns} lần thử.")

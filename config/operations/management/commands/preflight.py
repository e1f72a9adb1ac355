"""manage.py preflight: look before an installation or an upgrade, and say plainly what is wrong."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from config.operations.preflight import configuration, machine, migrations, pages, server
from config.operations.preflight.finding import Finding, Level

WIDTH = max(map(len, Level))


class Command(BaseCommand):
    """Changes nothing; fails when something has to be repaired first."""

    help = "Xem máy, cơ sở dữ liệu, cấu hình và những thay đổi bảng đang chờ, trước khi nâng cấp."
    # It finds out itself, and goes on.
    requires_system_checks = []

    def add_arguments(self, parser):
        """What else to look at."""
        parser.add_argument("--pages", action="store_true", help="dựng thử vài trang của bản này")
        parser.add_argument("--only-pages", action="store_true", help="chỉ dựng thử vài trang")
        parser.add_argument("--stopped", action="store_true", help="trang sẽ dừng lúc sửa bảng")

    def handle(self, *args, stopped, only_pages, **options):
        """One line for each finding."""
        broken = 0
        looked = pages.look() if only_pages else _findings(stopped, options["pages"])
        for found in looked:
            self.stdout.write(f"{found.level:<{WIDTH}}  {found.about}: {found.text}")
            broken += found.level == Level.BROKEN
        if broken:
            raise CommandError(f"Có {broken} việc phải sửa trước.")


def _findings(stopped: bool, with_pages: bool) -> Iterable[Finding]:
    yield from machine.look()
    yield from configuration.look()
    reached, found = server.look()
    yield from found
    if reached:
        yield from migrations.look(stopped)
        # Before its tables are there no page can be made.
        yield from pages.look() if with_pages else ()

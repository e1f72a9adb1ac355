"""manage.py tick: do what is due by the clock, once or every so many seconds."""

import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection

from news import due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Only one of them works at a time; a second one waits or, without --loop, goes away."""

    help = "Làm những việc đến giờ: đăng bản sửa đã hẹn, nhắc việc, gom thư, dọn đồ cũ."

    def add_arguments(self, parser):
        """--loop keeps it running."""
        parser.add_argument("--loop", type=float, metavar="GIÂY", help="chạy mãi, cách mỗi GIÂY")

    def handle(self, *args, **options):
        """Once, saying what was done; or until it is told to stop, outliving the database's
        restarts. The errand in hand is finished first."""
        self.stop = Event()
        if options["loop"] is None:
            self._once()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        while not self.stop.is_set():
            self._outlive()
            self.stop.wait(options["loop"])
        logger.info("tick stops")

    def _outlive(self) -> None:
        try:
            self._once(quiet=True)
        except (DatabaseError, InterfaceError, CommandError):
            logger.exception("tick failed")
            connection.close()

    def _once(self, quiet=False) -> None:
        with due.alone() as mine:
            done = due.everything(self.stop.is_set) if mine else {}
        if not mine and not quiet:
            self.stdout.write("Một tiến trình khác đang làm.")
        if any(done.values()) or not quiet:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
        failed = [name for name, count in done.items() if count is None]
        if failed:
            raise CommandError(f"Chưa làm được: {', '.join(failed)}. Xem nhật ký.")

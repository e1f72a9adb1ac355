"""`manage.py health`: how the portal is, for a technician, cron, and programs like Nagios."""

import json
import logging
import sys

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from config.operations.health import certificate, checks, telling

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """One line for each check; the exit code is that of the worst: 0 good, 1 look, 2 broken."""

    help = "Tình trạng hệ thống. Mã thoát: 0 tốt, 1 cần xem, 2 hỏng."

    def add_arguments(self, parser):
        """--json for programs."""
        parser.add_argument("--json", action="store_true", help="in JSON cho chương trình khác")

    def handle(self, *args, **options):
        """Look, tell, and end with the code."""
        try:
            certificate.note(anew=True)
        except DatabaseError:
            logger.exception("what the certificate says could not be written down")
        told = telling.told(checks.all_results())
        text = json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else None
        self.stdout.write(text or "\n".join(telling.lines(told)))
        sys.exit(telling.code(told))

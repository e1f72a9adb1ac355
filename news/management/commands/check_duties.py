"""manage.py check_duties: say what the law asks of the portal and is not there yet."""

import sys

from django.core.management.base import BaseCommand

from news import obligations


class Command(BaseCommand):
    """Looks only; ends with 1 while something lacks, so that a monitor can ask."""

    help = "Liệt kê những việc pháp luật yêu cầu mà cổng còn thiếu; còn thiếu thì mã thoát là 1."

    def handle(self, *args, **options):
        """Print every lack under its duty."""
        results = [result for result in obligations.results() if result.lacks]
        for result in results:
            self.stdout.write(f"{result.check.title} ({result.check.source})")
            for lack in result.lacks:
                self.stdout.write(f"  - {lack.text}")
        if results:
            sys.exit(1)
        self.stdout.write("Không còn thiếu việc nào.")

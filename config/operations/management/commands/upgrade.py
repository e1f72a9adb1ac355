"""manage.py upgrade: everything between a release's files and its readers, in one process."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Looks first, changes tables, brings the roles in line, and makes a few pages to see."""

    help = "Nâng cấp bảng cho bản này: xem trước, sửa, đồng bộ vai trò, dựng thử vài trang."
    # The look ahead finds out itself.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Whether anybody uses the portal meanwhile."""
        parser.add_argument("--stopped", action="store_true", help="trang đang dừng")

    def handle(self, *args, stopped, verbosity, **options):
        """One after the other; whatever fails ends it."""
        plain = {"verbosity": verbosity, "stdout": self.stdout}
        call_command("preflight", stopped=stopped, **plain)
        if stopped:
            call_command("migrate", interactive=False, **plain)
        else:
            call_command("migrate_live", **plain)
        call_command("sync_roles", **plain)
        call_command("preflight", only_pages=True, **plain)

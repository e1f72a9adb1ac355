"""manage.py sync_roles: bring the database's roles in line with accounts/roles.py."""

from django.core.management.base import BaseCommand

from accounts import roles


class Command(BaseCommand):
    """Safe to repeat; part of every upgrade."""

    help = "Đồng bộ các vai trò theo bảng accounts/roles.py (chạy lại bao nhiêu lần cũng được)."

    def handle(self, *args, **options):
        """Sync and say how many roles there are."""
        roles.sync()
        self.stdout.write(f"Đã đồng bộ {len(roles.ROLES)} vai trò.")

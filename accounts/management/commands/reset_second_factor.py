"""manage.py reset_second_factor: take a lost device off where there is no second administrator."""

from django.core.management.base import BaseCommand, CommandError

from accounts.factors import resetting
from accounts.models import User


class Command(BaseCommand):
    """For the technician, who has every access anyway; the record keeps that it was done."""

    help = "Gỡ xác minh hai bước của một tài khoản, khi không có người quản trị thứ hai."

    def add_arguments(self, parser):
        """Whose, and why."""
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--reason", required=True, help="lý do, được ghi vào nhật ký")

    def handle(self, *args, username, reason, **options):
        """Take everything off and say what there was."""
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản “{username}”.")
        if not reason.strip():
            raise CommandError("Hãy ghi lý do: --reason '…'.")
        before = resetting.by_technician(user, reason.strip()[:300])
        self.stdout.write(
            f"Đã gỡ {len(before['factors'])} cách xác minh và {before['codes']} mã khôi phục "
            f"của {user}. Mọi phiên đăng nhập của người ấy đã kết thúc."
        )

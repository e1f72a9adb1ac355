"""manage.py first_admin: let the first person into a new portal."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import places
from accounts.models import User
from config.operations import first_admin

TOLD = """Đã lập tài khoản quản trị hệ thống cho {name}.

  Mở trang:        {page}
  Tên đăng nhập:   {username}
  Mã dùng một lần: {code}

Mã chỉ hiện lần này, dùng được một lần, trước {until}. Ở trang ấy người này tự chọn mật khẩu, sau đó
bật xác minh hai bước. Lỡ mất mã khi chưa dùng: chạy lại lệnh này để có mã mới.
Việc đầu tiên nên làm: tạo thêm một tài khoản quản trị hệ thống nữa cho người thứ hai.
"""


class Command(BaseCommand):
    """Refuses once there is an administrator; before the code was used it gives another one."""

    help = "Lập tài khoản quản trị đầu tiên và in mã dùng một lần (chỉ khi chưa có ai quản trị)."

    def add_arguments(self, parser):
        """Who it is."""
        parser.add_argument("--username", default="quantri", help="tên đăng nhập (quantri)")
        parser.add_argument("--full-name", required=True, help="họ và tên, có dấu")
        parser.add_argument("--email", default="", help="thư điện tử, nếu có")

    def handle(self, *args, username, full_name, email, **options):
        """Make it and tell the code once, on the screen only."""
        user = User(username=username, full_name=full_name, email=email)
        try:
            user.clean_fields(exclude=["password"])
            made = first_admin.make(user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except first_admin.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_told(made))


def _told(made: first_admin.Made) -> str:
    return TOLD.format(
        name=made.user.full_name,
        username=made.user.username,
        code=made.code,
        page=places.address_of("ma-mot-lan"),
        until=f"{timezone.localtime(made.until):%H:%M ngày %d/%m/%Y}",
    )

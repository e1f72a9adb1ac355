"""manage.py check_record: prove that nobody changed the records behind our back."""

from django.core.management.base import BaseCommand, CommandError

from accounts import record as accounts_record
from news import record


class Command(BaseCommand):
    """Prints the length and the seal of both, to be noted elsewhere; fails when a row is wrong."""

    help = "Kiểm tra nhật ký bài viết và nhật ký tài khoản còn nguyên vẹn; in số dòng, dấu cuối."

    def handle(self, *args, **options):
        """Check both once, also when the first is broken."""
        checked = {
            "Nhật ký bài viết": record.check(),
            "Nhật ký tài khoản": accounts_record.check(),
        }
        for name, found in checked.items():
            if found.broken_at is None:
                self.stdout.write(f"{name} nguyên vẹn: {found.length} dòng, dấu {found.seal}")
        broken = {n: found for n, found in checked.items() if found.broken_at is not None}
        if broken:
            raise CommandError(" ".join(map(_sentence, broken, broken.values())))


def _sentence(name: str, found) -> str:
    return (
        f"{name} không còn nguyên vẹn từ dòng {found.broken_at}: có dòng bị sửa, bị bỏ hoặc được "
        "thêm ngoài phần mềm."
    )

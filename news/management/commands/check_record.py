"""manage.py check_record: prove that nobody changed the records behind our back."""

from django.core.management.base import BaseCommand, CommandError

from accounts import record as accounts_record
from news import record
from news.site import record as site_record


class Command(BaseCommand):
    """Prints length and seal of each, to be noted elsewhere; fails when a row is wrong."""

    help = "Kiểm tra nhật ký bài viết, tài khoản và trang còn nguyên vẹn; in số dòng, dấu cuối."

    def handle(self, *args, **options):
        """Check each once, also when another is broken."""
        checked = {
            "Nhật ký bài viết": record.check(),
            "Nhật ký tài khoản": accounts_record.check(),
            "Nhật ký trang": site_record.check(),
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

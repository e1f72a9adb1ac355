"""manage.py check_record: prove that nobody changed the record of moves behind our back."""

from django.core.management.base import BaseCommand, CommandError

from news import record


class Command(BaseCommand):
    """Prints the length and the seal, to be noted elsewhere; fails when a row is wrong."""

    help = "Kiểm tra nhật ký bài viết còn nguyên vẹn; in số dòng và dấu của dòng cuối."

    def handle(self, *args, **options):
        """Check once."""
        found = record.check()
        if found.broken_at is not None:
            raise CommandError(
                f"Nhật ký không còn nguyên vẹn từ dòng {found.broken_at}: có dòng bị sửa, "
                "bị bỏ hoặc được thêm ngoài phần mềm."
            )
        self.stdout.write(f"Nhật ký nguyên vẹn: {found.length} dòng, dấu {found.seal}")

"""Deletes files that were sent but that no version of any article names, after some days."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction
from django.utils import timezone

from news import attachments
from news.media.attachments import delete

DAYS = 7


class Command(BaseCommand):
    """Run it now and then: a file is sent before its article is saved, and some never are."""

    help = "Xoá tệp đã tải lên mà không bài nào dùng."

    def add_arguments(self, parser):
        """How long a file may wait for its article."""
        parser.add_argument("--days", type=int, default=DAYS, help=f"mặc định {DAYS} ngày")

    def handle(self, *args, **options):
        """Each by itself."""
        before = timezone.now() - timedelta(days=options["days"])
        found = attachments.unused().filter(uploaded_at__lt=before)
        count = sum(map(_is_deleted, found))
        self.stdout.write(f"Đã xoá {count} tệp không dùng.")


def _is_deleted(attachment) -> bool:
    try:
        with transaction.atomic():
            delete(attachment)
    except IntegrityError:
        # Somebody attached it at this very moment: it stays.
        return False
    return True

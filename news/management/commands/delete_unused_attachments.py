"""Deletes files that were sent but that no version of any article names, after some days."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import transaction
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
        """Each by itself; the database refuses one that was attached at this moment."""
        before = timezone.now() - timedelta(days=options["days"])
        found = list(attachments.unused().filter(uploaded_at__lt=before))
        for each in found:
            with transaction.atomic():
                delete(each)
        self.stdout.write(f"Đã xoá {len(found)} tệp không dùng.")

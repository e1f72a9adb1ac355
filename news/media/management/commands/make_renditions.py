"""manage.py make_renditions: make the smaller files of pictures that do not have them."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news.media import renditions, tasks
from news.media.models import Image, RenditionState


class Command(BaseCommand):
    """Works by itself, beside or without the worker; may be stopped and run again at any time."""

    help = "Tạo bản thu nhỏ cho những ảnh chưa có (sau khi nhập ảnh, đổi cỡ, hoặc sửa lỗi)."

    def add_arguments(self, parser):
        """Which pictures, and whether only to queue them."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="làm lại tất cả, kể cả ảnh đã có")
        which.add_argument("--failed", action="store_true", help="chỉ thử lại những ảnh bị lỗi")
        which.add_argument(
            "--queue",
            action="store_true",
            help="chỉ xếp hàng những ảnh đang dở cho tiến trình nền (khi khởi động nó)",
        )

    def handle(self, *args, **options):
        """Make them one by one, or queue them; what cannot be made is named at the end."""
        if options["queue"]:
            self.stdout.write(f"Đã xếp hàng {tasks.queue_missing()} ảnh.")
            return
        numbers = list(_wanted(options["all"], options["failed"]))
        quiet = None if options["verbosity"] else True
        failed = sum(
            not self._made(pk, options["all"])
            for pk in tqdm(numbers, desc="Thu nhỏ ảnh", unit=" ảnh", disable=quiet)
        )
        self.stdout.write(f"Đã làm {len(numbers) - failed} ảnh; {failed} ảnh lỗi.")
        if failed:
            raise CommandError("Sửa nguyên nhân rồi chạy: manage.py make_renditions --failed")

    def _made(self, pk: int, anew: bool) -> bool:
        image = Image.objects.get(pk=pk)
        # Somebody asks for it: earlier attempts do not count.
        image.rendition_attempts = tasks.TRIES - 1
        try:
            tasks.attempt(image, anew)
        except Exception as error:
            self.stderr.write(f"Ảnh {pk} ({image}): {tasks.reason(error)}")
            return False
        return True


def _wanted(everything: bool, failed: bool) -> Iterator[int]:
    rows = Image.objects.order_by("pk")
    if failed:
        rows = rows.filter(rendition_state=RenditionState.FAILED)
    elif not everything:
        rows = rows.exclude(rendition_state=RenditionState.FAILED)
    for image in rows.iterator():
        if everything or failed or not _finished(image):
            yield image.pk


def _finished(image: Image) -> bool:
    return image.rendition_state == RenditionState.READY and renditions.is_current(image)

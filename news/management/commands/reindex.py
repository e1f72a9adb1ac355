"""manage.py reindex: make the rows that are searched, for articles that have none or an old one.

Citizens and staff look in one table each: news/search/index.py, news/finding/index.py.
"""

import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from news.finding import index as finding
from news.models import Article
from news.search import counting, index


class Command(BaseCommand):
    """Begins where it was stopped, because it asks each time what is still missing."""

    help = (
        "Lập chỉ mục tìm kiếm cho những bài còn thiếu. Dừng lúc nào cũng được: chạy lại là "
        "làm tiếp. Người đọc vẫn tìm được trong lúc chạy."
    )

    def add_arguments(self, parser):
        """Everything anew, and from where."""
        parser.add_argument("--all", action="store_true", help="lập lại cho mọi bài")
        parser.add_argument(
            "--after", type=int, default=0, metavar="SỐ", help="cùng --all: làm tiếp sau bài số này"
        )

    def handle(self, *args, all, after, **options):
        """Make rows batch by batch, each in a transaction of its own."""
        dropped = index.left_over().delete()[0] + finding.left_over().delete()[0]
        numbers = _all(after) if all else _missing()
        # Into a log a line now and then, on a screen a bar that moves.
        pace = {"mininterval": 0.2 if sys.stderr.isatty() else 30, "unit": " bài"}
        bar = tqdm(total=len(numbers), disable=not options["verbosity"], **pace)
        for first in range(0, len(numbers), index.BATCH):
            batch = numbers[first : first + index.BATCH]
            try:
                index.make(batch)
                finding.make(batch)
            except KeyboardInterrupt:
                bar.close()
                self._stopped(all, first and numbers[first - 1])
                return
            bar.update(len(batch))
        bar.close()
        while counting.catch_up():
            pass
        if options["verbosity"]:
            self.stdout.write(f"Đã lập mục cho {len(numbers)} bài, bỏ {dropped} mục thừa.")

    def _stopped(self, all: bool, last: int) -> None:
        again = f"reindex --all --after {last}" if all else "reindex"
        self.stdout.write(f"Đã dừng. Làm tiếp bằng: manage.py {again}")


def _all(after: int) -> list[int]:
    return list(Article.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True))


def _missing() -> list[int]:
    """What citizens cannot find yet, then what the staff cannot."""
    rows = (index.outdated(), finding.missing())
    return list(dict.fromkeys(pk for each in rows for pk in each.values_list("pk", flat=True)))

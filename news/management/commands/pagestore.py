"""`manage.py pagestore status|clear`: how well the page store works, and all pages made anew."""

from django.core.management.base import BaseCommand, CommandError

from news.pagestore import places
from news.pagestore.generations import BYPASS, HIT, KEPT, MISS, SAME

WORDS = {
    HIT: "trang có sẵn",
    SAME: "trang đọc lại thấy vẫn đúng",
    MISS: "phải dựng trang",
    BYPASS: "không qua kho",
    KEPT: "trang cũ còn đúng khi mất cơ sở dữ liệu",
}


class Command(BaseCommand):
    """The page store of this machine."""

    help = "Kho trang: status (tình hình), clear (bỏ mọi trang, dựng lại từ đầu)."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=("status", "clear"))

    def handle(self, *args, what, **options):
        generations = places.generations()
        if generations is None:
            raise CommandError(
                "Không mở được kho trang: kho đang tắt (PAGE_STORE=0), máy chủ web chưa chạy lần "
                "nào, hoặc tài khoản này không có quyền. Hãy chạy bằng tài khoản của cổng."
            )
        if what == "clear":
            generations.bump_all()
            self.stdout.write("Đã bỏ mọi trang trong kho; trang nào có người xem sẽ được dựng lại.")
            return
        # Numbers as they are written here: 0,4%.
        self.stdout.write("\n".join(self._status(generations)).replace(".", ","))

    def _status(self, generations):
        lasting, brief = places.sizes()
        yield f"Nghe được cơ sở dữ liệu: {'có' if generations.trusted else 'KHÔNG'}"
        yield f"Trang: {lasting[0]} ({lasting[1] / 2**20:.1f} MB)"
        yield f"Lỗi và kết quả tìm: {brief[0]} ({brief[1] / 2**20:.1f} MB)"
        counts = generations.counts()
        answers = sum(counts.values()) or 1
        for kind, words in WORDS.items():
            yield f"{words.capitalize()}: {counts[kind]} ({counts[kind] / answers:.1%})"

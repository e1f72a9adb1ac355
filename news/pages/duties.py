"""The pages that the law, or a good habit, wants a portal to have: one table.

Each begins as a draft of guidance. What stands between [[ and ]] must be replaced before the page
can be sent on (news/checklist/guidance.py).
"""

from dataclasses import dataclass
from pathlib import Path

from news.models import Article

from .models import Page

TEXTS = Path(__file__).parent / "texts"
ABOUT = "gioi-thieu"
CONTACT = "lien-he"
PRESS = "nguoi-phat-ngon"
# The pages that name who is reached how.
REACHED = (CONTACT, PRESS)
PRIVACY = "du-lieu-ca-nhan"
ACCESS = "tro-giup-tiep-can"
DECREE = "Nghị định 224/2026, Điều 9 khoản 1 điểm {}"


@dataclass(frozen=True)
class Duty:
    """A page to have: its title and address, the duty of the page above, and who asks for it."""

    key: str
    title: str
    source: str
    under: str = ""

    @property
    def address(self) -> str:
        """The address it is offered under."""
        return f"{self.under}/{self.key}" if self.under else self.key

    @property
    def body(self) -> str:
        """What its draft says: what to write where."""
        return (TEXTS / f"{self.key}.html").read_text(encoding="utf-8")


_ABOUT = [
    ("bo-may", "Bộ máy tổ chức"),
    ("ban-do", "Bản đồ địa giới hành chính"),
    ("dieu-kien-tu-nhien", "Điều kiện tự nhiên"),
    ("lich-su", "Lịch sử hình thành"),
    ("truyen-thong-van-hoa", "Truyền thống văn hoá"),
    ("di-tich-danh-thang", "Di tích, danh thắng"),
    ("lanh-dao", "Lãnh đạo và nhiệm vụ"),
]
DUTIES = {
    duty.key: duty
    for duty in (
        Duty(ABOUT, "Giới thiệu", "Thông tư 32/2017, Điều 16 khoản 3"),
        *(Duty(key, title, DECREE.format("c"), ABOUT) for key, title in _ABOUT),
        Duty(CONTACT, "Liên hệ", "Nghị định 43/2011, Điều 10 (các cổng vẫn theo)"),
        Duty(
            PRESS,
            "Người phát ngôn và tài khoản mạng xã hội",
            "Nghị định 244/2026, Điều 4 và 5",
            CONTACT,
        ),
        Duty("thu-tuc-hanh-chinh", "Thủ tục hành chính", DECREE.format("a")),
        Duty("tiep-can-thong-tin", "Tiếp cận thông tin", "Nghị định 13/2018, Điều 11"),
        Duty(
            PRIVACY,
            "Chính sách bảo vệ dữ liệu cá nhân",
            "Luật 91/2025; Thông tư 25/2010, Điều 5 và 11",
        ),
        Duty("xu-ly-su-co", "Xử lý sự cố", "Tiêu chí chứng nhận Tín nhiệm mạng"),
        Duty(ACCESS, "Trợ giúp tiếp cận", "Nghị định 224/2026, Điều 10 khoản 3 điểm c"),
    )
}


def fulfilled() -> dict[str, Page]:
    """The page of each duty that has one, whatever its state; those that gave it up count not."""
    rows = Page.objects.exclude(duty="").select_related("article__category__parent")
    return {row.duty: row for row in rows if not _over(row.article)}


def missing() -> list[Duty]:
    """The duties without a page, in the order of the table."""
    done = fulfilled()
    return [duty for duty in DUTIES.values() if duty.key not in done]


def _over(article: Article) -> bool:
    """In the bin or rejected for good: the next page of the duty takes its place."""
    return article.binned_at is not None or article.is_rejected_for_good

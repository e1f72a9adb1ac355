"""The standing pages of the demonstration: which, what they say, and where each stands."""

from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "standing"


@dataclass(frozen=True)
class Standing:
    """A page by its title, the last part of its address, and the page above it. Where one of the
    same address is a duty of the portal, this one fulfils it."""

    title: str
    key: str
    above: str = ""
    in_footer: bool = True

    @property
    def body(self) -> str:
        """What it says."""
        return (TEXTS / f"{self.key}.html").read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        """Its whole address."""
        return f"{self.above}/{self.key}" if self.above else self.key


PAGES = (
    Standing("Giới thiệu", "gioi-thieu"),
    Standing("Bộ máy tổ chức", "bo-may", above="gioi-thieu", in_footer=False),
    Standing("Điều kiện tự nhiên", "dieu-kien-tu-nhien", above="gioi-thieu", in_footer=False),
    Standing("Lịch sử hình thành", "lich-su", above="gioi-thieu", in_footer=False),
    Standing("Liên hệ", "lien-he"),
    Standing("Trợ giúp tiếp cận", "tro-giup-tiep-can"),
    Standing("Chính sách bảo vệ dữ liệu cá nhân", "du-lieu-ca-nhan"),
    Standing("Xử lý sự cố", "xu-ly-su-co"),
)
# The group of links in the footer under which those stand.
GROUP = "Về trang này"

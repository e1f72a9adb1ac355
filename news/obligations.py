"""What the law asks of the portal and is not there yet: a table of small checks (R14 to R22, R35,
R53).

A check takes nothing and yields what lacks, each with what to do and where. The administrator's
screen, the number on the desk and `manage.py check_duties` ask the same table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from news import desk, standing
from news.models import Article, Category
from news.pages import duties, sections
from news.site import reaching
from news.site.models import Portal

# A statement that nobody has looked at for so long is no longer known to be true.
STALE = timedelta(days=365)
MOST_PICTURES = 20
FACTS = {
    "owner": "cơ quan chủ quản",
    "responsible": "người chịu trách nhiệm nội dung",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "email": "thư điện tử",
}
# Which right opens the place where something is mended.
PORTAL, WRITE, SECTIONS = "site.change_portal", "news.view_article", "news.change_category"
WHOSE = {
    PORTAL: "Việc của quản trị hệ thống.",
    WRITE: "Việc của toà soạn: mở “Trang” trong trình đơn.",
    SECTIONS: "Việc của thư ký biên tập hoặc người xuất bản.",
    "": "Việc của người cài đặt máy chủ.",
}


@dataclass(frozen=True)
class Lack:
    """Something that is not there: a sentence, and where it is mended by whom."""

    text: str
    address: str = ""
    button: str = ""
    right: str = ""

    @property
    def whose(self) -> str:
        """Whose work it is, for those who may not do it."""
        return WHOSE[self.right]


@dataclass(frozen=True)
class Check:
    """One duty, who asks for it, and what looks whether it is fulfilled."""

    key: str
    title: str
    source: str
    lacks: Callable[[], Iterator[Lack]]


@dataclass(frozen=True)
class Result:
    """A check with what it found."""

    check: Check
    lacks: list[Lack]


def results() -> list[Result]:
    """Every check with what it found, in the order of the table."""
    return [Result(check, list(check.lacks())) for check in CHECKS]


def count() -> int:
    """How many things lack."""
    return sum(len(result.lacks) for result in results())


def facts() -> Iterator[Lack]:
    """What the footer must say (R20)."""
    portal = Portal.objects.filter(pk=1).first() or Portal()
    for name, words in FACTS.items():
        if not getattr(portal, name):
            yield Lack(f"Chưa ghi {words}.", _portal(), "Ghi vào Thông tin trang", PORTAL)


def officials() -> Iterator[Lack]:
    """Citizens find whom to ask, and how (R35)."""
    rows = reaching.shown().officials
    if not rows:
        yield Lack("Trang “Liên hệ” chưa có cán bộ nào.", _officials(), "Ghi cán bộ", PORTAL)
    for row in rows:
        if not (row.phone or row.email):
            told = f"{row.name} chưa có điện thoại, thư điện tử."
            yield Lack(told, _officials(), "Sửa", PORTAL)


def voice() -> Iterator[Lack]:
    """The press finds who speaks for the office; readers, which accounts are its own (R22)."""
    reached = reaching.shown()
    if not reached.spokespeople:
        yield Lack("Chưa ghi ai là người phát ngôn.", _officials(), "Ghi người phát ngôn", PORTAL)
    if not (reached.accounts or Portal.objects.filter(pk=1, no_social_accounts=True).exists()):
        told = "Chưa ghi tài khoản mạng xã hội chính thức, cũng chưa ghi là không có."
        yield Lack(told, reverse("admin:site_portal_accounts"), "Ghi tài khoản", PORTAL)


def pages() -> Iterator[Lack]:
    """The pages of the duties are before citizens, each at an address that leads to it."""
    done = duties.fulfilled()
    for duty in duties.DUTIES.values():
        page = done.get(duty.key)
        if page is None:
            yield Lack(f"Chưa có trang “{duty.title}”.", _pages(), "Tạo từ mẫu", WRITE)
        elif not page.article.is_public():
            told = f"Trang “{page.article.title}” người dân chưa xem được: "
            told += f"{standing.sentence(page.article).lower()}."
            yield Lack(told, _article(page.article), "Mở trang", WRITE)


def shadowed() -> Iterator[Lack]:
    """After an upgrade another part of the portal may stand at the address of a page."""
    for page in Article.objects.pages().exclude(published_version=None).only("kind", "slug"):
        if not _leads_to_a_page(page.get_absolute_url()):
            told = f"Địa chỉ {page.get_absolute_url()} nay thuộc về phần khác của cổng."
            yield Lack(told, _article(page), "Mở trang", WRITE)


def missing_sections() -> Iterator[Lack]:
    """The sections of R16 and R17 are there, and those of R17 are shown."""
    for section, name in sections.missing():
        told = f"“{section.name} › {name}”" if name else f"“{section.name}”"
        yield Lack(f"Chưa có chuyên mục {told}.", _sections(), "Mở Chuyên mục", SECTIONS)
    hidden = Category.objects.filter(slug="cong-khai", visible=False)
    for row in hidden:
        told = f"Chuyên mục “{row.name}” đang ẩn, người dân không thấy."
        yield Lack(told, _section(row), "Cho hiện", SECTIONS)


def silence() -> Iterator[Lack]:
    """Something new on every working day (R53)."""
    if said := desk.silence():
        yield Lack(said, reverse("admin:news_article_changelist"), "Xem bài viết", WRITE)


def stale() -> Iterator[Lack]:
    """Promises to readers are read again once a year."""
    done = duties.fulfilled()
    for key in (duties.PRIVACY, duties.ACCESS):
        article = done[key].article if key in done else None
        if article and article.is_public() and _last_written(article) < timezone.now() - STALE:
            told = f"Trang “{article.title}” đã hơn một năm chưa xem lại."
            yield Lack(told, _article(article), "Mở trang", WRITE)


def undescribed() -> Iterator[Lack]:
    """Lead pictures that a blind reader learns nothing of; old articles may have brought them."""
    bare = Article.objects.filter(pk__in=Article.objects.public().news().values("pk"))
    bare = bare.filter(cover__isnull=False, cover_alt="", cover__decorative=False)
    for article in bare.order_by("-published_at").only("title")[:MOST_PICTURES]:
        told = f"Ảnh đại diện của bài “{article.title}” chưa có mô tả cho người khiếm thị."
        yield Lack(told, _article(article), "Mở bài", WRITE)


def unencrypted() -> Iterator[Lack]:
    """The portal is read over an encrypted line (R3)."""
    if not settings.SITE_URL.startswith("https://"):
        yield Lack("Địa chỉ của cổng (SITE_URL) chưa bắt đầu bằng https://.")


def _leads_to_a_page(path: str) -> bool:
    try:
        return resolve(path).url_name == "page"
    except Resolver404:
        return False


def _last_written(article: Article):
    return max(article.published_at, article.changed_at or article.published_at, article.updated_at)


def _portal() -> str:
    return reverse("admin:site_portal_changelist")


def _officials() -> str:
    return reverse("admin:site_portal_officials")


def _pages() -> str:
    return reverse("admin:news_article_pages")


def _sections() -> str:
    return reverse("admin:news_category_changelist")


def _section(row: Category) -> str:
    return reverse("admin:news_category_change", args=[row.pk])


def _article(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


LAW_OF_FACTS = "Nghị định 174/2026, Điều 93 khoản 1: thiếu thì bị phạt 10 đến 20 triệu đồng"
CHECKS = (
    Check("thong-tin", "Thông tin ở chân trang", LAW_OF_FACTS, facts),
    Check("can-bo", "Cán bộ liên hệ", "Nghị định 43/2011, Điều 10 (các cổng vẫn theo)", officials),
    Check("phat-ngon", "Người phát ngôn, mạng xã hội", "Nghị định 244/2026, Điều 4 và 5", voice),
    Check("trang", "Các trang phải có", "Nghị định 224/2026, Điều 9, 10 và văn bản khác", pages),
    Check("dia-chi-trang", "Địa chỉ của các trang", "Để người đọc tìm thấy trang", shadowed),
    Check("chuyen-muc", "Các chuyên mục phải có", sections.LAW, missing_sections),
    Check("tin-moi", "Tin mới mỗi ngày làm việc", "Quyết định 146/2017 (thông lệ)", silence),
    Check("cam-ket", "Xem lại lời hứa với người đọc", "Luật 91/2025; mỗi năm một lần", stale),
    Check("mo-ta-anh", "Mô tả ảnh", "Nghị định 224/2026, Điều 10 khoản 3 điểm c", undescribed),
    Check("ma-hoa", "Đường truyền mã hoá", "Thông tư 32/2017, Điều 20", unencrypted),
)

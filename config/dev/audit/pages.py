"""Which pages are judged: one of every kind that citizens meet, found by the links of the site."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from config.dev.audit.served import Site
from config.dev.audit.tools import FOLDER
from config.dev.console import Failure

# Kind, the page that leads there, and what the link looks like; a path alone where that is known.
ARTICLE = r'href="(/tin-tuc/[^"]+-\d+/)"'
KINDS = (
    ("Trang chủ", "/", ""),
    ("Tất cả tin", "/tin-tuc/", ""),
    ("Trang đánh số", "/tin-tuc/trang/1/", ""),
    ("Chuyên mục", "/so-do-cong/", r'href="(/tin-tuc/[a-z-]+/)"'),
    ("Bài viết", "/", ARTICLE),
    ("Đơn vị", "/so-do-cong/", r'href="(/don-vi/[^"]+/)"'),
    ("Tác giả", "Bài viết", r'href="(/tac-gia/[^"]+/)"'),
    ("Từ khoá", "Bài viết", r'href="(/the/[^"]+/)"'),
    ("Dòng sự kiện", "/dong-su-kien/", r'href="(/dong-su-kien/[^"]+/)"'),
    ("Lưu trữ", "/tin-tuc/luu-tru/", ""),
    ("Đọc nhiều", "/doc-nhieu/", ""),
    ("Tìm kiếm", "/tim-kiem/", ""),
    ("Kết quả tìm kiếm", "/tim-kiem/?q=dan+van", ""),
    ("Giới thiệu", "/gioi-thieu/", ""),
    ("Liên hệ", "/lien-he/", ""),
    ("Đính chính", "/dinh-chinh/", ""),
    ("Kênh tin", "/rss/", ""),
    ("Cho chương trình", "/api/", ""),
    ("Sơ đồ cổng", "/so-do-cong/", ""),
    ("Đăng nhập", "/dang-nhap/", ""),
    ("Không có trang", "/khong-co-trang-nay/", ""),
)
LIGHTHOUSE = ("Trang chủ", "Tất cả tin", "Bài viết")
MISSING = "Không có trang"
FOLDER_OF_PAGES = FOLDER / "pages"


@dataclass(frozen=True)
class Page:
    """A page of a kind: where it is and the file that holds what it answered."""

    kind: str
    address: str
    file: Path

    @property
    def path(self) -> str:
        """Its address without the host."""
        return urlsplit(self.address).path


@dataclass(frozen=True)
class Found:
    """All that was read."""

    site: Site
    pages: list[Page]

    def of(self, *kinds: str) -> list[Page]:
        """The pages of these kinds."""
        return [page for page in self.pages if page.kind in kinds]


def read(site: Site) -> Found:
    """One page of every kind, kept as files. Failure: a kind that the site does not show."""
    FOLDER_OF_PAGES.mkdir(exist_ok=True)
    for old in FOLDER_OF_PAGES.glob("*.html"):
        old.unlink()
    pages: list[Page] = []
    for kind, where, link in KINDS:
        path = _linked(site, pages, where, link) if link else where
        pages.append(_kept(site, kind, path, len(pages)))
    return Found(site, pages)


def _linked(site: Site, pages: list[Page], where: str, link: str) -> str:
    """The first link of that look on a page (a path, or a kind that was read before)."""
    before = next((page.path for page in pages if page.kind == where), where)
    found = re.search(link, site.read(before)[1])
    if found is None:
        raise Failure(f"{before} không dẫn tới {link}")
    return unescape(found[1])


def _kept(site: Site, kind: str, path: str, number: int) -> Page:
    status, text = site.read(path)
    if status != (404 if kind == MISSING else 200):
        raise Failure(f"{path} trả lời {status}.")
    file = FOLDER_OF_PAGES / f"{number:02}.html"
    file.write_text(text, encoding="utf-8")
    return Page(kind, site.url + path, file)

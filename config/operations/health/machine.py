"""Checks of this machine: room on its disks, folders that take files, the page store."""

from pathlib import Path

from django.conf import settings

from config.operations import disks
from config.operations.health.finding import Finding, broken, good, in_words, look
from news.pagestore import places
from news.views.health import FOLDERS, takes_files

MB, GB = 2**20, 2**30
FULL, SHORT, SHORT_SHARE = 500 * MB, 2 * GB, 0.10
WORDS = {"default": "ảnh", "attachments": "tệp đính kèm"}
ROOM_DO = "Người phụ trách máy chủ dọn bản sao lưu và nhật ký cũ, hoặc thêm đĩa."


def room() -> Finding:
    """How much room is left where pictures and files lie; the tightest disk is told."""
    found = [_free(getattr(settings, name)) for name in FOLDERS.values()]
    free, share, nodes = (min(column) for column in zip(*found, strict=True))
    numbers = {"disk_free_bytes": free, "disk_free_share": round(share, 4)}
    numbers["disk_free_files_share"] = round(nodes, 4)
    says = f"Còn trống {in_words(free)} ({share:.0%})."
    if free < FULL or nodes < SHORT_SHARE / 10:
        return broken(f"Đĩa sắp đầy. {says}", ROOM_DO, **numbers)
    if free < SHORT or share < SHORT_SHARE or nodes < SHORT_SHARE:
        return look(f"Đĩa còn ít chỗ. {says}", ROOM_DO, **numbers)
    return good(says, **numbers)


def folders() -> Finding:
    """Whether the folders, or buckets, of pictures and files take files."""
    shut = [words for store, words in WORDS.items() if not takes_files(store)]
    if shut:
        return broken(
            f"Không ghi được vào nơi chứa {' và '.join(shut)}: cán bộ chưa tải lên được.",
            "Người phụ trách máy chủ xem quyền của thư mục, và đĩa có đầy không.",
        )
    return good("Ghi được ảnh và tệp đính kèm.")


def page_store() -> Finding:
    """Whether finished pages are kept and handed out."""
    if not settings.PAGE_STORE:
        return good("Kho trang đang tắt: trang luôn được dựng mới.")
    counters = places.generations()
    if counters is None:
        return look(
            "Kho trang chưa chạy: trang đúng nhưng chậm hơn.",
            "Người phụ trách máy chủ xem máy chủ web có chạy không, "
            "thư mục kho trang có ghi được không.",
        )
    pages, brief = places.sizes()
    numbers = {"page_store_pages": pages[0] + brief[0], "page_store_bytes": pages[1] + brief[1]}
    numbers["page_store_listening"] = int(counters.trusted)
    if not counters.trusted:
        return look(
            "Kho trang không nghe được cơ sở dữ liệu: trang đúng nhưng chậm hơn.",
            "Chờ vài phút; nếu vẫn vậy, báo người phụ trách máy chủ xem PostgreSQL.",
            **numbers,
        )
    return good(f"{pages[0]} trang có sẵn ({in_words(pages[1])}).", **numbers)


def _free(folder: str) -> tuple[int, float, float]:
    """Bytes that are free, their share, and the share of files that can still be made."""
    disk = disks.of(Path(folder))
    # Some file systems make room for files as they need it, and count none.
    nodes = disk.f_favail / disk.f_files if disk.f_files else 1.0
    return disk.f_bavail * disk.f_frsize, disk.f_bavail / max(disk.f_blocks, 1), nodes

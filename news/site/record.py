"""Writing and checking the record of the frame: what may happen to it, in words."""

from dataclasses import dataclass

from accounts import seals
from accounts.models import User
from news.site.models import SiteEvent

ACTIONS = {
    "menu_begun": "Bắt đầu menu riêng",
    "menu_added": "Thêm mục menu",
    "menu_changed": "Sửa mục menu",
    "menu_moved": "Đổi thứ tự menu",
    "menu_removed": "Xoá mục menu",
    "menu_restored": "Lấy lại mục menu",
    "footer_added": "Thêm liên kết",
    "footer_changed": "Sửa liên kết",
    "footer_moved": "Đổi thứ tự liên kết",
    "footer_removed": "Xoá liên kết",
    "footer_restored": "Lấy lại liên kết",
    "banner_added": "Đặt băng thông báo",
    "banner_changed": "Sửa băng thông báo",
    "banner_ended": "Hạ băng thông báo",
    "outage_added": "Báo tạm ngừng",
    "outage_changed": "Sửa báo tạm ngừng",
    "outage_cancelled": "Thôi tạm ngừng",
    "front_begun": "Bắt đầu xếp trang chủ",
    "front_added": "Thêm khối trang chủ",
    "front_changed": "Sửa khối trang chủ",
    "front_moved": "Đổi thứ tự trang chủ",
    "front_removed": "Xoá khối trang chủ",
    "front_restored": "Lấy lại khối trang chủ",
    "official_added": "Thêm cán bộ liên hệ",
    "official_changed": "Sửa cán bộ liên hệ",
    "official_moved": "Đổi thứ tự cán bộ liên hệ",
    "official_removed": "Xoá cán bộ liên hệ",
    "official_restored": "Lấy lại cán bộ liên hệ",
    "account_added": "Thêm mạng xã hội",
    "account_changed": "Sửa mạng xã hội",
    "account_moved": "Đổi thứ tự mạng xã hội",
    "account_removed": "Xoá mạng xã hội",
    "account_restored": "Lấy lại mạng xã hội",
    "portal_changed": "Sửa thông tin trang",
    "pick_added": "Thêm gợi ý khi tìm",
    "pick_changed": "Sửa gợi ý khi tìm",
    "pick_removed": "Xoá gợi ý khi tìm",
    "pick_restored": "Lấy lại gợi ý khi tìm",
    "same_added": "Thêm từ đồng nghĩa",
    "same_changed": "Sửa từ đồng nghĩa",
    "same_removed": "Xoá từ đồng nghĩa",
    "same_restored": "Lấy lại từ đồng nghĩa",
}


@dataclass(frozen=True)
class Hand:
    """Who changes something: the person, their roles in words, and from where."""

    user: User
    role: str = ""
    address: str | None = None


def write(action: str, hand: Hand, note: str, before=None, after=None) -> SiteEvent:
    """Write a row in the transaction of what it tells of; `before` and `after` are columns by
    name. Raises KeyError for an action that the table does not know."""
    ACTIONS[action]
    return SiteEvent.objects.create(
        action=action,
        actor=hand.user,
        role=hand.role,
        address=hand.address,
        note=note,
        before=_plain(before or {}),
        after=_plain(after or {}),
    )


def columns(row) -> dict:
    """The columns of a row that its record keeps."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def check() -> seals.Findings:
    """Read the whole record and compare every seal."""
    return seals.check(SiteEvent, "site_event_hash")


def _plain(values: dict) -> dict:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }

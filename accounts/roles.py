"""The roles of the newsroom and what each may do: the one table, synced by `manage.py sync_roles`.

Where a role applies (which unit, which section) is an assignment in news.models, because
accounts knows nothing of news: permissions are named here as plain strings.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction

WRITE = ("news.view_article", "news.add_article", "news.change_article", "news.submit_article")
PICTURES = ("media.view_image", "media.add_image", "media.change_image")
FILES = ("media.view_attachment", "media.add_attachment", "media.change_attachment")
LOOK_UP = ("authors.view_unit", "authors.view_author", "news.view_category")
DESK = (
    *(*WRITE, *PICTURES, *FILES, *LOOK_UP),
    *("news.view_all_articles", "news.edit_submitted_article"),
    *("news.view_thread", "news.add_thread", "news.change_thread"),
)
DECIDE = (
    *("news.return_article", "news.decide_article", "news.publish_article"),
    *("news.publish_urgent_article", "news.withdraw_article"),
)
TAXONOMY = (
    *("news.add_category", "news.change_category"),
    *("authors.add_unit", "authors.change_unit", "authors.add_author", "authors.change_author"),
    *("addresses.view_redirect", "addresses.add_redirect"),
    *("addresses.change_redirect", "addresses.delete_redirect"),
)
RECORD = ("news.view_articleevent",)
# The frame of the citizens' site: menu, links, banners, front page, and the record of them.
SITE = (
    *("site.view_portal", "site.change_menuitem", "site.change_banner"),
    *("site.change_frontblock", "site.view_siteevent"),
    *("search.change_samewords", "search.change_recommendation"),
    "search.view_daysearches",
)
# Who puts things before citizens, or gives others rights: a stolen password alone opens nothing.
TWO_STEPS = ("accounts.must_use_second_factor",)
ACCOUNTS = (
    *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
    "accounts.view_accountevent",
    *("news.view_assignment", "news.add_assignment"),
    *("news.change_assignment", "news.delete_assignment"),
    "authors.view_unit",
    "news.view_category",
)


@dataclass(frozen=True)
class Role:
    """A role: its key, its name on the screen, its rank, its permissions and what it is for.

    `rank` orders who may manage whom: an account administrator (2) manages ranks below 2,
    a system administrator (3) manages everyone but himself.
    """

    key: str
    label: str
    rank: int
    permissions: tuple[str, ...]
    does: str = ""


ROLES = (
    Role(
        "contributor",
        "Cộng tác viên",
        1,
        (*WRITE, *PICTURES, *FILES, *LOOK_UP),
        "Viết bài của mình và gửi biên tập. Không thấy bài của người khác.",
    ),
    Role(
        "editor",
        "Biên tập viên",
        1,
        (*DESK, "news.return_article"),
        "Nhận, sửa, trả lại bài của người khác và trình duyệt.",
    ),
    Role(
        "secretary",
        "Thư ký biên tập",
        1,
        (*DESK, "news.return_article", *TAXONOMY, *SITE),
        "Như biên tập viên, và lo chuyên mục, đơn vị, tác giả, menu, băng thông báo, trang chủ, "
        "tìm kiếm.",
    ),
    Role(
        "approver",
        "Lãnh đạo duyệt",
        1,
        (*DESK, *DECIDE, *RECORD, *TWO_STEPS, "news.approve_article"),
        "Duyệt, xuất bản, gỡ bài. Phải xác minh hai bước.",
    ),
    Role(
        "publisher",
        "Người xuất bản",
        1,
        (*DESK, *DECIDE, *RECORD, *TWO_STEPS, *TAXONOMY, *SITE),
        "Xuất bản, gỡ bài; lo chuyên mục, đơn vị, tác giả, menu, băng thông báo, trang chủ, "
        "tìm kiếm. "
        "Phải xác minh hai bước.",
    ),
    Role(
        "account_admin",
        "Quản trị tài khoản",
        2,
        (*ACCOUNTS, *TWO_STEPS),
        "Tạo, khoá tài khoản, cấp mã, giao vai trò. Không đọc được bài chưa đăng.",
    ),
    Role(
        "system_admin",
        "Quản trị hệ thống",
        3,
        (
            *(*ACCOUNTS, *PICTURES, *LOOK_UP, *TAXONOMY, *RECORD, *TWO_STEPS),
            *(*SITE, "site.change_portal", "upkeep.handle_failures"),
        ),
        "Như quản trị tài khoản, và lo chuyên mục, đơn vị, tác giả, thông tin trang, menu, "
        "băng thông báo, trang chủ, tìm kiếm.",
    ),
)
BY_LABEL = {role.label: role for role in ROLES}


def rank(labels) -> int:
    """The highest rank among role labels (an iterable of str); 0 without any known role."""
    return max((BY_LABEL[label].rank for label in labels if label in BY_LABEL), default=0)


def may_manage(actor_rank: int, target_rank: int) -> bool:
    """Whether someone of actor_rank may touch the account or hand out the role of target_rank."""
    return actor_rank >= 2 and (actor_rank > target_rank or actor_rank == ROLES[-1].rank)


@transaction.atomic
def sync() -> None:
    """Make the database's groups equal the table above; safe to repeat.

    Raises Permission.DoesNotExist when the table names a permission that no app defines.
    """
    wanted = _permissions()
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.label)
        group.permissions.set([wanted[name] for name in role.permissions])


def _permissions() -> dict[str, Permission]:
    """Every permission the table names, read at once."""
    rows = Permission.objects.select_related("content_type")
    found = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    names = {name for role in ROLES for name in role.permissions}
    if lost := sorted(names - set(found)):
        raise Permission.DoesNotExist(f"No app defines {', '.join(lost)}.")
    return {name: found[name] for name in names}

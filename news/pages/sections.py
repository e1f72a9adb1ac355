"""The sections that readers and the law expect (R16, R17), and making those that are missing."""

from dataclasses import dataclass, field

from django.db import transaction

from news.models import Category
from news.text.vietnamese import fold, slugify

LAW = "Luật Thực hiện dân chủ ở cơ sở 10/2022, Điều 11"
DECREE = "Nghị định 43/2011, Điều 10 đến 13 (người đọc vẫn quen)"


@dataclass(frozen=True)
class Section:
    """A section with its sub-sections, and who asks for it."""

    name: str
    source: str
    below: tuple[str, ...] = field(default=())


SECTIONS = (
    Section("Tin tức", DECREE),
    Section(
        "Chỉ đạo điều hành",
        DECREE,
        ("Lịch làm việc của lãnh đạo", "Khen thưởng, xử phạt"),
    ),
    Section("Tuyên truyền, phổ biến pháp luật", DECREE),
    Section("Chiến lược, quy hoạch, kế hoạch", DECREE),
    Section("Dự án, đấu thầu, mua sắm công", DECREE),
    Section("Lấy ý kiến góp ý", DECREE),
    Section("Báo cáo, thống kê", DECREE),
    Section(
        "Công khai",
        LAW,
        (
            "Kế hoạch phát triển và kết quả thực hiện",
            "Dự toán, thực hiện, quyết toán ngân sách",
            "Dự án, công trình, đất đai",
            "Quy chế dân chủ, nhiệm vụ của cán bộ",
            "Quỹ và các khoản đóng góp",
            "Tài sản công",
            "Danh sách hưởng chính sách xã hội",
            "Cứu trợ thiên tai, dịch bệnh",
            "Danh sách gọi nhập ngũ",
            "Kết quả thanh tra, lấy phiếu tín nhiệm",
            "Nội dung lấy ý kiến và giải trình",
            "Phí, lệ phí",
            "Thủ tục hành chính của địa phương",
        ),
    ),
)


def missing() -> list[tuple[Section, str]]:
    """What is not there: each section with "" for itself, or with the name of a sub-section.

    A section counts as there under its name or its address, also when it is hidden: somebody has
    decided so.
    """
    known = _known()
    found = []
    for section in SECTIONS:
        top = _found(known, section.name)
        found += [(section, "")] if top is None else []
        found += [
            (section, name)
            for name in section.below
            if top is None or _found(known, name, top) is None
        ]
    return found


@transaction.atomic
def make_missing() -> list[Category]:
    """Make what is missing, hidden from citizens until somebody shows it; nothing is made twice."""
    made, known = [], _known()
    for section, name in missing():
        top = _found(known, section.name)
        new = _new(name or section.name, top if name else None, known)
        known.append(new)
        made.append(new)
    return made


def _new(name: str, parent: Category | None, known: list[Category]) -> Category:
    slug = slugify(name, 80)
    if any(row.slug == slug for row in known):
        slug = slugify(f"{parent.name if parent else 'chuyen muc'} {name}", 80)
    position = max((row.position for row in known if row.parent_id == _pk(parent)), default=0) + 1
    new = Category(name=name, slug=slug, parent=parent, position=position, visible=False)
    new.full_clean()
    new.save()
    return new


def _found(known: list[Category], name: str, parent: Category | None = None) -> Category | None:
    here = [row for row in known if row.parent_id == _pk(parent)]
    wanted = {slugify(name, 80), slugify(f"{parent.name if parent else ''} {name}", 80)}
    return next((r for r in here if r.slug in wanted or fold(r.name) == fold(name)), None)


def _pk(row: Category | None) -> int | None:
    return row.pk if row else None


def _known() -> list[Category]:
    return list(Category.objects.order_by("position", "pk"))

"""manage.py draw_workflow: the way of an article as a page of docs, drawn from the table."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.roles import ROLES
from news.models import State
from news.transitions import SAVES, TRANSITIONS, Transition

PLACE = Path(settings.BASE_DIR) / "docs" / "workflow.vi.md"
HEAD = """# Đường đi của một bài

Trang này do lệnh `manage.py draw_workflow` vẽ từ bảng thao tác trong `news/transitions.py`;
đừng sửa tay. Mỗi chuyên mục có 2, 3 hoặc 4 bước (trang **Chuyên mục**). “Hẹn giờ”, “hết hạn”
không phải trạng thái mà là thời điểm; “thùng rác” cất bản nháp chưa từng đăng.
"""
STEPS = {4: "Bốn bước", 3: "Ba bước", 2: "Hai bước"}
HASTE = "note right of published: Đăng khẩn (kèm lý do) từ mọi bước trước, người khác xác nhận sau"
ASKS = (
    ("needs_note", "lý do"),
    ("pledge", "cam kết bí mật nhà nước"),
    ("complete", "danh mục kiểm tra"),
    ("four_eyes", "người khác với người viết"),
)


class Command(BaseCommand):
    """Writes docs/workflow.vi.md; a test proves that it is up to date."""

    help = "Vẽ lại docs/workflow.vi.md từ bảng thao tác."

    def handle(self, *args, **options):
        """Write the page."""
        PLACE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Đã vẽ {PLACE.name}.")


def page() -> str:
    """The whole page."""
    diagrams = [f"## {title}\n\n{diagram(steps)}" for steps, title in STEPS.items()]
    return "\n".join([HEAD, *diagrams, "## Ai làm được gì\n", *table(), ""])


def diagram(steps: int) -> str:
    """The states and the moves between them, in a section of so many steps, as Mermaid draws."""
    arrows = _reached([arrow for move in _moves() for arrow in _arrows(move, steps)])
    used = {state for pair in arrows for state in pair[:2]}
    names = [f'    {state.value}: "{state.label}"' for state in State if state in used]
    lines = [f"    {a.value} --> {b.value}: {label}" for a, b, label in arrows]
    begin = "    [*] --> draft: Viết bài mới"
    haste = f"    {HASTE}"
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, begin, *lines, haste, "```", ""])


def table() -> list[str]:
    """A row for each move: its button, where it begins with four steps, who may, what it asks."""
    rows = [_row(move) for move in TRANSITIONS.values() if not move.system]
    return ["| Nút | Khi bài đang | Ai | Cần |", "|---|---|---|---|", *rows]


def _moves():
    moves = TRANSITIONS.values()
    return [m for m in moves if m.target and not m.system and m.name not in (*SAVES, "urgent")]


def _reached(arrows: list) -> list:
    """Without the states that no article of such a section comes to."""
    known = {State.DRAFT}
    while new := {target for source, target, _ in arrows if source in known} - known:
        known |= new
    return [arrow for arrow in arrows if arrow[0] in known]


def _arrows(move: Transition, steps: int):
    target, label = move.target_in(steps), move.label_in(steps)
    for source in move.sources_in(steps):
        if source != target and not (move.name == "withdraw" and source != State.PUBLISHED):
            yield source, target, label


def _row(move: Transition) -> str:
    states = move.sources if len(move.sources) < len(State) - 1 else ()
    where = ", ".join(State(state).label for state in states) or "bất kỳ"
    asked = ", ".join(words for name, words in ASKS if getattr(move, name)) or "không"
    return f"| {move.label} | {where} | {_who(move)} | {asked} |"


def _who(move: Transition) -> str:
    others = {permission: [] for permission in move.permissions.values()}
    for state, permission in move.permissions.items():
        others[permission].append(State(state).label)
    exceptions = [f"khi {', '.join(s)}: {_holders(p)}" for p, s in others.items()]
    return "; ".join([_holders(move.permission), *exceptions])


def _holders(permission: str) -> str:
    return ", ".join(role.label for role in ROLES if permission in role.permissions)

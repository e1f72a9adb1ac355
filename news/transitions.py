"""The workflow as one table: every move, where from, where to, who may and what it asks for.

Buttons, guards, imports and tests all read TRANSITIONS; workflow.py acts by it. States and
words are those of a Vietnamese editorial board.
"""

from dataclasses import dataclass

from news.models import State


@dataclass(frozen=True)
class Transition:
    """A row of the table.

    `target` None means the state stays. `saves` tells whether what was typed goes into a
    version with the move; `complete` whether the checklist must hold; `four_eyes` whether
    the writer of the version is refused. A `system` move has no person behind it, and a
    `saves_for_system` move may have none.
    """

    name: str
    label: str
    sources: tuple[State, ...]
    target: State | None
    permission: str
    needs_note: bool = False
    saves: bool = True
    complete: bool = False
    four_eyes: bool = False
    system: bool = False
    saves_for_system: bool = False


IN_HANDS = (State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED)
TRANSITIONS = {
    move.name: move
    for move in (
        Transition(
            "write",
            "Lưu nháp",
            (State.DRAFT, State.RETURNED),
            None,
            "news.change_article",
            saves_for_system=True,
        ),
        Transition("edit", "Lưu", IN_HANDS, None, "news.edit_submitted_article"),
        Transition(
            "revise",
            "Lưu bản sửa",
            (State.PUBLISHED, State.WITHDRAWN),
            State.DRAFT,
            "news.edit_submitted_article",
            saves_for_system=True,
        ),
        Transition(
            "submit",
            "Gửi biên tập",
            (State.DRAFT, State.RETURNED),
            State.SUBMITTED,
            "news.submit_article",
            complete=True,
        ),
        Transition(
            "return",
            "Trả lại",
            (State.SUBMITTED,),
            State.RETURNED,
            "news.return_article",
            needs_note=True,
            saves=False,
        ),
        Transition(
            "publish",
            "Xuất bản",
            (State.SUBMITTED,),
            State.PUBLISHED,
            "news.publish_article",
            saves=False,
            complete=True,
            four_eyes=True,
        ),
        Transition(
            "withdraw",
            "Gỡ bài",
            tuple(state for state in State if state != State.WITHDRAWN),
            State.WITHDRAWN,
            "news.withdraw_article",
            needs_note=True,
            saves=False,
        ),
        Transition(
            "republish",
            "Đăng lại",
            (State.WITHDRAWN,),
            State.PUBLISHED,
            "news.publish_article",
            saves=False,
            complete=True,
            four_eyes=True,
        ),
        Transition(
            "import",
            "Nhập từ nơi cũ",
            (State.DRAFT,),
            State.PUBLISHED,
            "",
            complete=True,
            system=True,
        ),
    )
}
SAVES = ("write", "edit", "revise")

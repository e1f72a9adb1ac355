"""The workflow as one table: every move, where from, where to, who may and what it asks for.

Buttons, guards, imports, the diagram and all tests read TRANSITIONS; workflow acts by it. States
and words are those of a Vietnamese editorial board. A section has two, three or four steps:
write and publish; write, approve and publish; write, edit, approve and publish.
"""

from dataclasses import dataclass, field

from django.conf import settings

from news.models import MOST_STEPS, State


@dataclass(frozen=True)
class Transition:
    """A row of the table; ask `sources_in`, `target_in` and `label_in` for a section's steps.

    `short` is where a section without editors says otherwise. `target` None means the state
    stays. `permissions` names the right to ask for in a state that asks for another one.
    """

    name: str
    label: str
    sources: tuple[State, ...]
    target: State | None
    permission: str
    permissions: dict[State, str] = field(default_factory=dict)
    # Where the move begins depends on the number of steps; a number not named has no such move.
    by_steps: dict[int, tuple[State, ...]] = field(default_factory=dict)
    short_label: str = ""
    short_target: State | None = None
    needs_note: bool = False
    # The moment a person names with it: "may", "must" or not at all.
    time: str = ""
    # What was typed goes into a version with the move.
    saves: bool = True
    # The checklist must hold.
    complete: bool = False
    # The promise that the text holds no state secret (R61).
    pledge: bool = False
    # Refused to the person who wrote or last changed the version.
    four_eyes: bool = False
    # Nobody stands behind it; or nobody may.
    system: bool = False
    saves_for_system: bool = False

    def sources_in(self, steps: int) -> tuple[State, ...]:
        """The states it begins in, in a section of so many steps."""
        return self.by_steps.get(steps, ()) if self.by_steps else self.sources

    def target_in(self, steps: int) -> State | None:
        """Where it leads there; None when the state stays."""
        return self.short_target if self.short_target and steps < MOST_STEPS else self.target

    def label_in(self, steps: int) -> str:
        """The words of its button there."""
        return self.short_label if self.short_label and steps < MOST_STEPS else self.label

    def verb_in(self, steps: int) -> str:
        """The button's words as they stand within a sentence."""
        label = self.label_in(steps)
        return label[0].lower() + label[1:]

    def asks_other_eyes(self, state: str) -> bool:
        """Whether those who wrote the text are refused. Four eyes are asked for once: what another
        person has approved, anybody with the right may publish."""
        approved = self.name == "publish" and state == State.APPROVED
        return self.four_eyes and not approved and not settings.SELF_APPROVAL

    def permission_in(self, state: str) -> str:
        """The right it asks for in a state."""
        return self.permissions.get(state, self.permission)


WRITERS = (State.DRAFT, State.RETURNED)
EDITORS = (State.SUBMITTED, State.EDITING)
IN_HANDS = (*EDITORS, State.PENDING)
ONLINE = (State.PUBLISHED, State.WITHDRAWN)
# A text that was never approved can go online only in haste, and then somebody must look again.
UNDECIDED = (*WRITERS, *IN_HANDS, State.APPROVED)
ALL = tuple(State)

EDIT = "news.edit_submitted_article"
APPROVE = "news.approve_article"
PUBLISH = "news.publish_article"
WITHDRAW = "news.withdraw_article"

TRANSITIONS = {
    move.name: move
    for move in (
        Transition(
            "write", "Lưu nháp", WRITERS, None, "news.change_article", saves_for_system=True
        ),
        Transition("edit", "Lưu", IN_HANDS, None, EDIT),
        # An approval holds for one text: whoever changes it asks for approval again.
        Transition("amend", "Lưu, duyệt lại", (State.APPROVED,), State.PENDING, PUBLISH),
        Transition(
            "revise",
            "Lưu bản sửa",
            (*ONLINE, State.REJECTED),
            State.DRAFT,
            EDIT,
            saves_for_system=True,
        ),
        Transition(
            "submit",
            "Gửi biên tập",
            WRITERS,
            State.SUBMITTED,
            "news.submit_article",
            short_label="Trình duyệt",
            short_target=State.PENDING,
            complete=True,
            pledge=True,
        ),
        Transition(
            "receive",
            "Nhận bài biên tập",
            (State.SUBMITTED,),
            State.EDITING,
            EDIT,
            by_steps={4: (State.SUBMITTED,)},
            saves=False,
        ),
        Transition(
            "propose",
            "Trình duyệt",
            EDITORS,
            State.PENDING,
            EDIT,
            by_steps={4: (State.EDITING,), 3: EDITORS, 2: EDITORS},
            complete=True,
        ),
        Transition(
            "approve",
            "Duyệt",
            (State.PENDING,),
            State.APPROVED,
            APPROVE,
            by_steps={4: (State.PENDING,), 3: (State.PENDING,)},
            saves=False,
            complete=True,
            four_eyes=True,
        ),
        Transition(
            "publish",
            "Xuất bản",
            (State.APPROVED,),
            State.PUBLISHED,
            PUBLISH,
            by_steps={
                4: (State.APPROVED,),
                3: (State.APPROVED,),
                2: (State.PENDING, State.APPROVED),
            },
            time="may",
            saves=False,
            complete=True,
            four_eyes=True,
        ),
        Transition(
            "urgent",
            "Đăng khẩn",
            UNDECIDED,
            State.PUBLISHED,
            "news.publish_urgent_article",
            needs_note=True,
            complete=True,
            pledge=True,
        ),
        Transition("confirm", "Xác nhận tin khẩn", ALL, None, PUBLISH, saves=False, four_eyes=True),
        Transition(
            "return",
            "Trả lại",
            (*IN_HANDS, State.APPROVED),
            State.RETURNED,
            "news.return_article",
            permissions=dict.fromkeys((State.PENDING, State.APPROVED), "news.decide_article"),
            needs_note=True,
            saves=False,
        ),
        Transition(
            "reject",
            "Từ chối duyệt",
            (State.PENDING,),
            State.REJECTED,
            APPROVE,
            needs_note=True,
            saves=False,
        ),
        Transition(
            "unschedule",
            "Huỷ hẹn giờ",
            (State.PUBLISHED, State.APPROVED),
            State.APPROVED,
            PUBLISH,
            saves=False,
        ),
        Transition(
            "withdraw",
            "Gỡ bài",
            tuple(state for state in State if state != State.WITHDRAWN),
            State.WITHDRAWN,
            WITHDRAW,
            needs_note=True,
            saves=False,
        ),
        Transition(
            "republish",
            "Đăng lại",
            (State.WITHDRAWN,),
            State.PUBLISHED,
            PUBLISH,
            saves=False,
            complete=True,
            four_eyes=True,
        ),
        # Words for readers on a page they can read.
        Transition("correct", "Ghi cập nhật, đính chính", ALL, None, PUBLISH, saves=False),
        Transition(
            "notice",
            "Giữ bài, kèm thông báo",
            ALL,
            None,
            WITHDRAW,
            needs_note=True,
            saves=False,
        ),
        Transition("unnotice", "Bỏ thông báo", ALL, None, PUBLISH, saves=False),
        Transition("expire", "Đặt ngày hết hạn", ALL, None, PUBLISH, time="may", saves=False),
        Transition("remind", "Nhắc rà soát", ALL, None, EDIT, time="may", saves=False),
        Transition(
            "bin",
            "Bỏ vào thùng rác",
            (*WRITERS, State.REJECTED),
            None,
            "news.change_article",
            saves=False,
        ),
        Transition(
            "unbin",
            "Lấy lại",
            (*WRITERS, State.REJECTED),
            None,
            "news.change_article",
            saves=False,
        ),
        # The system's own: old articles come in, a new version takes its turn when due.
        Transition(
            "import",
            "Nhập từ nơi cũ",
            (State.DRAFT,),
            State.PUBLISHED,
            "",
            complete=True,
            system=True,
        ),
        Transition(
            "switch",
            "Đăng bản sửa đúng giờ hẹn",
            (State.APPROVED,),
            State.PUBLISHED,
            "",
            saves=False,
            system=True,
        ),
        # A writer leaves: what they had begun goes on in somebody else's hands. This is the name
        # of it only: no button and no state leads there, but workflow.hand_over.
        Transition("hand_over", "Bàn giao", (), None, "", saves=False, system=True),
    )
}
SAVES = ("write", "edit", "amend", "revise")
# By which work goes on that another person began, in this order.
FORWARD = ("receive", "propose", "approve", "publish")

"""A list of people becomes accounts: first what would happen, line by line, then the doing.

Sending the same list again changes nothing: who is there already stays as they are.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.roles import BY_LABEL, may_manage, rank
from news.authors.models import Unit
from news.models import Assignment
from news.text.vietnamese import fold

from . import administrators, assigning, creating
from .locking import Refused
from .ranks import may_touch, rank_of
from .sheet import COLUMNS, Row

NOTE = "Nhập từ danh sách"
NOT_GIVEN = "Bạn không được giao vai trò này cho tài khoản này."
ROLES = {fold(label): label for label in BY_LABEL}


class Wrong(Exception):
    """A line that cannot be taken; its text says why."""


@dataclass
class Step:
    """What a line leads to: `kind` is "new", "role" (of an account that is there), "same" (nothing)
    or "wrong"; `says` is it in words."""

    row: Row
    kind: str = "wrong"
    says: str = ""
    user: User | None = None
    role: Group | None = None
    unit: Unit | None = None


class Planner:
    """Looks at one line after the other, knowing the accounts there are and the lines before."""

    def __init__(self, actor: User):
        self.actor, self.rank = actor, rank_of(actor)
        self.roles = {group.name: group for group in Group.objects.filter(name__in=BY_LABEL)}
        self.units = {unit.code: unit for unit in Unit.objects.filter(active=True)}
        self.users = {user.username.lower(): user for user in User.objects.all()}
        self.emails = {u.email.lower(): u.username.lower() for u in self.users.values() if u.email}
        self.held = set(Assignment.objects.values_list("user", "role", "unit", "category"))
        self.lines: dict[str, int] = {}
        self.unnamed: dict[str, int] = {}

    def step(self, row: Row) -> Step:
        """What this line leads to."""
        step = Step(row)
        try:
            self._place(step)
            self._person(step)
        except Wrong as wrong:
            step.kind, step.says = "wrong", str(wrong)
        return step

    def _place(self, step: Step) -> None:
        role, code = step.row.values["role"], step.row.values["unit"]
        if role and fold(role) not in ROLES:
            raise Wrong(f"Không có vai trò “{role[:60]}”. Các vai trò: {', '.join(BY_LABEL)}.")
        step.role = self.roles.get(ROLES[fold(role)]) if role else None
        step.unit = self.units.get(code.upper()) if code else None
        if code and step.unit is None:
            raise Wrong(f"Không có đơn vị nào mang mã “{code[:60]}” đang hoạt động.")
        if step.unit and step.role is None:
            raise Wrong("Có mã đơn vị nhưng thiếu vai trò.")
        if step.role and step.unit and rank([step.role.name]) > 1:
            raise Wrong("Vai trò quản trị luôn áp dụng cho mọi đơn vị: hãy để trống mã đơn vị.")
        if step.role and not may_manage(self.rank, rank([step.role.name])):
            raise Wrong("Bạn không được giao vai trò này.")

    def _person(self, step: Step) -> None:
        values = step.row.values
        if not values["full_name"]:
            raise Wrong("Thiếu họ và tên.")
        name = values["username"].lower() or self._made_up(step.row)
        found = self.users.get(name)
        if found and found.full_name.casefold() != values["full_name"].casefold():
            raise Wrong(f"Tên đăng nhập “{name}” đã là của {found.full_name}.")
        self._unshared_email(values["email"].lower(), name)
        step.user = found or self._new(step.row, values["username"] or name)
        self.lines.setdefault(name, step.row.number)
        self._kind(step, is_new=found is None)

    def _made_up(self, row: Row) -> str:
        """A name from the person's; two lines with one name and no user name are a question."""
        key = row.values["full_name"].casefold()
        before = self.unnamed.setdefault(key, row.number)
        if before != row.number:
            raise Wrong(
                f"Trùng họ tên với dòng {before}. Hãy tự ghi tên đăng nhập: khác nhau nếu là hai "
                "người, giống nhau nếu là một người có hai vai trò."
            )
        base = creating.name_from(row.values["full_name"])
        if not base:
            raise Wrong("Không đặt được tên đăng nhập từ họ tên này. Hãy tự ghi.")
        return next(n for n in creating.numbered(base) if self._fits(n, key))

    def _fits(self, name: str, key: str) -> bool:
        return name not in self.users or self.users[name].full_name.casefold() == key

    def _unshared_email(self, email: str, name: str) -> None:
        owner = self.emails.get(email) if email else None
        if owner not in (None, name):
            raise Wrong(f"Địa chỉ thư {email} đã thuộc tài khoản {owner}.")

    def _new(self, row: Row, name: str) -> User:
        about = {key: row.values[key] for key in ("full_name", "email", "phone")}
        user = User(username=name, **about)
        try:
            user.clean_fields(exclude=["password", "sort_key"])
        except ValidationError as error:
            raise Wrong(_sentence(error)) from error
        self.users[name.lower()] = user
        if user.email:
            self.emails[user.email.lower()] = name.lower()
        return user

    def _kind(self, step: Step, *, is_new: bool) -> None:
        role = [step.role.name] if step.role else []
        place = (step.role and step.role.pk, step.unit and step.unit.pk, None)
        if is_new:
            step.kind, step.says = "new", "Tạo tài khoản"
        elif not role or (step.user.pk or step.user.username, *place) in self.held:
            step.kind, step.says = "same", "Đã có, không đổi gì"
        elif step.user.pk and not may_touch(self.actor, step.user, *role):
            raise Wrong(NOT_GIVEN)
        else:
            step.kind, step.says = "role", "Đã có tài khoản, giao thêm vai trò"
        self.held.add((step.user.pk or step.user.username, *place))


def plan(rows: list[Row], actor: User) -> list[Step]:
    """What each line would lead to if `actor` sent the list now; nothing is written."""
    planner = Planner(actor)
    return [planner.step(row) for row in rows]


@transaction.atomic
def carry_out(rows: list[Row], by: User, *, skip: bool, request=None) -> list[Step]:
    """Do it; return the steps that were taken. Lines are looked at again, because the world may
    have changed. Raises Refused when one is wrong, unless `skip` leaves such lines out."""
    administrators.hold()
    steps = plan(rows, by)
    if not skip and any(step.kind == "wrong" for step in steps):
        raise Refused("Danh sách có dòng lỗi nên chưa tạo tài khoản nào.")
    taken = [step for step in steps if step.kind in ("new", "role")]
    new = [step.user for step in taken if step.kind == "new"]
    creating.create_all(new, by, request, NOTE)
    given = [step for step in taken if step.role]
    rows = [Assignment(user=step.user, role=step.role, unit=step.unit) for step in given]
    assigning.give_all(rows, by, request)
    return taken


def _sentence(error: ValidationError) -> str:
    found = error.message_dict.items()
    return " ".join(f"{COLUMNS.get(name, name)}: {' '.join(says)}" for name, says in found)

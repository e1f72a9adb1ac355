"""What a page is made of, listened to while it is made."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from news.pagestore.again import Step, statement
from news.pagestore.tables import AGING, WATCHED, named


@dataclass
class Reading:
    """Takes part in every query of one answer (`connection.execute_wrapper`).

    A page made of a table that nobody watches is not kept at all, so a page of a new kind may be
    slow, never out of date. `steps` are what it was made of, to be read again (again.py); None once
    something was done that cannot be.
    """

    tables: set[str] = field(default_factory=set)
    steps: list[Step] | None = field(default_factory=list)
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self, execute, sql, params, many, context):
        self.tables |= named(str(sql))
        answer = execute(sql, params, many, context)
        if self.steps is not None:
            step = None if many else statement(sql, params, context["cursor"], self.begun)
            self.steps = None if step is None else [*self.steps, step]
        return answer

    @property
    def unwatched(self) -> set[str]:
        """Tables whose changes nobody would tell."""
        return self.tables.difference(WATCHED, AGING)

    @property
    def seconds(self) -> int | None:
        """How long the page holds at most, by what it counts; None: no such limit."""
        return min((AGING[table] for table in self.tables if table in AGING), default=None)

    @property
    def names(self) -> list[str]:
        """What makes the page out of date when it changes."""
        return sorted(self.tables.intersection(WATCHED))

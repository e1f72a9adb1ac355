"""What a page is made of, listened to while it is made."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime

from news.pagestore.again import Step, statement
from news.pagestore.tables import AGING, WATCHED, named

logger = logging.getLogger(__name__)


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
        before, self.steps = self.steps, None
        # What it raises may be caught by who asked, who then goes on without it.
        answer = execute(sql, params, many, context)
        step = None if many or before is None else self._step(sql, params, context["cursor"])
        if step is not None:
            self.steps = [*before, step]
        return answer

    def _step(self, sql, params, cursor) -> Step | None:
        try:
            return statement(sql, params, cursor, self.begun)
        except Exception:
            # The page is good; it will be made anew.
            logger.exception("a statement could not be noted")
            return None

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

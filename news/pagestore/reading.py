"""What a page is made of, listened to while it is made."""

from dataclasses import dataclass, field

from news.pagestore.tables import AGING, WATCHED, named


@dataclass
class Reading:
    """Takes part in every query of one answer (`connection.execute_wrapper`).

    A page made of a table that nobody watches is not kept at all, so a page of a new kind may be
    slow, never out of date.
    """

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute, sql, params, many, context):
        self.tables |= named(str(sql))
        return execute(sql, params, many, context)

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

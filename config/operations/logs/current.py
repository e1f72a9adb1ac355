"""The request that this thread is answering, for every line that is logged meanwhile."""

import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import empty

slow = logging.getLogger("portal.slow")
_LONGEST = 1000
current: ContextVar["Seen | None"] = ContextVar("request", default=None)


@dataclass
class Seen:
    """A request, its number, and how long the database took for it; called by each query
    (`connection.execute_wrapper`)."""

    request: HttpRequest
    number: str
    began: float = field(default_factory=time.perf_counter)
    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            self.queries += 1
            self.seconds += took
            if 0 < settings.SLOW_QUERY_MS <= took * 1000:
                self._tell(str(sql), took)

    @property
    def view(self) -> str:
        """The name of the page's address; "" as long as nobody knows."""
        match = getattr(self.request, "resolver_match", None)
        return match.view_name if match else ""

    @property
    def user(self) -> int | None:
        """The number of who is signed in, if anybody has asked."""
        user = getattr(self.request, "user", None)
        if user is None or getattr(user, "_wrapped", None) is empty:
            return None
        return user.pk

    def _tell(self, sql: str, took: float) -> None:
        """The statement without what was put into it."""
        milliseconds = round(took * 1000)
        text = sql if len(sql) <= _LONGEST else f"{sql[:_LONGEST]} …"
        facts = {"ms": milliseconds, "sql": text}
        slow.warning("%s ms in %s: %s", milliseconds, self.view, text, extra={"facts": facts})

"""Work of which only so much is done at a time, so that other work passes by."""

from collections import deque
from collections.abc import Callable


class Lane:
    """At most `most` pieces of work are under way; the others wait in line and hold nothing.

    For one thread: whoever begins the work and whoever hears of its end.
    """

    def __init__(self, most: int):
        self._most, self._busy = most, 0
        self._line: deque[Callable[[], None]] = deque()

    def enter(self, begin: Callable[[], None]) -> None:
        """Begin the work now, or when it is its turn."""
        if self._busy < self._most:
            self._busy += 1
            begin()
        else:
            self._line.append(begin)

    def leave(self) -> None:
        """A piece of work is done: the next one's turn."""
        if self._line:
            self._line.popleft()()
        else:
            self._busy -= 1

"""How often one place may do what needs no account: kept in memory for a minute, never written.

A reader who sends a count, a rating or a question has no account that could be slowed down, and
the portal keeps no reader's address (R32). So an address is known for the length of one span
only, in the memory of one process, as a hash under a key that is thrown away with the span.
"""

import secrets
import time
from collections import Counter
from hashlib import blake2b
from threading import Lock

from accounts import addresses

# So many places are told apart in one span; whoever comes after them shares one count.
PLACES = 20_000
OTHERS = b""


class Pace:
    """At most `most` times in a span of `seconds` from one place; each process counts for itself.

    An office behind one address is one place, so `most` must suit fifty people, not one.
    """

    def __init__(self, most: int, seconds: int = 60, clock=time.monotonic):
        self.most, self.seconds, self.clock = most, seconds, clock
        self._lock = Lock()
        self._begin()

    def allows(self, address: str | None, what: str = "") -> bool:
        """Count one more from `address` (as REMOTE_ADDR gives it; None is a place too) and say
        whether it is among the `most` first of the span; each `what` is counted by itself."""
        with self._lock:
            if self.clock() - self._since >= self.seconds:
                self._begin()
            place = self._place(address, what)
            self._counts[place] += 1
            return self._counts[place] <= self.most

    def _begin(self) -> None:
        self._since, self._counts, self._key = self.clock(), Counter(), secrets.token_bytes(16)

    def _place(self, address: str | None, what: str) -> bytes:
        owner = f"{addresses.owner_of(address)} {what}".encode()
        place = blake2b(owner, key=self._key, digest_size=16).digest()
        return place if place in self._counts or len(self._counts) < PLACES else OTHERS

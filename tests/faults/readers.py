"""Citizens who read without a pause while something breaks."""

import http.client
import threading
from collections import Counter
from itertools import cycle

from tests.faults.portal import Portal
from tests.pagestore import wait


class Readers:
    """Some readers, each asking for the next page as soon as the last has come."""

    def __init__(self, portal: Portal, *addresses: str, count: int = 3):
        self.portal, self.addresses = portal, addresses
        self.came, self.failed = Counter(), []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.some_more()
        return self

    def __exit__(self, *error):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def some_more(self, count: int = 30) -> None:
        """Wait until they have read so many more pages."""
        until = self.came.total() + count
        wait(lambda: self.came.total() >= until, 60)

    def _read(self) -> None:
        for address in cycle(self.addresses):
            if self._over.is_set():
                return
            try:
                self.came[self.portal.get(address).status] += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(error)
                self._over.wait(0.02)

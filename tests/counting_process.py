"""A process that counts a thousand answers in four threads, and then waits to be ended."""

import sys
from pathlib import Path
from threading import Thread

import django

django.setup()

from config.operations.metrics.board import Board  # noqa: E402 - it needs the line above

board = Board(Path(sys.argv[1]))


def _count() -> None:
    for _ in range(250):
        board.count("home", 200, 0.02, 0.001, 3)


threads = [Thread(target=_count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counted", flush=True)  # noqa: T201 - whoever started it waits for this
sys.stdin.read()

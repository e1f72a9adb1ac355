"""`python -m config.dev COMMAND`: what the Makefile calls inside the virtual environment."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from config.dev import (
    audit,
    backups,
    browser,
    check,
    dependencies,
    drill,
    run,
    sbom,
    test,
)
from config.dev.console import Failure, complain, say, speak_safely

COMMANDS = {
    "run": run.serve,
    "seed": run.seed,
    "backup": backups.backup,
    "restore": backups.restore,
    "drill": drill.drill,
    "test": test.test,
    "check": check.check,
    "bench": test.bench,
    "bench-search": test.bench_search,
    "screenshots": test.screenshots,
    "audit": audit.audit,
    "audit-deps": dependencies.audit,
    "sbom": sbom.write,
    "browser": browser.show,
}
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Run one command; its failure is shown in words, an interruption is not a failure of ours."""
    speak_safely()
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        complain(f"Cách dùng: python -m config.dev {{{'|'.join(COMMANDS)}}}")
        return 2
    os.umask(0o077)  # settings, passwords and uploads made from here on are their owner's alone
    _on_every_ending(_interrupt_once)
    try:
        COMMANDS[arguments[0]]()
    except Failure as failure:
        complain(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        say("\nĐã dừng.")
        return 0 if arguments[0] == "run" else INTERRUPTED
    return 0


def _interrupt_once(signum: int, frame: FrameType | None) -> NoReturn:
    """Stopping takes seconds at most; a second Ctrl-C must not leave half of it running."""
    _on_every_ending(signal.SIG_IGN)
    raise KeyboardInterrupt


def _on_every_ending(handler: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    """A closed terminal and a `kill` end things as orderly as Ctrl-C; `nohup` is respected."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
            signal.signal(signum, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

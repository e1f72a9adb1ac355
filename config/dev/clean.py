"""`make clean`: stops what runs in this checkout and deletes all it made, except .venv.

Only the standard library is used here, so that it works without a virtual environment.
"""

import os
import shutil
import signal
import sys

from config.dev import places, processes
from config.dev.console import Failure, complain, speak_safely, step
from config.dev.environment import CHECKOUT, RUN_LOCK, VAR, WEB_LOCK, open_var
from config.dev.worker import JOBS

STOPPING_TAKES = 20.0


def clean() -> None:
    """Stop first, delete afterwards."""
    open_var()
    with step("Dừng những gì đang chạy"):
        _stop_portal()
        processes.take_over(WEB_LOCK, signal.SIGTERM)
        for job in JOBS:
            processes.take_over(job.lock, signal.SIGTERM)
        place = places.lasting(CHECKOUT)
        processes.take_over(place.lock, signal.SIGINT)
    with step("Xóa dữ liệu, ảnh và nhật ký trong var/"):
        places.remove(place)
        places.remove_unused_base()
        shutil.rmtree(VAR)


def _stop_portal() -> None:
    """The lock is held, so the number in it is the running portal's."""
    if processes.take_lock(RUN_LOCK) is not None:
        return
    pid = RUN_LOCK.read_text().partition(" ")[0]
    if pid:
        os.kill(int(pid), signal.SIGTERM)
    if processes.take_lock(RUN_LOCK, STOPPING_TAKES) is None:
        raise Failure(f"Cổng thông tin đang chạy (PID {pid}) không chịu dừng. Hãy dừng nó trước.")


if __name__ == "__main__":
    speak_safely()
    try:
        clean()
    except Failure as failure:
        complain(str(failure))
        sys.exit(1)

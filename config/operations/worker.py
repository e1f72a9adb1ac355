"""The worker of the queue: outlives the database, loses no task, and ends between two of them.

django_tasks_db's own worker ends at once when told to stop between taking a task and beginning it,
dies with the database, and forgets what it had in hand then; the rows of such tasks say "running"
for ever. What becomes of them is decided in news/workqueue.py.
"""

import logging
import signal
from threading import Event

from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from news import workqueue

logger = logging.getLogger(__name__)

# How long the database may have to come back before it is asked again.
SHORTEST, LONGEST = 0.5, 30.0
AWAY = (OperationalError, InterfaceError)


class Worker(db_worker.Worker):
    """Takes one task after the other until it is told to stop."""

    def shutdown(self, signum: int, frame) -> None:
        """At the first signal finish what is in hand; a second one breaks it off."""
        if not self.running:
            return super().shutdown(signum, frame)
        logger.info("the worker stops (%s)", signal.strsignal(signum))
        self.running = False
        return None

    def run(self) -> None:
        """Work, and begin again when the database was away."""
        pause = SHORTEST
        while self.running:
            try:
                self._resume()
                pause = SHORTEST
                super().run()
                workqueue.end_life(self.worker_id)
                return
            except AWAY:
                logger.exception("the worker lost the database")
                connection.close()
            self._rest(pause)
            pause = min(LONGEST, pause * 2)

    def run_task(self, row: DBTaskResult) -> None:
        """Do a task that was taken, unless it is time to stop; tried again when that helps."""
        if not self.running:
            workqueue.hand_back(row)
            return
        workqueue.show_life(self.worker_id)
        super().run_task(row)
        workqueue.settle(row)

    def _resume(self) -> None:
        """What this worker had in hand when the database left it is to be done again."""
        workqueue.show_life(self.worker_id)
        workqueue.abandoned(self.worker_id)

    def _rest(self, seconds: float) -> None:
        until = Event()
        for _ in range(int(seconds / SHORTEST)):
            if self.running:
                until.wait(SHORTEST)

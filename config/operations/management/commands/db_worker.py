"""manage.py db_worker: does what waits in the queue; takes the place of django_tasks_db's own."""

from django.db import connection
from django_tasks_db.management.commands import db_worker

from config.operations.worker import Worker


class Command(db_worker.Command):
    """The same options, but for the reloading of code, and a worker that loses no task."""

    def handle(self, *, verbosity, queue_name, exclude_queues, **options):
        """Work until told to stop (or, with --batch, until nothing waits)."""
        self.configure_logging(verbosity)
        # The lock that says a worker lives belongs to its connection.
        connection.settings_dict["CONN_MAX_AGE"] = None
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            **{name: options[name] for name in names},
        )
        worker.configure_signals()
        worker.run()

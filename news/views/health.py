"""Whether the portal works, for a program that asks every minute; no secret and no name in it."""

import logging
import tempfile
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Case, Count, F, Min, Q, When
from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from news import chrome, workflow
from news.models import Article

logger = logging.getLogger(__name__)

# So long may something that is due wait, in seconds: whoever reads a page makes it happen.
GRACE = 120
# The stores of pictures and attachments, and where they lie if that is a folder.
FOLDERS = {"default": "MEDIA_ROOT", "attachments": "ATTACHMENTS_ROOT"}


@require_safe
def health(request):
    """The state as JSON; 503 when something is broken."""
    try:
        found = _of_database(request)
    except DatabaseError:
        logger.exception("the database does not answer")
        found = {"database": False}
    found["media"] = all(map(takes_files, FOLDERS))
    works = all(found.get(name) for name in ("database", "migrations", "media"))
    works = works and not found["overdue"]
    response = JsonResponse({"ok": works, **found}, status=200 if works else 503)
    add_never_cache_headers(response)
    return response


def _of_database(request) -> dict:
    """What only the database knows. With tables missing nothing else can be asked of it."""
    if migrations_waiting():
        return {"database": True, "migrations": False}
    # A portal that nobody reads at night still switches on time.
    chrome.settle(request)
    still = {"stranded_articles": workflow.stranded().count()}
    return {"database": True, "migrations": True, **switches(), **still, **queue()}


def migrations_waiting() -> int:
    """How many migrations of this release were not applied."""
    return len(_on_disk() - set(MigrationRecorder(connection).applied_migrations()))


@lru_cache(maxsize=1)
def _on_disk() -> frozenset:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def switches() -> dict:
    """How many new versions are late, and how many could not take their place when tried."""
    limit = timezone.now() - timedelta(seconds=GRACE)
    late, failed = Count("pk", filter=Q(due_at__lt=limit)), Count("pk", filter=~Q(due_failure=""))
    rows = Article.objects.filter(due_at__isnull=False)
    return rows.aggregate(overdue=late, failed_switches=failed)


def queue() -> dict:
    """How many tasks could run, and since how many seconds the oldest waits."""
    now, waiting = timezone.now(), DBTaskResult.objects.ready()
    since = Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))
    oldest = waiting.aggregate(oldest=Min(since))["oldest"]
    age = int((now - oldest).total_seconds()) if oldest else 0
    return {"waiting_tasks": waiting.count(), "oldest_task_seconds": age}


def takes_files(store: str) -> bool:
    """Whether a store of FOLDERS takes files; the log says why not."""
    answers = getattr(storages[store], "answers", None)
    return answers() if answers else _folder_takes_files(getattr(settings, FOLDERS[store]))


def _folder_takes_files(folder: str) -> bool:
    """A file with something in it can be made there."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            # On a full disk an empty file can be made still.
            file.write(bytes(4096))
            return True
    except OSError:
        logger.exception("%s takes no files", folder)
        return False

"""Which backups stay: the newest of so many days, weeks and months; the rest makes room."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from config.operations.backup import manifest
from config.operations.backup.store import Store, moment_of
from config.operations.backup.trouble import Trouble

# However many are made on one day, one of yesterday or before an upgrade is not lost at once.
ALWAYS = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Policy:
    """Of how many days, weeks and months one backup each is kept."""

    days: int
    weeks: int
    months: int


def staying(names: Iterable[str], policy: Policy) -> set[str]:
    """Take names of backups; return those that stay. The newest three always do."""
    newest_first = sorted(names, reverse=True)
    days = [_local(name).date() for name in newest_first]
    return {
        *newest_first[:ALWAYS],
        *_first_of_each(newest_first, days, policy.days),
        *_first_of_each(newest_first, [day.isocalendar()[:2] for day in days], policy.weeks),
        *_first_of_each(newest_first, [(day.year, day.month) for day in days], policy.months),
    }


def _local(name: str) -> datetime:
    """A day is one of Vietnam's."""
    return timezone.localtime(moment_of(name))


def _first_of_each(names: list[str], spans: list, count: int) -> list[str]:
    found = {}
    for name, span in zip(names, spans, strict=True):
        found.setdefault(span, name)
    return list(found.values())[:count]


def put_away(store: Store, policy: Policy) -> int:
    """Remove the backups that need not stay, and the files that only they had; how many backups.

    For whoever is alone in the store.
    """
    backups = {path.name: path for path in store.backups() if _is_dated(path)}
    going = set(backups) - staying(backups, policy)
    for name in sorted(going):
        store.remove(backups[name])
    _put_away_files(store)
    return len(going)


def _is_dated(path: Path) -> bool:
    """What somebody put there under another name is not ours to remove."""
    try:
        moment_of(path.name)
    except ValueError:
        return False
    return True


def _put_away_files(store: Store) -> None:
    """Where one manifest cannot be read nobody knows what it needs, and everything stays."""
    try:
        needed = {k.sha256 for path in store.backups() for k in manifest.glanced(path).files}
    except (Trouble, OSError) as unknown:
        logger.warning("Không dọn tệp cũ trong kho sao lưu: %s", unknown)
        return
    for path in store.objects():
        if path.name not in needed:
            path.unlink()

"""When the portal was last backed up, as the command that did it has left word."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from config.operations.health.bounded import bounded
from config.operations.health.finding import Finding, broken, good, in_words, look
from config.operations.health.models import Fact
from config.operations.health.work import ago

NAME, OFFSITE = "backup", "backup offsite"
LATE, LONG = timedelta(days=2), timedelta(days=7)
DO = "Người phụ trách máy chủ chạy: manage.py backup, và xem congthongtin-backup.timer."

DO_OFFSITE = "Người phụ trách máy chủ xem: journalctl -u congthongtin-backup, khoá và kho S3."


def note(files: int, size: int) -> None:
    """Leave word that a backup was made just now, of so many files with so many bytes."""
    found = {"files": files, "bytes": size}
    Fact.objects.update_or_create(name=NAME, defaults={"found": found, "at": timezone.now()})


def note_offsite() -> None:
    """Leave word that all backups were copied out of the house just now."""
    Fact.objects.update_or_create(name=OFFSITE, defaults={"found": {}, "at": timezone.now()})


@bounded
def last() -> Finding:
    """How long ago the last one was made."""
    fact = Fact.objects.filter(name=NAME).first()
    if fact is None:
        return look("Chưa thấy bản sao lưu nào.", DO)
    age = timezone.now() - fact.at
    numbers = {"backup_age_seconds": round(age.total_seconds())}
    size = in_words(fact.found["bytes"])
    says = f"Bản gần nhất cách đây {ago(age)}, {fact.found['files']} ảnh và tệp ({size})."
    if age > LATE:
        return (broken if age > LONG else look)(says, DO, **numbers)
    if settings.BACKUP_S3 and not Fact.objects.filter(name=OFFSITE, at__gt=fact.at - LATE).exists():
        return look(f"{says} Nhưng chưa bản mới nào được chép lên S3.", DO_OFFSITE, **numbers)
    return good(says, **numbers)

"""What the clock does for those who ask how the portal is: it says that it runs, and looks at what
no request may wait for."""

from django.utils import timezone

from config.operations.health import certificate
from config.operations.health.models import Fact
from config.operations.health.work import TICK


def note(done: dict[str, int | None]) -> int:
    """Take how much of each errand was done, None for one that failed. Write down that the clock
    works, which errands fail since when, and how long the certificate lasts; return how many of
    the latter were read."""
    now = timezone.now()
    fact = Fact.objects.filter(name=TICK).first()
    before = fact.found.get("failing", {}) if fact else {}
    failing = {n: before.get(n, now.isoformat()) for n, count in done.items() if count is None}
    Fact.objects.update_or_create(name=TICK, defaults={"at": now, "found": {"failing": failing}})
    return int(certificate.note())

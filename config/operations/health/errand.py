"""What the clock does for those who ask how the portal is: it says that it runs, and looks at what
no request may wait for."""

from django.utils import timezone

from config.operations.health import certificate
from config.operations.health.models import Fact
from config.operations.health.work import TICK


def note() -> int:
    """Write down that the clock works, and how long the certificate lasts; how many of the latter
    were read."""
    Fact.objects.update_or_create(name=TICK, defaults={"at": timezone.now()})
    return int(certificate.note())

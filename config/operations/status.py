"""“Tình trạng hệ thống”: the checks in plain words, for the system administrator."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.operations.health import checks
from config.operations.health.finding import State, worst

# Who looks after the portal itself.
RIGHT = "site.change_portal"
TITLE = "Tình trạng hệ thống"
WHOLE = {
    State.GOOD: "Hệ thống chạy tốt.",
    State.LOOK: "Hệ thống chạy được, có việc cần xem.",
    State.BROKEN: "Có việc hỏng, cần sửa ngay.",
}


@never_cache
@require_safe
def status(request):
    """How the portal is just now, what needs somebody first."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    results = checks.all_results()
    urgent = [r for r in results if r.finding.state != State.GOOD]
    state = worst(results)
    context = {
        **admin.site.each_context(request),
        "title": TITLE,
        "state": state,
        "whole": WHOLE[state],
        "urgent": sorted(urgent, key=lambda result: -result.finding.state),
        "well": [r for r in results if r.finding.state == State.GOOD],
        "at": timezone.now(),
    }
    return TemplateResponse(request, "admin/status.html", context)

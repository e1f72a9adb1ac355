"""What programs that watch the portal read."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.operations.guard import for_programs
from config.operations.health import checks, telling
from config.operations.health.finding import State


@never_cache
@require_safe
@for_programs
def detailed(request):
    """Every check as JSON; 503 when one of them is broken."""
    said = telling.told(checks.all_results())
    status = 503 if telling.code(said) == State.BROKEN else 200
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})

"""What programs that watch the portal read."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.operations.guard import for_programs
from config.operations.health import checks, telling
from config.operations.health.finding import State
from config.operations.metrics import counting, text


@never_cache
@require_safe
@for_programs
def detailed(request):
    """Every check as JSON; 503 when one of them is broken."""
    said = telling.told(checks.all_results())
    status = 503 if telling.code(said) == State.BROKEN else 200
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


@never_cache
@require_safe
@for_programs
def metrics(request):
    """Everything that is counted on this machine, for Prometheus."""
    lines = text.lines(checks.all_results(), counting.board())
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type=text.CONTENT_TYPE)

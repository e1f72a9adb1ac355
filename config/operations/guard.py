"""Who may read what is for programs that watch the portal: whoever knows HEALTH_TOKEN."""

from collections.abc import Callable
from functools import wraps
from secrets import compare_digest

from django.conf import settings
from django.http import JsonResponse

_SCHEME = "Bearer "
REFUSED = "Cần tiêu đề “Authorization: Bearer …” với HEALTH_TOKEN của cổng."


def knows_token(request) -> bool:
    """Whether the request brings the token; never, where none is set."""
    given = request.headers.get("Authorization", "")
    if not settings.HEALTH_TOKEN or not given.startswith(_SCHEME):
        return False
    return compare_digest(given.removeprefix(_SCHEME).encode(), settings.HEALTH_TOKEN.encode())


def for_programs(view: Callable) -> Callable:
    """The view, answered only with the token; others are told what is missing, and nothing else."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not knows_token(request):
            refused = JsonResponse({"error": REFUSED}, status=401)
            refused["WWW-Authenticate"] = "Bearer"
            return refused
        return view(request, *args, **kwargs)

    return guarded

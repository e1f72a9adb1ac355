"""The portal with a stand-in for the page of the second step: the code is always the same."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path

from accounts import signing_in

CODE = "135790"
FORM = '<form method="post"><input name="csrfmiddlewaretoken" value="{}"></form>'


def second_step(request):
    """Ask for the code; open the session when it is right."""
    held = signing_in.pending(request)
    if held and request.POST.get("code") == CODE:
        return signing_in.finish(request, held.user, f"{held.by}+totp", held.target)
    return HttpResponse(FORM.format(get_token(request)))


urlpatterns = [path("", include("config.urls")), path("xac-minh/", second_step, name="xac-minh")]

"""The way out: who came in by the provider is signed out there too, if it says how.

OpenID Connect RP-Initiated Logout. On a machine in a shared room the next person would otherwise
be let in at a press of the button, as the one before.
"""

import logging

from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.sso import provider

logger = logging.getLogger(__name__)

BY = "sso"
# In the session: the provider's own token, by which it knows whom to sign out without asking.
KEPT = "lien-thong-the"
# It goes back in an address; a longer one is left out, and the provider asks the person.
LONGEST = 4000


def remember(request, token: str) -> None:
    """Keep the token of this sign-in until the session ends; it stays on the server."""
    if len(token) <= LONGEST:
        request.session[KEPT] = token


def place(request) -> str:
    """Where to go on to when this session ends, "" for nowhere; to be asked while it is open.

    Nobody is kept in by a provider that is away.
    """
    if not settings.OIDC_ISSUER or request.signed_in.by.partition("+")[0] != BY:
        return ""
    try:
        return provider.sign_out_address(request.session.get(KEPT, ""))
    except provider.Unreachable:
        logger.exception("the provider of single sign-on is away; signed out here only")
        return ""


@never_cache
@require_safe
def left(request):
    """Back from the provider: the front page says that it is done. Nothing happens here, and the
    way leads nowhere else, whatever the address says."""
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL) + settings.SIGNED_OUT)

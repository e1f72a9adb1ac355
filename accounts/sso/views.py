"""There and back again: to the provider, and home with a code."""

import logging
import secrets
import time

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import record, signing_in
from accounts.onward import onward
from accounts.sso import leaving, people, provider

logger = logging.getLogger(__name__)

# In the session of whoever is on the way.
UNDER_WAY = "lien-thong"
SECONDS = 10 * 60
AWAY = "Chưa kết nối được với nơi cấp {}. Bạn vẫn đăng nhập được bằng mật khẩu của cổng này."
LATE = "Lần đăng nhập này đã quá lâu, hoặc không bắt đầu từ trình duyệt này. Hãy bắt đầu lại."
CANCELLED = "Bạn chưa đăng nhập bằng {}. Hãy thử lại, hoặc đăng nhập bằng mật khẩu của cổng này."
NOBODY = (
    "Không đăng nhập được bằng {} của bạn: chưa có tài khoản nào ở cổng này dùng cách ấy. Hãy đăng "
    "nhập bằng mật khẩu, hoặc liên hệ người quản trị tài khoản của đơn vị bạn."
)


@never_cache
@require_safe
def go(request):
    """Lead to the provider, with what proves on the way back that it was this browser."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated:
        return redirect(onward(request))
    proof = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}
    try:
        address = provider.sign_in_address(**proof)
    except provider.Unreachable:
        logger.exception("the provider of single sign-on is away")
        return _failed(request, AWAY, 503)
    request.session[UNDER_WAY] = {**proof, "to": onward(request), "at": time.time()}
    return redirect(address)


@never_cache
@require_safe
def back(request):
    """Take the provider's code, ask what it says of the person, and let them in."""
    if not settings.OIDC_ISSUER:
        raise Http404
    held = request.session.pop(UNDER_WAY, None)
    if not _is_ours(request, held):
        return _failed(request, LATE, 400)
    if not request.GET.get("code"):
        return _failed(request, CANCELLED, 403)
    try:
        claims, token = provider.claims_for(request.GET["code"], held["verifier"], held["nonce"])
        user = people.enter(request, claims)
    except provider.Unreachable:
        logger.exception("the provider of single sign-on is away")
        return _failed(request, AWAY, 503)
    except provider.Refused as reason:
        return _refused(request, reason)
    answer = signing_in.proven(request, user, leaving.BY, held["to"])
    leaving.remember(request, token)
    return answer


def _is_ours(request, held: dict | None) -> bool:
    if held is None or time.time() - held["at"] > SECONDS:
        return False
    return constant_time_compare(request.GET.get("state", ""), held["state"])


def _refused(request, reason: Exception):
    """Written down for administrators; the person hears the same whatever it was."""
    logger.warning("single sign-on was refused: %s", reason)
    note = f"{people.NOTE}: {reason}"[:500]
    record.log("refused", request, note=note, after={"by": "sso"})
    return _failed(request, NOBODY, 403)


def _failed(request, sentence: str, status: int):
    words = {"sentence": sentence.format(settings.OIDC_NAME), "name": settings.OIDC_NAME}
    return render(request, "registration/sso_failed.html", words, status=status)

"""The way in: from a first proof of who somebody is to an open session.

Password, passkey and the province's sign-in all come to `proven`; nothing else calls login().
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts import browsers, devices, record, sessions
from accounts.factors import duty, proof
from accounts.models import User
from news.text.vietnamese import short_moment

# In the session of somebody who is not signed in yet.
PENDING = "cho-xac-minh"
# So many seconds for the second step; then the password is asked for again.
PENDING_SECONDS = 10 * 60
# A passkey is both factors at once: the device, and its owner's finger, face or PIN.
BOTH_AT_ONCE = ("passkey",)
NEW_DEVICE = (
    "Tài khoản của bạn vừa được đăng nhập từ một thiết bị mới: {}, {}. Nếu không phải bạn, hãy "
    "đổi mật khẩu ngay, rồi vào Tài khoản của tôi để kết thúc phiên lạ."
)


@dataclass(frozen=True)
class Pending:
    """Somebody whose first step was right: who, by what, and where they wanted to go."""

    user: User
    by: str
    target: str


def proven(request, user: User, by: str, target: str) -> HttpResponseRedirect:
    """Answer a right first step: on to the second one if the person has one, else in.

    `by` is "password", "passkey" or "sso"; `target` is a path of ours.
    """
    if by in BOTH_AT_ONCE or not user.factors.exists():
        return finish(request, user, by, target)
    # Nobody may have prepared this session.
    request.session.flush()
    held = {"user": user.pk, "by": by, "to": target, "at": time.time()}
    request.session[PENDING] = {**held, "stamp": user.get_session_auth_hash()}
    return redirect("xac-minh")


def pending(request) -> Pending | None:
    """Who waits for the second step in this session; None when nobody does, or too long."""
    held = request.session.get(PENDING)
    if not held or time.time() - held["at"] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    # A password or a factor that changed meanwhile makes the first step worthless.
    if user is None or not constant_time_compare(held["stamp"], user.get_session_auth_hash()):
        return None
    return Pending(user, held["by"], held["to"])


def finish(request, user: User, by: str, target: str) -> HttpResponseRedirect:
    """Open a new session for the person, write it down and lead them on.

    `by` names all that was shown: "password", "password+totp", "passkey".
    """
    request.session.pop(PENDING, None)
    token = devices.token_of(request) or devices.new_token()
    with transaction.atomic():
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        device, new = devices.met(request, user, token)
        sessions.begin(request, user, by, device)
        record.log("signed_in", request, actor=user, after={"by": by, "device": device.pk})
        proof.note(request)
        duty.settle(user)
        if new:
            _tell_of_new_device(request, user)
    response = redirect(target)
    devices.give(response, token)
    return response


def _tell_of_new_device(request, user: User) -> None:
    """Write it down (mails are made of that), and say it in the sessions open elsewhere."""
    event = record.log("new_device", request, actor=user)
    words = NEW_DEVICE.format(browsers.named(event.agent), short_moment(event.at))
    sessions.tell_others(request, user, words)

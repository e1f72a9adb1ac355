"""The way in: from a first proof of who somebody is to an open session.

Password, passkey and the province's sign-in all come to `proven`; nothing else calls login().
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts import record
from accounts.factors import duty, proof
from accounts.models import User

# In the session of somebody who is not signed in yet.
PENDING = "cho-xac-minh"
# So many seconds for the second step; then the password is asked for again.
PENDING_SECONDS = 10 * 60
# A passkey is both factors at once: the device, and its owner's finger, face or PIN.
BOTH_AT_ONCE = ("passkey",)


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
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record.log("signed_in", request, actor=user, after={"by": by})
    proof.note(request)
    duty.settle(user)
    return redirect(target)

"""How lately the person at this session proved who they are; asked before factors change.

Somebody who finds an open session must not be able to give himself a key to the account.
"""

import time
from functools import wraps
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

PROVEN = "chung-minh"
SECONDS = 10 * 60


def note(request, asked: bool = False) -> None:
    """They have just proved it: by signing in, or because a page `asked` for it."""
    request.session[PROVEN] = {"at": time.time(), "asked": asked}


def fresh(request, asked: bool = False) -> bool:
    """Whether that was within ten minutes; with `asked` a sign-in is not enough."""
    held = request.session.get(PROVEN)
    if not held or time.time() - held["at"] > SECONDS:
        return False
    return held["asked"] or not asked


def place(target: str) -> str:
    """The page that asks, on the way to `target`."""
    return f"{reverse('hai-buoc-xac-nhan')}?{urlencode({'next': target})}"


def needed(asked: bool = False):
    """Decorator of views: first to the page that asks, then back."""

    def decorate(view):
        @wraps(view)
        def ask_first(request, *args, **kwargs):
            if fresh(request, asked):
                return view(request, *args, **kwargs)
            return redirect(place(request.path))

        return ask_first

    return decorate

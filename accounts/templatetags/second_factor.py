"""The part of the sign-in page for people with a passkey."""

from django import template
from django.urls import reverse

from accounts.factors import passkeys

register = template.Library()


@register.inclusion_tag("registration/_passkey_door.html")
def passkey_door(token: str, target: str) -> dict:
    """The button that signs in by a passkey alone and leads on to `target`.

    `token` is the page's csrf_token. Nothing where the portal's address makes passkeys impossible.
    """
    return {
        "possible": passkeys.possible(),
        "action": reverse("dang-nhap-khoa"),
        "token": token,
        "next": target,
    }

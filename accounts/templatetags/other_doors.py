"""The other ways in, under the form of the sign-in page."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("registration/_other_doors.html")
def other_doors(target: str) -> dict:
    """A forgotten password, a one-time code, and the province's sign-in where there is one.

    `target` is the path of ours that the sign-in leads to.
    """
    return {"single": settings.OIDC_NAME if settings.OIDC_ISSUER else "", "next": target}

"""Which secrets are strong enough to start with."""

from django.core.exceptions import ImproperlyConfigured

# A random value shows more signs than this; "aaaa…" and "changeme…" do not.
_DIFFERENT = 10


def strong(name: str, value: str, least: int) -> str:
    """The value of the setting `name`; raises ImproperlyConfigured for one that can be guessed."""
    if len(value) < least or len(set(value)) < _DIFFERENT:
        raise ImproperlyConfigured(f"{name} is weak: give at least {least} random characters.")
    return value

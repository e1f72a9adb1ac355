"""Ranges of addresses as a technician writes them."""

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured


def ranges(name: str, texts: list[str]) -> list[str]:
    """The texts of the setting `name`; raises ImproperlyConfigured for one that is no range."""
    for text in texts:
        try:
            ip_network(text)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {text!r} is no address and no range such as 10.0.0.0/24."
            ) from error
    return texts

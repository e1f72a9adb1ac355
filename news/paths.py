"""Addresses of the portal's own pages, each put together once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

# A list has some thirty of them; each takes two hundred bytes.
MOST = 10_000


def to(name: str, *args) -> str:
    """What `reverse` says: the address of the view of that name with these arguments."""
    # A server may tell of a folder before all addresses; nobody else's pages are to name it.
    return _path(get_script_prefix(), name, *args)


@lru_cache(maxsize=MOST)
def _path(prefix: str, name: str, *args) -> str:
    return reverse(name, args=args)

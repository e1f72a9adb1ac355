"""What a report of a failure may hold when it leaves this machine: no person, and nothing typed."""

from collections.abc import Callable

# Whole parts that are left out, wherever they stand.
DROPPED = {"cookies", "data", "env", "headers", "query_string", "user", "vars", "extra"}


def scrubbed(thing, clean: Callable[[str], str]):
    """A report (of dicts, lists and texts) without such parts, every text of it cleaned."""
    if isinstance(thing, dict):
        return {key: scrubbed(value, clean) for key, value in thing.items() if key not in DROPPED}
    if isinstance(thing, list | tuple):
        return [scrubbed(value, clean) for value in thing]
    return clean(thing) if isinstance(thing, str) else thing

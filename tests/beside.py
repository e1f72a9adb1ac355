"""What a process of its own needs to work on the test's database."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


def database_url() -> str:
    """The DATABASE_URL of the database that the tests made; the last part of the path is its name,
    and before it may stand the folder of the server's socket."""
    url = urlsplit(os.environ["DATABASE_URL"])
    folder = url.path.rpartition("/")[0]
    return urlunsplit(url._replace(path=f"{folder}/{connection.settings_dict['NAME']}"))


def environment(**more: str) -> dict[str, str]:
    """The environment of such a process, with the tests' settings unless `more` says otherwise."""
    own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
    return {**os.environ, **own, **more}

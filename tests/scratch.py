"""A portal apart from the tests' own: its database, folders of its own, all gone afterwards."""

from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage, storages
from django.db import connection

from news.media.models import Attachment, FormerFile, Image


@contextmanager
def database(kind: str, template: bool = False, owner: str = ""):
    """A database that every connection opened within leads to: empty or a copy of the tests' own;
    with an owner it is theirs, and so is whoever connects."""
    settings = connection.settings_dict
    before = settings["NAME"], settings["OPTIONS"]
    name = f"{before[0]}_{kind}"
    _make(name, before[0] if template else "template0", owner)
    settings["NAME"] = name
    if owner:
        settings["OPTIONS"] = {**settings["OPTIONS"], "options": f"-c role={owner}"}
    try:
        yield name
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"] = before
        _run(f'DROP DATABASE "{name}" WITH (FORCE)')


def _make(name: str, template: str, owner: str) -> None:
    _run(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{template}"' + (f' OWNER "{owner}"' if owner else ""),
    )


def _run(*statements: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def plain_role():
    """Somebody who may own a database and nothing else."""
    name = f"{connection.settings_dict['NAME']}_keeper"
    may_nothing = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
    _run(f'DROP ROLE IF EXISTS "{name}"', f'CREATE ROLE "{name}" {may_nothing}')
    try:
        yield name
    finally:
        _run(f'DROP ROLE "{name}"')


@contextmanager
def folders(top: Path):
    """The portal's pictures and attachments lie below this folder."""
    models = (Image, Attachment, FormerFile)
    fields = [model._meta.get_field("file").storage for model in models]
    known = {"media": [storages["default"], default_storage, fields[0]]}
    known["attachments"] = [storages["attachments"], *fields[1:]]
    before = [(one, one.location) for stores in known.values() for one in stores]
    for name, stores in known.items():
        for one in stores:
            one.location = str(top / name)
    try:
        yield top
    finally:
        for one, location in before:
            one.location = location

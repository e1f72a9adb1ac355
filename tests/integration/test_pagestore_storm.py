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
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db(transaction=True)
# PAGE_STORE_EDITS=500 makes it a thousand edits in all.
EDITS = int(os.environ.get("PAGE_STORE_EDITS", "40"))
# So many seconds between two edits, in the mean.
PAUSE = float(os.environ.get("PAGE_STORE_PAUSE", "0.02"))
# In which a reader gets to see a page, whose next edit is not there yet.
LONGER = 0.1
ADDRESSES = ("/", "/tin-tuc/", "/so-do-cong/", "/dinh-chinh/")


@contextmanager
def editors(folder, rows, pause=PAUSE):
    """Two processes at work, each on a field of a row, so many seconds between two edits: how often
    each has saved so far, and whether they go on."""
    name, found = connection.settings_dict["NAME"], []
    files = [folder / f"saved-{place}" for place in range(len(rows))]
    for (row, field), file in zip(rows, files, strict=True):
        file.write_bytes(bytes(4))
        given = [name, str(folder), row._meta.label, str(row.pk), field, str(EDITS), str(pause)]
        command = [sys.executable, "-m", "tests.storm_editor", *given, str(file)]
        found.append(subprocess.Popen(command, cwd=project.BASE_DIR))  # noqa: S603 - our own
    yield (
        lambda: [int.from_bytes(file.read_bytes()) for file in files],
        lambda: any(editor.poll() is None for editor in found),
    )
    assert [editor.wait(10) for editor in found] == [0, 0]


def shown(answer, field: str) -> int:
    """Which edit of a field a page shows."""
    return int(re.search(rf"{field} (\d+)", answer.body.decode()).group(1))


def test_nobody_reads_less_than_was_saved(tmp_path, settings, capsys):
    portal = Portal.objects.create(pk=1, phone="phone 0", address="address 0")
    rows, states = [(portal, "phone"), (portal, "address")], []
    with pagestore.site(tmp_path, settings) as site, editors(tmp_path, rows) as (saved, going_on):
        while going_on():
            for address in ADDRESSES:
                before, answer = saved(), site.get(address)
                seen = [shown(answer, field) for _, field in rows]
                assert all(s >= b for s, b in zip(seen, before, strict=True)), answer.state
                states.append(answer.state)
        assert [shown(site.get("/"), field) for _, field in rows] == [EDITS, EDITS]
    _say(capsys, states)
    assert states.count("hit") > 2 * EDITS


def test_nor_on_a_page_that_was_read_again_since(tmp_path, settings, capsys):
    """Each edit is seen on the pages of one section, and has all others read again."""
    Portal.objects.create(pk=1)
    rows = [(make_article(title="title 0", category=make_category(s)), "title") for s in "AB"]
    pages = [(row.get_absolute_url(), row.category.get_absolute_url()) for row, _ in rows]
    states = []
    with (
        pagestore.site(tmp_path, settings) as site,
        editors(tmp_path, rows, max(PAUSE, LONGER)) as doing,
    ):
        saved, going_on = doing
        while going_on():
            for place, address in [(n, page) for n, both in enumerate(pages) for page in both]:
                before, answer = saved()[place], site.get(address)
                assert shown(answer, "title") >= before, (address, answer.state)
                states.append(answer.state)
        assert [shown(site.get(section), "title") for _, section in pages] == [EDITS, EDITS]
    _say(capsys, states)
    assert states.count("hit; read again") > EDITS


def _say(capsys, states) -> None:
    found = {state: states.count(state) for state in ("hit", "hit; read again", "miss")}
    with capsys.disabled():
        print(f"\n{len(states)} reads during {2 * EDITS} edits: {found}")  # noqa: T201

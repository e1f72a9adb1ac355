"""Five hundred people from a workbook: looked at and made within what one request may take."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from config import settings as production
from news.people.sheet import COLUMNS, MOST
from tests import sheets, staff
from tests.factories import make_unit, make_user

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
PATH = "/quan-tri/accounts/user/nhap/"
# The web server gives up after sixty seconds (deploy/gunicorn.conf.py); half of that, here.
MOST_SECONDS = 30


def people() -> bytes:
    """A workbook of as many as a list may hold, each with everything."""
    rows = (
        (f"Nguyễn Thị Lan {n}", f"lan.{n}", f"lan{n}@example.vn", "", "Biên tập viên", "BTGHU")
        for n in range(MOST)
    )
    return sheets.ours(tuple(COLUMNS.values()), *rows)


def took(work):
    """What the work returns, and how many seconds of the clock and of a processor it took."""
    clock, processor = time.monotonic(), time.process_time()
    found = work()
    return found, time.monotonic() - clock, time.process_time() - processor


@pytest.mark.parametrize("mail", [False, True])
def test_the_longest_list_fits_into_a_request(settings, capsys, mail):
    settings.PASSWORD_HASHERS, settings.MAIL = production.PASSWORD_HASHERS, mail
    make_unit()
    browser = staff.browser(make_user("account_admin"))
    file = SimpleUploadedFile("danh-sach.xlsx", people())
    looked, *dry = took(lambda: browser.post(PATH, {"tep": file}))
    sent = {"danh-sach": looked.context["list"]}
    done, *real = took(lambda: browser.post(PATH, sent))
    with capsys.disabled():
        for name, (clock, processor) in {"looked at": dry, "made": real}.items():
            print(f" {name}: {clock:.1f} s, {processor:.1f} s of a core;", end="")  # noqa: T201
    assert len(done.context["rows"]) == User.objects.count() - 1 == MOST
    assert max(dry[0], real[0]) < MOST_SECONDS

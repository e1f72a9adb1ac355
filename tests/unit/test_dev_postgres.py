"""The address of the embedded database survives every checkout path on its way into settings."""

from pathlib import Path

import environ
import pytest

from config.dev.postgres import database_url

FOLDERS = [
    "/var/lib/congthongtin-dev/53c024438935/socket",
    "/home/thu/cổng thông tin/var/postgres/socket",
    "/srv/100% của tôi/a?b#c&d+e@f:5/socket",
    '/home/O\'Brien "x"/socket',
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_django_environ_reads_the_socket_folder_back(folder):
    read = environ.Env.db_url_config(database_url(Path(folder)))
    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": folder,
        "PORT": 5432,
        "USER": "postgres",
        "PASSWORD": "",
        "NAME": "congthongtin",
    }

"""`make backup` and `make restore`: the commands of production, for the data of `make run`."""

import os

from django.core.management import call_command
from django.core.management.base import CommandError

from config.dev import run
from config.dev.console import Failure


def backup() -> None:
    """Back up into FOLDER, also while the portal runs."""
    folder = _folder("make backup FOLDER=/đường/dẫn/thư-mục")
    with run.application():
        _call("backup", folder)


def restore() -> None:
    """Restore from FOLDER; the command refuses where there is data already."""
    folder = _folder("make restore FOLDER=/đường/dẫn/thư-mục")
    with run.application():
        _call("restore", folder, name=os.environ.get("NAME", ""))


def _folder(usage: str) -> str:
    folder = os.environ.get("FOLDER", "")
    if not folder:
        raise Failure(f"Hãy ghi thư mục sao lưu: {usage}")
    return folder


def _call(command: str, *arguments: str, **options: str) -> None:
    try:
        call_command(command, *arguments, **options)
    except CommandError as refused:
        raise Failure(str(refused)) from refused

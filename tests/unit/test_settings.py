"""Settings that would be dangerous stop the portal before it starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOUND = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefg",
    "DATABASE_URL": "postgresql://postgres@/x",
    "MEDIA_ROOT": "/srv/media",
    "ATTACHMENTS_ROOT": "/srv/attachments",
}


def complaint(**values) -> str:
    """What a start with these values says on the error channel."""
    environment = {**os.environ, **SOUND, **values}
    command = [sys.executable, "-c", "import config.settings"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stderr


def test_sound_values_are_taken():
    assert complaint() == ""


@pytest.mark.parametrize("folder", ["/srv/media", "/srv/media/tep", "/srv/x/../media/tep"])
def test_attachments_never_lie_where_everybody_reads(folder):
    assert "ATTACHMENTS_ROOT lies in MEDIA_ROOT" in complaint(ATTACHMENTS_ROOT=folder)


def test_a_weak_key_is_refused():
    assert "SECRET_KEY is weak" in complaint(SECRET_KEY="x" * 60)

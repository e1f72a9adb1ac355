"""Where clusters live: socket paths that fit, and folders that nobody else can have prepared."""

import os
import stat
from pathlib import Path

import pytest

from config.dev import places
from config.dev.console import Failure

ME = os.geteuid()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_socket_lies_beside_the_data_when_its_path_fits(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    home = Path("pg")
    home.mkdir()
    assert places._short_socket_folder(home) == home / "socket"


def test_a_long_checkout_gets_a_short_private_socket_folder(tmp_path):
    home = tmp_path / ("x" * 120)
    home.mkdir()
    folder = places._short_socket_folder(home)
    try:
        assert len(os.fsencode(folder / places.SOCKET_NAME)) <= places.LONGEST_SOCKET_PATH
        assert mode(folder) == 0o700
        assert places._short_socket_folder(home) == folder
    finally:
        folder.rmdir()


def test_vietnamese_letters_count_as_the_bytes_they_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # 78 letters with the socket's name, but 3 bytes for each ề
    home = Path("ề" * 56)
    home.mkdir()
    folder = places._short_socket_folder(home)
    folder.rmdir()
    assert folder.parent != home


def test_a_private_folder_is_made_for_its_owner_alone(tmp_path):
    old = os.umask(0)
    try:
        assert mode(places.private_folder(tmp_path / "new")) == 0o700
    finally:
        os.umask(old)


def test_our_own_folder_is_accepted_and_closed_again(tmp_path):
    (tmp_path / "old").mkdir(mode=0o755)
    assert mode(places.private_folder(tmp_path / "old")) == 0o700


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failure, match="người khác tạo"):
        places.private_folder(tmp_path / "link")


@pytest.mark.skipif(ME != 0, reason="only root can make a folder that belongs to somebody else")
def test_a_stranger_s_folder_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 12345, -1)
    with pytest.raises(Failure, match="người khác tạo"):
        places.private_folder(tmp_path / "theirs")


def test_an_abandoned_test_cluster_is_swept_and_a_living_one_is_not(tmp_path):
    for name in ("test-dead", "test-living", "test-young", "other"):
        (tmp_path / name).mkdir()
        age = 0 if name == "test-young" else 1000
        os.utime(tmp_path / name, (os.path.getmtime(tmp_path) - age,) * 2)
    held = places.take_lock(tmp_path / "test-living" / "lock")
    os.utime(tmp_path / "test-living", (0, 0))
    places._sweep(tmp_path, "test-")
    os.close(held)
    assert {path.name for path in tmp_path.iterdir()} == {"test-living", "test-young", "other"}

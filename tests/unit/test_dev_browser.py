"""The search for Chromium: the named one first, then the system's, then Playwright's newest."""

from pathlib import Path

import pytest

from config.dev import browser
from config.dev.browser import find_chromium
from config.dev.console import Failure


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path):
    """A machine without a browser: its search path and home are empty folders."""
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home")}


def test_nowhere_is_none(machine, tmp_path):
    assert find_chromium(machine, tmp_path) is None


def test_the_named_one_goes_before_all(machine, tmp_path):
    program(tmp_path / "bin" / "chromium")
    mine = program(tmp_path / "my own" / "chrome")
    assert find_chromium({**machine, "CHROMIUM": str(mine)}, tmp_path) == mine


def test_a_named_one_that_cannot_run_is_an_error_not_a_silent_other(machine, tmp_path):
    program(tmp_path / "bin" / "chromium")
    with pytest.raises(Failure, match="CHROMIUM="):
        find_chromium({**machine, "CHROMIUM": str(tmp_path / "none")}, tmp_path)


@pytest.mark.parametrize("name", browser.NAMES)
def test_the_system_s_is_found_under_each_of_its_names(machine, tmp_path, name):
    found = program(tmp_path / "bin" / name)
    assert find_chromium(machine, tmp_path) == found


def test_chrome_on_macos(machine, tmp_path):
    found = program(tmp_path / browser.MACOS_PATHS[0])
    assert find_chromium(machine, tmp_path) == found


def test_playwright_s_newest_build(machine, tmp_path):
    cache = tmp_path / "home" / ".cache" / "ms-playwright"
    program(cache / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(cache / "chromium-1148" / "chrome-linux" / "chrome")
    assert find_chromium(machine, tmp_path) == newest


def test_playwright_s_own_setting_names_its_folder(machine, tmp_path):
    found = program(tmp_path / "kho" / "chromium-1" / "chrome-linux64" / "chrome")
    chosen = {**machine, "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "kho")}
    assert find_chromium(chosen, tmp_path) == found


def test_only_debian_itself_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    release = tmp_path / "etc" / "os-release"
    release.parent.mkdir()
    release.write_text('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n')
    assert not browser._is_debian(tmp_path)
    release.write_text('NAME="Debian GNU/Linux"\nID=debian\n')
    assert browser._is_debian(tmp_path)


def test_elsewhere_nothing_is_installed_and_the_way_to_a_browser_is_said(monkeypatch):
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setattr(browser, "_is_debian", lambda: False)
    assert browser.ensure_chromium() is None
    with pytest.raises(Failure, match="apt-get install chromium"):
        browser.show()


def test_debian_s_is_installed_where_that_is_allowed(monkeypatch, tmp_path):
    """apt-get is a stand-in that makes the browser appear when asked for it."""
    chromium, asked = tmp_path / "chromium", tmp_path / "asked"
    apt = program(tmp_path / "apt-get")
    apt.write_text(
        f'#!/bin/sh\necho "$*" >> "{asked}"\n[ "$2" = install ] && : > "{chromium}" || :\n'
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(browser, "_is_debian", lambda: True)
    monkeypatch.setattr(browser, "_privilege", list)
    monkeypatch.setattr(browser, "find_chromium", lambda: chromium if chromium.exists() else None)
    assert browser.ensure_chromium() == chromium
    assert asked.read_text().splitlines() == [
        "-qq update",
        "-qq install -y --no-install-recommends chromium",
    ]

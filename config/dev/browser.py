"""Finds the Chromium that drives the browser tests, and installs Debian's where that is allowed."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from config.dev.console import Failure, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS_PATHS = (
    "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_FOLDERS = (".cache/ms-playwright", "Library/Caches/ms-playwright")
PLAYWRIGHT_PATTERNS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
MISSING = """\
╔══ KHÔNG CÓ TRÌNH DUYỆT: các kiểm thử trên trình duyệt bị BỎ QUA ══
║  Debian:      sudo apt-get install chromium
║  Hệ khác:     .venv/bin/python -m playwright install chromium
║  Có sẵn rồi:  CHROMIUM=/đường/dẫn/tới/chromium make test
╚══"""


def find_chromium(
    environment: Mapping[str, str] = os.environ, root: Path = Path("/")
) -> Path | None:
    """The browser that was named, else the system's, else Playwright's own, else None."""
    named = environment.get("CHROMIUM")
    if named:
        return _named(Path(named))
    return _on_the_path(environment) or _on_macos(root) or _playwrights(environment)


def _named(path: Path) -> Path:
    if not _can_run(path):
        raise Failure(f"CHROMIUM={path} không phải một chương trình chạy được.")
    return path


def _on_the_path(environment: Mapping[str, str]) -> Path | None:
    for name in NAMES:
        found = shutil.which(name, path=environment.get("PATH", os.defpath))
        if found:
            return Path(found)
    return None


def _on_macos(root: Path) -> Path | None:
    return next((root / path for path in MACOS_PATHS if _can_run(root / path)), None)


def _playwrights(environment: Mapping[str, str]) -> Path | None:
    """The newest build in the folders where `playwright install` puts them."""
    home = Path(environment.get("HOME", "/"))
    chosen = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(chosen)] if chosen else [home / folder for folder in PLAYWRIGHT_FOLDERS]
    builds = [
        build
        for folder in folders
        for pattern in PLAYWRIGHT_PATTERNS
        for build in folder.glob(pattern)
        if _can_run(build)
    ]
    return max(builds, key=_build_number, default=None)


def _build_number(path: Path) -> int:
    numbers = [re.fullmatch(r"chromium-(\d+)", part) for part in path.parts]
    return max((int(number[1]) for number in numbers if number), default=0)


def _can_run(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def ensure_chromium() -> Path | None:
    """The browser, after installing Debian's where there is none and we may."""
    found = find_chromium()
    if found is None and _is_debian() and (privilege := _privilege()) is not None:
        _install(privilege)
        found = find_chromium()
    return found


def _is_debian(root: Path = Path("/")) -> bool:
    """Debian itself: Ubuntu's package of that name is only a pointer to a snap."""
    release = root / "etc/os-release"
    lines = release.read_text().splitlines() if release.exists() else []
    return "ID=debian" in lines and shutil.which("apt-get") is not None


def _privilege() -> list[str] | None:
    """What to write before apt-get, or None where we may not install anything."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _install(privilege: list[str]) -> None:
    """A failure is shown and not raised: the tests that need no browser can still run."""
    apt = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    with step("Cài trình duyệt chromium của Debian cho các kiểm thử (chỉ một lần)"):
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(
                [*apt, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                say(f"apt-get {arguments[0]} không thành công:\n{done.stdout[-2000:]}")
                return


def show() -> None:
    """`python -m config.dev browser`: the path alone, for scripts."""
    found = find_chromium()
    if found is None:
        raise Failure(MISSING)
    say(str(found))

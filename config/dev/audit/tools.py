"""The programs of others that judge the pages, installed into var/audit by npm; Java for one."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.dev.browser import MISSING, ensure_chromium
from config.dev.console import Failure, last_lines, step
from config.dev.environment import VAR, open_var

HERE = Path(__file__).parent
FOLDER = VAR / "audit"
LOCK = "package-lock.json"
NEEDS = {
    "npm": "Cần Node.js 20 trở lên và npm. Debian: sudo apt-get install nodejs npm",
    "java": "Cần Java. Debian: sudo apt-get install default-jre-headless",
}


@dataclass(frozen=True)
class Toolbox:
    """Where the programs lie, and the browser they drive."""

    folder: Path
    chromium: Path

    def run(self, *command: str, **options) -> subprocess.CompletedProcess[bytes]:
        """Run a program in the folder of the tools; its answer, whatever its exit code."""
        environment = {
            **os.environ,
            "CHROME_PATH": str(self.chromium),
            "PUPPETEER_EXECUTABLE_PATH": str(self.chromium),
        }
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, check=False, **options
        )

    def path(self, *parts: str) -> str:
        """A file of an installed package."""
        return str(self.folder.joinpath("node_modules", *parts))


def prepare() -> Toolbox:
    """Install what package-lock.json names, unless that lies there already.

    Failure: what is missing on this machine, and how to get it.
    """
    for program, words in NEEDS.items():
        if shutil.which(program) is None:
            raise Failure(words)
    chromium = ensure_chromium()
    if chromium is None:
        raise Failure(MISSING)
    open_var()
    FOLDER.mkdir(exist_ok=True)
    if not _is_installed():
        with step("Cài các công cụ kiểm tra (lần đầu vài phút)"):
            _install()
    return Toolbox(FOLDER, chromium)


def _is_installed() -> bool:
    """npm's work is complete only once the lock is copied, which is done last."""
    done = FOLDER / "installed.json"
    return done.exists() and done.read_bytes() == (HERE / LOCK).read_bytes()


def _install() -> None:
    for name in ("package.json", LOCK):
        shutil.copy(HERE / name, FOLDER / name)
    log = FOLDER / "npm.log"
    with log.open("wb") as out:
        done = subprocess.run(
            # No scripts of packages: the one that matters would fetch a second browser.
            ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            cwd=FOLDER,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Failure(f"npm không cài được ({log}):\n{last_lines(log)}")
    shutil.copy(HERE / LOCK, FOLDER / "installed.json")

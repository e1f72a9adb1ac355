"""Makes .venv and keeps it equal to requirements/dev.txt; run by the system's own Python.

Only the standard library is used here: this is what brings everything else.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.dev.console import Failure, complain, speak_safely, step

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".venv"
PYTHON = FOLDER / "bin" / "python"
LOCK = CHECKOUT / "requirements" / "dev.txt"
# Exists while pip works: when it is found at the start, the last attempt was cut short.
UNFINISHED = FOLDER / "unfinished"
# Holds the digest of the lock that was installed.
INSTALLED = FOLDER / "installed"
PROBE = "import sys, pip; sys.exit(sys.version_info < (3, 11))"


def ensure() -> None:
    """Do nothing, quickly, when all is there; else install, or repair what was cut short."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if _is_usable() and INSTALLED.exists() and INSTALLED.read_text() == digest:
        return
    if not _is_usable():
        _make()
    with step("Cài thư viện vào .venv theo requirements/dev.txt (lần đầu khoảng một phút)"):
        _install()
    INSTALLED.write_text(digest)
    UNFINISHED.unlink()


def _is_usable() -> bool:
    """Also false when the Python it was made from has been removed or replaced."""
    if not PYTHON.exists() or UNFINISHED.exists():
        return False
    return subprocess.run([PYTHON, "-c", PROBE], capture_output=True, check=False).returncode == 0


def _make() -> None:
    """From nothing: mending half a folder is slower to get right than making it again."""
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    with step("Tạo môi trường Python .venv"):
        made = _run([sys.executable, "-m", "venv", FOLDER])
        if made.returncode:
            raise Failure(f"Không tạo được .venv. {_advice(made.stdout)}")


def _advice(printed: str) -> str:
    """Debian and Ubuntu ship the venv module apart from Python."""
    if shutil.which("apt-get") is None or "ensurepip" not in printed:
        return f"Python nói:\n{printed}"
    default = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    package = "python3-venv" if default else f"python{version}-venv"
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"Hãy chạy lệnh sau rồi thử lại:\n\n    {sudo}apt-get install {package}"


def _install() -> None:
    UNFINISHED.touch()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    done = _run([*pip, "install", "--quiet", "--require-hashes", "--requirement", LOCK])
    if done.returncode:
        raise Failure(f"Không cài được thư viện (lần đầu cần mạng):\n{done.stdout}")


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


if __name__ == "__main__":
    speak_safely()
    try:
        ensure()
    except Failure as failure:
        complain(str(failure))
        sys.exit(1)

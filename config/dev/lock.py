"""The locked libraries of requirements/*.txt as data: what is installed, and by which bytes."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from config.dev.environment import CHECKOUT

FOLDER = CHECKOUT / "requirements"
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*(.*?))?\s*\\?$")
_HASH = re.compile(r"\s+--hash=(\S+?)\s*\\?$")


@dataclass(frozen=True)
class Pin:
    """One line of the lock; `marker` says where it is installed, "" everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read(path: Path) -> list[Pin]:
    """The lines of a lock. Raises ValueError at one that is neither a pin nor its hash."""
    found: list[Pin] = []
    for line in path.read_text().splitlines():
        pin, seal = _PIN.fullmatch(line), _HASH.fullmatch(line)
        if pin:
            found.append(Pin(normal(pin[1]), pin[2], pin[3] or "", ()))
        elif seal and found:
            last = found.pop()
            hashes = (*last.hashes, seal[1])
            found.append(Pin(last.name, last.version, last.marker, hashes))
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"{path.name}: {line!r} is no locked library")
    return found


def normal(name: str) -> str:
    """The one form of a library's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(group: str = "") -> list[str]:
    """What pyproject.toml asks for, by the portal itself or by a group of its tools."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    return project["dependency-groups"][group] if group else project["project"]["dependencies"]

"""`make audit-deps`: whether the lock is whole and honest, and what is known against its libraries.

The first needs no network. The second asks osv.dev; where that cannot be reached the command fails
and says so, because nobody has looked then.
"""

import json
import urllib.request
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement

from config.dev import lock
from config.dev.console import Failure, say

ADVISORIES = "https://api.osv.dev/v1/querybatch"
_SECONDS = 30


def audit() -> None:
    """Say what is wrong. Raises Failure when something is, or when nobody could be asked."""
    wrong = faults()
    for line in wrong:
        say(line)
    if wrong:
        raise Failure(f"KHÔNG ĐẠT: {len(wrong)} chỗ trong requirements/")
    say("Khóa thư viện: đủ mã băm, khớp pyproject.toml và bản đã cài.")
    known = list(weaknesses(lock.read(lock.FOLDER / "dev.txt")))
    for line in known:
        say(line)
    if known:
        raise Failure(f"KHÔNG ĐẠT: {len(known)} lỗ hổng đã công bố")
    say("osv.dev: không biết lỗ hổng nào của các bản này.")


def faults() -> list[str]:
    """What is wrong with the lock itself, a sentence for each."""
    prod, dev = (lock.read(lock.FOLDER / f"{name}.txt") for name in ("prod", "dev"))
    found = [f"{pin.name}: không có mã băm sha256" for pin in [*prod, *dev] if not _sealed(pin)]
    found += [f"{pin.name}: prod.txt và dev.txt khác nhau" for pin in prod if pin not in dev]
    found += _unmet(lock.asked_for(), prod) + _unmet(lock.asked_for("dev"), dev)
    return found + [f"{pin.name}: đã cài {_installed(pin)}" for pin in dev if not _agrees(pin)]


def _sealed(pin: lock.Pin) -> bool:
    return bool(pin.hashes) and all(seal.startswith("sha256:") for seal in pin.hashes)


def _unmet(asked: Iterable[str], pins: list[lock.Pin]) -> list[str]:
    """What pyproject.toml asks for and the lock does not give."""
    found = []
    for text in asked:
        wanted = Requirement(text)
        given = [pin.version for pin in pins if pin.name == lock.normal(wanted.name)]
        if not given or not all(map(wanted.specifier.contains, given)):
            found.append(f"pyproject.toml cần {text}, khóa có {', '.join(given) or 'không'}")
    return found


def _installed(pin: lock.Pin) -> str:
    try:
        return metadata.version(pin.name)
    except metadata.PackageNotFoundError:
        return ""


def _agrees(pin: lock.Pin) -> bool:
    """Whether this version is installed, or none as on another system."""
    return bool(pin.marker) or _installed(pin) in ("", pin.version)


def weaknesses(pins: list[lock.Pin], place: str = ADVISORIES) -> Iterable[str]:
    """Published weaknesses of these very versions, by their numbers. Raises Failure when the list
    cannot be asked, or answers something else."""
    questions = [
        {"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version} for pin in pins
    ]
    answer = _asked(place, {"queries": questions})
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or len(results) != len(pins):
        raise Failure(f"{place} trả lời không hiểu được: CHƯA kiểm tra lỗ hổng.")
    for pin, result in zip(pins, results, strict=True):
        for found in (result or {}).get("vulns", []):
            yield f"{pin.name} {pin.version}: {found['id']} (https://osv.dev/{found['id']})"


def _question(pin: lock.Pin) -> dict:
    return {"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version}


def _asked(place: str, question: dict):
    data = json.dumps(question).encode()
    request = urllib.request.Request(place, data, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
    except (OSError, ValueError) as error:
        raise Failure(f"Không hỏi được {place}: CHƯA kiểm tra lỗ hổng. {error}") from error

"""Whether what stands in the database and the folders is what a backup says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.operations.backup import files, snapshot
from config.operations.backup.files import Kept
from config.operations.backup.manifest import Manifest
from config.operations.backup.store import hash_of


@dataclass(frozen=True)
class Compared:
    """One kind of thing: how many were compared, and the names of those that differ."""

    what: str
    count: int
    differing: list[str]


def compare(found: Manifest) -> list[Compared]:
    """Take a manifest; return what was compared with it. Reads every row and every file."""
    with snapshot.compared():
        tables, sequences = snapshot.tables(), snapshot.sequences()
    counts = {name: count for name, (count, _) in tables.items()}
    wanted = {name: count for name, (count, _) in found.tables.items()}
    return [
        Compared("số dòng của từng bảng", len(wanted), _differing(wanted, counts)),
        Compared("nội dung của từng bảng", len(wanted), _differing(found.tables, tables)),
        Compared("dãy số (sequence)", len(found.sequences), _differing(found.sequences, sequences)),
        Compared("ảnh và tệp đính kèm", len(found.files), list(_differing_files(found.files))),
    ]


def _differing(wanted: dict, there: dict) -> list[str]:
    """Those that are missing, those that are too many, and those that are not the same."""
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def _differing_files(kept: list[Kept]) -> Iterator[str]:
    tops = {root: Path(s.location) for root, s in files.storages_of_roots().items()}
    wanted = {one.place: one.sha256 for one in kept}
    there = {(root, name) for root, top in tops.items() for name, _ in files.walked(top)}
    for root, name in sorted({*wanted, *there}):
        path = tops[root] / name
        if (root, name) not in there or hash_of(path) != wanted.get((root, name)):
            yield f"{root}/{name}"

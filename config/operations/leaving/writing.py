"""Writes an export: every kind as JSON lines, every file once, in one moment of the database."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from config.operations.leaving import describing, folder, plan
from config.operations.leaving.columns import Column, Table, encoded
from config.operations.leaving.folder import Refused

ROWS_AT_ONCE = 500
BESIDE = ".dang-xuat"


@dataclass
class Told:
    """What was written: rows, files, and names of files that the portal itself lacks."""

    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def export(target: Path, options: Mapping[str, bool]) -> Told:
    """Write the whole portal into a folder that is not there yet, whole or not at all.

    `options` says of each of plan.OPTIONS whether it is wanted. Drafts and the record are part of
    it, so only its owner may read the folder. Raises Refused and OSError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} đã có và không trống. Hãy chọn thư mục khác.")
    beside = target.with_name(target.name + BESIDE)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700, parents=True)
    try:
        told = Writer(beside, options).write()
        _put_in_place(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return told


def _put_in_place(beside: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()
    beside.rename(target)


class Writer:
    """One export in the making."""

    def __init__(self, root: Path, options: Mapping[str, bool]):
        self.root, self.options, self.told = root, options, Told()

    def write(self) -> Told:
        """Everything, seen at one moment however long it takes."""
        (self.root / "records").mkdir(mode=0o700)
        tables = [Table(kind, self.options) for kind in plan.chosen(self.options)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            kinds = [self._kind(table) for table in tables]
        self._page(folder.SCHEMA, describing.schema(self.options))
        self._page(folder.MANIFEST, self._manifest(kinds))
        return self.told

    def _manifest(self, kinds: list[dict]) -> dict:
        head = {"format": folder.FORMAT, "version": folder.VERSION}
        return head | {"options": dict(self.options), "kinds": kinds}

    def _page(self, name: str, content: Mapping) -> None:
        (self.root / name).write_bytes(folder.written(content))
        (self.root / name).chmod(0o600)

    def _kind(self, table: Table) -> dict:
        digest, count, place = hashlib.sha256(), 0, self.root / table.place
        rows = table.model._base_manager.order_by(table.order)
        values = rows.values_list(*(column.source for column in table.columns))
        with place.open("xb") as file:
            place.chmod(0o600)
            for row in table.lines(values.iterator(ROWS_AT_ONCE), self._file):
                line = encoded(row)
                digest.update(line)
                file.write(line)
                count += 1
        self.told.rows += count
        names = [column.name for column in table.columns]
        return {"name": table.label, "rows": count, "sha256": digest.hexdigest(), "columns": names}

    def _file(self, column: Column, name: str) -> dict:
        """Copy a stored file, unless the same bytes are there already; how the export names it."""
        draft, digest = self.root / "draft", hashlib.sha256()
        try:
            with column.field.storage.open(name) as source, draft.open("wb") as copy:
                for piece in source.chunks(folder.PIECE):
                    digest.update(piece)
                    copy.write(piece)
        except FileNotFoundError:
            draft.unlink(missing_ok=True)
            self.told.missing.append(name)
            return {"name": name, "sha256": None}
        self._shelve(draft, self.root / folder.file_place(column.field, name, digest.hexdigest()))
        return {"name": name, "sha256": digest.hexdigest()}

    def _shelve(self, draft: Path, place: Path) -> None:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.told.files += not place.exists()
        draft.chmod(0o600)
        draft.replace(place)

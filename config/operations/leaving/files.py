"""Puts the files of an export where the portal keeps them, or takes them back."""

import hashlib

from django.core.files.storage import Storage

from config.operations.leaving.columns import Column, Table
from config.operations.leaving.folder import at
from config.operations.leaving.reading import Export
from news.media import storing

TAKEN = "ở kho tệp đã có một tệp khác tên là {}. Hãy nhập vào kho tệp trống."


class Files:
    """The files of one import."""

    def __init__(self, export: Export):
        self.export = export
        self.put_there: list[tuple[Storage, str]] = []

    def put(self, table: Table, number: int, row: dict) -> None:
        """Store the files that a row names. Raises Refused and OSError."""
        for column in table.files:
            value = row[column.name]
            if value is not None and value["sha256"] is not None:
                self._put(table, number, column, value)

    def take_back(self) -> None:
        """Delete what this import has stored."""
        for storage, name in self.put_there:
            storage.delete(name)

    def _put(self, table: Table, number: int, column: Column, value: dict) -> None:
        storage, name = column.field.storage, value["name"]
        if storage.exists(name):
            if _digest(storage, name) != value["sha256"]:
                raise at(table.place, number, TAKEN.format(name))
            return
        self.put_there.append((storage, name))
        storing.put(storage, name, self.export.file(column, value).read_bytes())


def _digest(storage: Storage, name: str) -> str:
    with storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

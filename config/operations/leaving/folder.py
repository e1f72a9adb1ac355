"""Where things lie in an export, and what its first page says."""

import json
from collections.abc import Mapping
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import models

FORMAT = "cong-thong-tin"
# Raised when what is written means something else than before; a further column is no such thing.
VERSION = 1
MANIFEST = "export.json"
SCHEMA = "schema.json"
PIECE = 1024 * 1024


class Refused(Exception):
    """Why an export cannot be made or read, as a sentence for the technician."""


def at(place: str, line: int, why: str) -> Refused:
    """The refusal of one line of a file."""
    return Refused(f"{place}, dòng {line}: {why}")


def file_place(field: models.FileField, name: str, digest: str) -> str:
    """Where a stored file lies in the export: by its hash; private ones apart from public ones."""
    shelf = "media" if field.storage is default_storage else "attachments"
    return f"{shelf}/{digest[:2]}/{digest}{Path(name).suffix}"


def written(content: Mapping) -> bytes:
    """A page of JSON for people, the same bytes for the same content."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()

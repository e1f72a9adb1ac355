"""What a backup says of itself, and whether that can be believed."""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

import django

from config.operations.backup.files import ROOTS, Kept
from config.operations.backup.store import UNFINISHED, hash_of, put_text
from config.operations.backup.trouble import Trouble

FORMAT = 1
MANIFEST, DUMP, SETTINGS = "manifest.json", "database.dump", "settings.json"
# As `sha256sum -c` reads it.
SUMS = "SHA256SUMS"
BROKEN = (
    "Bản sao lưu {} không dùng được: {}. Chưa có gì bị thay đổi. Hãy dùng bản khác: xem bằng lệnh "
    "«manage.py backup list», chọn bằng --name."
)


@dataclass(frozen=True)
class Manifest:
    """A whole backup."""

    made_at: str
    release: str
    server_major: int
    server_version: str
    key: str
    migrations: list[str]
    tables: dict[str, tuple[int, str]]
    sequences: dict[str, tuple[int, bool]]
    left_out: list[str]
    # Files that the database names and that were not on the disk any more.
    missing: list[tuple[str, str]]
    files: list[Kept]
    format: int = FORMAT
    python: str = field(default=sys.version.split()[0])
    django: str = field(default=django.get_version())

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(count for count, _ in self.tables.values())

    @property
    def size(self) -> int:
        """Of all files together."""
        return sum(kept.size for kept in self.files)


def write(manifest: Manifest, folder: Path) -> None:
    """Put the manifest beside the dump, and the sums of all that lies there."""
    put_text(folder / MANIFEST, json.dumps(asdict(manifest), indent=0))
    lines = [f"{hash_of(folder / name)}  {name}\n" for name in (MANIFEST, DUMP, SETTINGS)]
    put_text(folder / SUMS, "".join(lines))


def put_settings(text: str, folder: Path) -> None:
    """Put the settings beside the dump."""
    put_text(folder / SETTINGS, text)


def read(folder: Path) -> Manifest:
    """The manifest of a backup that is whole in itself: every byte beside it is as it was written.

    Raises Trouble for one that is damaged, half-made, or made by a newer release.
    """
    if folder.name.startswith(UNFINISHED):
        raise broken(folder, "nó chưa làm xong")
    for name, wanted in _sums(folder).items():
        if not (folder / name).is_file():
            raise broken(folder, f"thiếu tệp {name}")
        if hash_of(folder / name) != wanted:
            raise broken(folder, f"tệp {name} bị hỏng hoặc bị sửa")
    return _understood(folder)


def glanced(folder: Path) -> Manifest:
    """The manifest alone, without a look at the dump. Raises Trouble."""
    if hash_of(folder / MANIFEST) != _sums(folder)[MANIFEST]:
        raise broken(folder, f"tệp {MANIFEST} bị hỏng hoặc bị sửa")
    return _understood(folder)


def _sums(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    rows = dict(line.split("  ", 1)[::-1] for line in text.splitlines() if "  " in line)
    if set(rows) != {MANIFEST, DUMP, SETTINGS} or not (folder / MANIFEST).is_file():
        raise broken(folder, f"thiếu tệp {SUMS} hoặc {MANIFEST}, hoặc tệp ấy bị hỏng")
    return rows


def _understood(folder: Path) -> Manifest:
    """The format is asked for first: a later one may hold what we know nothing of."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data["format"] > FORMAT:
            raise newer(folder)
        found = _manifest(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise broken(folder, f"tệp {MANIFEST} không đọc được") from error
    if not all(map(_has_a_place, found.files)):
        raise broken(folder, f"tệp {MANIFEST} ghi một đường dẫn lạ")
    return found


def _manifest(data: dict) -> Manifest:
    """JSON knows no tuples and no classes of ours."""
    for key in ("tables", "sequences"):
        data[key] = {name: tuple(pair) for name, pair in data[key].items()}
    data["missing"] = [tuple(place) for place in data["missing"]]
    data["files"] = [Kept(**row) for row in data["files"]]
    return Manifest(**data)


def _has_a_place(kept: Kept) -> bool:
    """Nothing is ever written outside of the portal's folders, whatever a manifest says."""
    path = PurePosixPath(kept.name)
    inside = path.parts and not path.is_absolute() and ".." not in path.parts
    named = len(kept.sha256) == 64 and set(kept.sha256) <= set("0123456789abcdef")
    return bool(inside and named and kept.root in ROOTS)


def broken(folder: Path, why: str) -> Trouble:
    """The sentence about a backup that cannot be used."""
    return Trouble(BROKEN.format(folder.name, why))


def newer(folder: Path) -> Trouble:
    """The sentence about a backup that this release does not know yet."""
    return Trouble(
        f"Bản sao lưu {folder.name} do một bản phần mềm mới hơn tạo ra. Chưa có gì bị thay đổi. "
        "Hãy cài bản phần mềm ấy (hoặc mới hơn), rồi phục hồi."
    )

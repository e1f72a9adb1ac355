"""Copies of finished backups on S3: each file once, nothing written over, nothing removed.

The same names as in the folder (store.py). What lies beside a backup comes last of all, its sums
(manifest.SUMS) after everything else, so a copy that was cut short is none. Needs
requirements/s3.txt.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from tqdm import tqdm

from config.operations.backup import checking, manifest
from config.operations.backup.files import Kept
from config.operations.backup.store import DRAFT, UNFINISHED, Store, hash_of, sync
from config.operations.backup.trouble import Trouble

# Not every store that calls itself S3 takes checksums beside the files.
PATIENCE = Config(
    connect_timeout=10,
    retries={"max_attempts": 3},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
OTHER = "Hãy lấy bản khác bằng --name; xem các bản ở đó bằng «manage.py backup list s3://…»."
_BESIDE = (manifest.MANIFEST, manifest.DUMP, manifest.SETTINGS, manifest.SUMS)


@dataclass
class Copied:
    """How many backups and files were new, and their bytes."""

    backups: int = 0
    files: int = 0
    size: int = 0


class Offsite:
    """A place in a bucket, by its address: s3://bucket/and/what/else.

    The keys are boto3's business (AWS_ACCESS_KEY_ID …); S3_ENDPOINT_URL and S3_REGION count as
    they do for pictures (config/stores.py).
    """

    def __init__(self, address: str):
        self.address = address
        self._bucket, self._prefix = _place(address)
        with self._told():
            self._client = boto3.client(
                "s3",
                endpoint_url=os.environ.get("S3_ENDPOINT_URL") or None,
                region_name=os.environ.get("S3_REGION") or None,
                config=PATIENCE,
            )

    def push(self, store: Store) -> Copied:
        """Copy what is not there yet; one that is damaged keeps no other from being copied. Raises
        Trouble and OSError."""
        copied, troubles = Copied(), []
        with self._told():
            there = self._there("")
            new = [one for one in store.backups() if _key(one) + manifest.SUMS not in there]
            for backup in new:
                try:
                    self._put_backup(store, backup, there, copied)
                except Trouble as trouble:
                    troubles.append(str(trouble))
        if troubles:
            raise Trouble("\n".join(troubles))
        return copied

    def fetch(self, store: Store, name: str = "") -> Path:
        """Bring a backup, or the newest, into a folder of backups, and read every byte of it; one
        that is there and damaged is replaced. Raises Trouble and OSError."""
        with self._told():
            backup = store.backups_folder / self._chosen(name)
            if not _whole(store, backup):
                self._take(store, backup)
        return backup

    def backups(self) -> list[str]:
        """The names of the backups that were copied whole, the oldest first. Raises Trouble."""
        with self._told():
            keys = self._there("backups/")
        return sorted(key.split("/")[1] for key in keys if key.endswith(f"/{manifest.SUMS}"))

    def _put_backup(self, store: Store, backup: Path, there: dict, copied: Copied) -> None:
        self._put_files(store, backup, there, copied)
        for name in _BESIDE:
            self._put(backup / name, _key(backup) + name)
        copied.backups += 1

    def _put_files(self, store: Store, backup: Path, there: dict, copied: Copied) -> None:
        """What only other backups need stays as it is, however it looks here by now."""
        rows = {kept.sha256: kept for kept in manifest.glanced(backup).files}
        for kept in tqdm(rows.values(), desc="S3", unit=" tệp", leave=False, disable=None):
            path = store.object(kept.sha256)
            name = path.relative_to(store.folder).as_posix()
            if name not in there:
                if not (path.is_file() and hash_of(path) == kept.sha256):
                    raise manifest.broken(backup, f"thiếu hoặc hỏng {kept.root}/{kept.name}")
                self._put(path, name)
                there[name] = kept.size
                copied.files += 1
                copied.size += kept.size

    def _put(self, path: Path, name: str) -> None:
        self._client.upload_file(str(path), self._bucket, self._prefix + name)

    def _chosen(self, name: str) -> str:
        there = self.backups()
        if not there:
            raise Trouble(f"Trong {self.address} chưa có bản sao lưu nào chép xong.")
        if name and name not in there:
            raise Trouble(
                f"Không có bản sao lưu “{name}” trong {self.address}. Xem các bản ở đó bằng lệnh "
                f"«manage.py backup list {self.address}»."
            )
        return name or there[-1]

    def _take(self, store: Store, backup: Path) -> None:
        """It becomes a backup when all that it needs is there and is what it was."""
        work = store.backups_folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        taken = work / backup.name
        try:
            taken.mkdir(mode=0o700, parents=True)
            for beside in _BESIDE:
                self._get(_key(backup) + beside, taken / beside, store)
            rows = manifest.glanced(taken).files
            for kept in tqdm(rows, desc="S3", unit=" tệp", leave=False, disable=None):
                self._get_file(store, kept)
            checking.whole(store, taken)
            if backup.is_dir():
                store.remove(backup)
            taken.rename(backup)
            sync(store.backups_folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _get_file(self, store: Store, kept: Kept) -> None:
        path = store.object(kept.sha256)
        if not (path.is_file() and hash_of(path) == kept.sha256):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            self._get(path.relative_to(store.folder).as_posix(), path, store)

    def _get(self, name: str, path: Path, store: Store) -> None:
        """A file that is for its owner alone, on the disk before it has its name."""
        draft = store.files_folder / f"{DRAFT}{secrets.token_hex(8)}"
        try:
            self._client.download_file(self._bucket, self._prefix + name, str(draft))
            draft.chmod(0o600)
            sync(draft)
            draft.rename(path)
        except ClientError as refused:
            if refused.response["Error"]["Code"] not in ("404", "NoSuchKey"):
                raise
            raise Trouble(f"Trong {self.address} thiếu {name}. {OTHER}") from refused
        finally:
            draft.unlink(missing_ok=True)

    def _there(self, below: str) -> dict[str, int]:
        """Every name below a place, and its bytes."""
        pages = self._client.get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self._bucket, Prefix=self._prefix + below)
        rows = (row for page in found for row in page.get("Contents", ()))
        return {row["Key"].removeprefix(self._prefix): row["Size"] for row in rows}

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in words what S3 refused."""
        try:
            yield
        except (Boto3Error, BotoCoreError, ClientError, ValueError) as refused:
            raise Trouble(
                f"S3 không nhận: {refused}. Hãy xem lại tên kho trong {self.address}, khoá "
                "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), S3_ENDPOINT_URL và mạng, rồi chạy "
                "lại. Các bản sao lưu đã có không bị đụng tới."
            ) from refused


def _place(address: str) -> tuple[str, str]:
    """The bucket, and what each name there begins with. Raises Trouble."""
    try:
        place = urlsplit(address)
        right = place.scheme == "s3" and place.hostname and not (place.query or place.fragment)
    except ValueError:
        right = False
    if not right:
        raise Trouble(f"“{address}” không phải địa chỉ S3. Hãy viết như s3://ten-kho/thu-muc.")
    return place.netloc, f"{place.path.strip('/')}/".removeprefix("/")


def _whole(store: Store, backup: Path) -> bool:
    try:
        return backup.is_dir() and bool(checking.whole(store, backup))
    except Trouble:
        return False


def _key(backup: Path) -> str:
    return f"backups/{backup.name}/"

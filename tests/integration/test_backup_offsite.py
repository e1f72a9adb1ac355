"""Backups on S3: copied once, brought back whole, and nothing there is ever written over."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from config.operations.backup.manifest import DUMP, MANIFEST, SUMS
from config.operations.health.backups import last
from config.operations.health.finding import State
from config.operations.health.models import Fact
from config.operations.management.commands import backup as command
from tests import backups, object_store

# Asks for the tests' database, which is copied.
pytestmark = pytest.mark.django_db
BUCKET = "saoluu"
PLACE = f"s3://{BUCKET}/bao-thang"


@pytest.fixture
def _django_db_helper(kept_portal):
    """No transaction around a test: the databases of this module are made and dropped whole."""


@pytest.fixture(scope="module")
def server():
    with object_store.running(BUCKET) as where, pytest.MonkeyPatch.context() as patch:
        for name, value in where.items():
            patch.setenv(name, value)
        yield object_store.client(where)


@pytest.fixture
def bucket(server):
    """Nothing is in the bucket yet."""
    for key in keys(server):
        server.delete_object(Bucket=BUCKET, Key=key)
    return server


@pytest.fixture
def kho(kept_portal, tmp_path) -> Path:
    """A folder of backups with one in it."""
    return Path(shutil.copytree(kept_portal / "kho", tmp_path / "kho"))


def keys(client) -> list[str]:
    return [row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def written(client) -> dict:
    """When each object was last written."""
    rows = client.list_objects_v2(Bucket=BUCKET)["Contents"]
    return {row["Key"]: row["LastModified"] for row in rows}


def below(folder: Path) -> dict[str, bytes]:
    """What is kept, but for the marker, whose words are of its own folder."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(n): path.read_bytes() for n, path in found.items() if len(n.parts) > 1}


def test_what_was_copied_comes_back_as_it_was(kho, bucket, tmp_path, kept_portal):
    said = backups.backup("push", kho, PLACE)
    assert "Đã chép 1 bản sao lưu mới" in said
    assert all(key.startswith("bao-thang/") for key in keys(bucket))
    said = backups.backup("fetch", PLACE, tmp_path / "moi")
    assert "nguyên vẹn" in said
    assert below(tmp_path / "moi") == below(kho)
    with backups.emptiness(tmp_path / "portal"):
        assert backups.restore(tmp_path / "moi").count("giống hệt") == 4


def test_only_what_is_new_is_copied_and_the_old_stays(kho, bucket):
    backups.backup("push", kho, PLACE)
    first = {
        key: bucket.head_object(Bucket=BUCKET, Key=key)["LastModified"] for key in keys(bucket)
    }
    assert "Đã chép 0 bản sao lưu mới, 0 tệp mới" in backups.backup("push", kho, PLACE)
    backups.backup(kho)
    old = min((kho / "backups").iterdir())
    shutil.rmtree(old)
    said = backups.backup("push", kho, PLACE)
    assert "Đã chép 1 bản sao lưu mới, 0 tệp mới" in said
    assert "ở đó có 2 bản" in said
    assert first.items() <= written(bucket).items()


def test_the_newest_comes_unless_another_is_named(kho, bucket, tmp_path):
    backups.backup(kho)
    old, new = sorted(path.name for path in (kho / "backups").iterdir())
    backups.backup("push", kho, PLACE)
    assert new in backups.backup("fetch", PLACE, tmp_path / "moi")
    assert old in backups.backup("fetch", PLACE, tmp_path / "moi", name=old)
    assert len(list((tmp_path / "moi" / "backups").iterdir())) == 2
    assert new in backups.backup("fetch", PLACE, tmp_path / "moi"), "it is there already"
    with pytest.raises(CommandError, match="Không có bản sao lưu “khac”"):
        backups.backup("fetch", PLACE, tmp_path / "moi", name="khac")


def test_a_copy_that_was_cut_short_is_none_and_is_made_whole_by_the_next(kho, bucket, tmp_path):
    backups.backup("push", kho, PLACE)
    [sums] = [key for key in keys(bucket) if key.endswith(SUMS)]
    lost = next(key for key in keys(bucket) if "/files/" in key)
    for key in (sums, lost):
        bucket.delete_object(Bucket=BUCKET, Key=key)
    with pytest.raises(CommandError, match="chưa có bản sao lưu nào chép xong"):
        backups.backup("fetch", PLACE, tmp_path / "moi")
    assert "Đã chép 1 bản sao lưu mới, 1 tệp mới" in backups.backup("push", kho, PLACE)
    backups.backup("fetch", PLACE, tmp_path / "moi")
    assert below(tmp_path / "moi") == below(kho)


def spoil(client, key: str) -> None:
    data = bytearray(client.get_object(Bucket=BUCKET, Key=key)["Body"].read())
    data[len(data) // 2] ^= 1
    client.put_object(Bucket=BUCKET, Key=key, Body=bytes(data))


@pytest.mark.parametrize("which", [f"/{DUMP}", f"/{MANIFEST}", f"/{SUMS}", "/files/"])
def test_what_was_damaged_there_becomes_no_backup_here(kho, bucket, tmp_path, which):
    backups.backup("push", kho, PLACE)
    spoil(bucket, next(key for key in keys(bucket) if which in key))
    with pytest.raises(CommandError, match="không dùng được"):
        backups.backup("fetch", PLACE, tmp_path / "moi")
    assert list((tmp_path / "moi" / "backups").iterdir()) == []


def test_what_is_damaged_here_never_takes_the_place_of_what_is_whole_there(kho, bucket, tmp_path):
    backups.backup("push", kho, PLACE)
    [old] = (path.name for path in (kho / "backups").iterdir())
    for path in (kho / "files").glob("??/*"):
        path.write_bytes(b"khong con gi")
    backups.backup(kho)
    backups.backup("push", kho, PLACE)
    assert old in backups.backup("fetch", PLACE, tmp_path / "moi", name=old)


def test_a_damaged_file_is_not_copied(kho, bucket):
    path = next((kho / "files").glob("??/*"))
    spoiled = bytearray(path.read_bytes())
    spoiled[0] ^= 1
    path.write_bytes(spoiled)
    with pytest.raises(CommandError, match="không dùng được: thiếu hoặc hỏng"):
        backups.backup("push", kho, PLACE)
    assert not [key for key in keys(bucket) if key.endswith(SUMS)]


@pytest.mark.parametrize("which", [f"backups/*/{DUMP}", "files/??/*"])
def test_what_is_damaged_here_is_brought_back(kho, bucket, which):
    backups.backup("push", kho, PLACE)
    there = below(kho)
    path = next(kho.glob(which))
    path.write_bytes(bytes(len(path.read_bytes())))
    assert "nguyên vẹn" in backups.backup("fetch", PLACE, kho)
    assert below(kho) == there


def test_a_file_that_is_not_there_is_named(kho, bucket, tmp_path):
    backups.backup("push", kho, PLACE)
    lost = next(key for key in keys(bucket) if "/files/" in key)
    bucket.delete_object(Bucket=BUCKET, Key=lost)
    with pytest.raises(CommandError, match=lost.rpartition("/")[2]):
        backups.backup("fetch", PLACE, tmp_path / "moi")


def test_what_is_there_is_listed(kho, bucket):
    assert "0 bản" in backups.backup("list", PLACE)
    backups.backup("push", kho, PLACE)
    [made] = (path.name for path in (kho / "backups").iterdir())
    assert made in backups.backup("list", PLACE)


def test_the_health_page_says_when_nothing_was_copied_lately(kho, bucket, settings):
    settings.BACKUP_S3 = PLACE
    backups.backup(kho)
    Fact.objects.filter(name="backup offsite").delete()
    assert "chưa bản mới nào được chép lên S3" in last().says
    backups.backup("push", kho, PLACE)
    assert last().state == State.GOOD
    settings.BACKUP_S3 = ""
    Fact.objects.filter(name="backup offsite").delete()
    assert last().state == State.GOOD


def test_a_manifest_cannot_lead_out_of_the_folder(kho, bucket, tmp_path):
    backups.backup("push", kho, PLACE)
    [made] = (kho / "backups").iterdir()
    kept = json.loads((made / MANIFEST).read_text())["files"][0]
    backups.rewrite(made, files=[{**kept, "sha256": "../../../../etc/passwd"}])
    for name in (MANIFEST, SUMS):
        key = f"bao-thang/backups/{made.name}/{name}"
        bucket.put_object(Bucket=BUCKET, Key=key, Body=(made / name).read_bytes())
    with pytest.raises(CommandError, match="ghi một đường dẫn lạ"):
        backups.backup("fetch", PLACE, tmp_path / "moi")


def test_a_damaged_backup_keeps_no_other_from_being_copied(kho, bucket, tmp_path):
    [old] = (kho / "backups").iterdir()
    backups.backup(kho)
    backups.rewrite(old, files=[{"x": 1}])
    with pytest.raises(CommandError, match=old.name):
        backups.backup("push", kho, PLACE)
    new = max(path.name for path in (kho / "backups").iterdir())
    assert new in backups.backup("fetch", PLACE, tmp_path / "moi")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("s3://khong-co/", "S3 không nhận: .*khong-co"),
        ("s3:///thu-muc", "không phải địa chỉ S3"),
        ("https://saoluu/", "không phải địa chỉ S3"),
        ("s3://saoluu/?a=b", "không phải địa chỉ S3"),
        ("s3://[x", "không phải địa chỉ S3"),
    ],
)
def test_a_place_that_is_none_is_named(kho, bucket, place, sentence):
    with pytest.raises(CommandError, match=sentence):
        backups.backup("push", kho, place)


def test_a_server_that_is_away_is_told_in_words(kho, bucket, monkeypatch):
    monkeypatch.setenv("S3_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(CommandError, match=r"S3 không nhận: .*S3_ENDPOINT_URL"):
        backups.backup("push", kho, PLACE)


def test_an_address_of_no_server_is_told_in_words(kho, bucket, monkeypatch):
    monkeypatch.setenv("S3_ENDPOINT_URL", "minio.local:9000")
    with pytest.raises(CommandError, match=r"S3 không nhận: .*S3_ENDPOINT_URL"):
        backups.backup("push", kho, PLACE)


def test_without_the_library_it_says_what_is_missing(kho, monkeypatch):
    monkeypatch.setattr(command, "OFFSITE", "config.operations.backup.no_such_thing.Offsite")
    with pytest.raises(CommandError, match=r"requirements/s3\.txt"):
        backups.backup("push", kho, PLACE)


@pytest.mark.parametrize("words", [["push", "kho"], ["push", PLACE, "kho"], ["fetch", "a", "b"]])
def test_words_in_another_order_bring_the_usage(words):
    with pytest.raises(CommandError, match="Cách dùng"):
        backups.backup(*words)


def test_a_backup_is_made_in_a_folder_first(kho):
    with pytest.raises(CommandError, match="S3 chỉ nhận bản đã sao lưu"):
        backups.backup(PLACE)

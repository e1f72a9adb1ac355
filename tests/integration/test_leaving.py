"""An export of the whole portal, and back: the same bytes, or a sentence and nothing changed."""

import json
import shutil
from hashlib import sha256
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accounts import record as accounts_record
from accounts.models import User
from config.operations.leaving import plan
from config.operations.leaving.reading import Export
from news import record
from news.media.models import Image
from news.models import Article
from news.site import record as site_record
from news.site.models import SiteEvent
from tests import whole_site
from tests.whole_site import contents

# The mark has pytest-django make its database, of which every test here has a copy.
pytestmark = pytest.mark.django_db
FULL = ("--accounts", "--feedback")


@pytest.fixture
def _django_db_helper():
    """No transaction around a test: each works in a database of its own."""


def run(command: str, folder: Path, *options: str) -> str:
    out = StringIO()
    call_command(command, str(folder), *options, stdout=out, stderr=out)
    return out.getvalue()


def refused(folder: Path) -> str:
    with pytest.raises(CommandError) as told:
        run("import_site", folder)
    return str(told.value)


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    """Databases for this module: one to fill, two to import into, one that stays empty."""
    own = settings.DATABASES["default"]["NAME"]
    names = {name: f"{own}_{name}" for name in ("source", "full", "plain", "empty")}
    with django_db_blocker.unblock(), whole_site.copies(*names.values()):
        yield names


@pytest.fixture(scope="module")
def exported(places, django_db_blocker, tmp_path_factory):
    """Two exports of one filled portal, with and without personal data; its files are gone."""
    folder = tmp_path_factory.mktemp("exports")
    with django_db_blocker.unblock(), whole_site.inside(places["source"]):
        whole_site.fill()
        run("export_site", folder / "full", *FULL)
        run("export_site", folder / "plain")
    _empty_stores()
    return folder


@pytest.fixture(scope="module")
def moved(exported, places, django_db_blocker):
    """Both exports imported, each into a portal of its own: the databases' names."""
    with django_db_blocker.unblock():
        for name in ("full", "plain"):
            with whole_site.inside(places[name]):
                run("import_site", exported / name)
    yield places
    _empty_stores()


@pytest.fixture
def full(moved, django_db_blocker):
    """In the portal made of the full export."""
    with django_db_blocker.unblock(), whole_site.inside(moved["full"]):
        yield


@pytest.fixture
def empty(exported, places, django_db_blocker):
    """In a portal as it is after migrate, which every refusal leaves as it is."""
    _empty_stores()
    with django_db_blocker.unblock(), whole_site.inside(places["empty"]):
        yield


@pytest.fixture
def damaged(exported, tmp_path):
    """A copy of the full export, for a test to damage."""
    shutil.copytree(exported / "full", tmp_path / "damaged")
    return tmp_path / "damaged"


def _empty_stores():
    for root in (settings.MEDIA_ROOT, settings.ATTACHMENTS_ROOT):
        for path in Path(root).iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def rewritten(folder: Path, label: str, number: int, **values) -> None:
    """Change a row and what the manifest says of its file, as somebody would who means it."""
    path = folder / "records" / f"{label}.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")
    row = json.loads(lines[number - 1]) | values
    lines[number - 1] = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    sealed_again(folder, label)


def sealed_again(folder: Path, label: str, **values) -> None:
    manifest = json.loads((folder / "export.json").read_text())
    kind = next(kind for kind in manifest["kinds"] if kind["name"] == label)
    data = (folder / "records" / f"{label}.jsonl").read_bytes()
    kind |= {"sha256": sha256(data).hexdigest(), "rows": data.count(b"\n"), **values}
    (folder / "export.json").write_text(json.dumps(manifest))


def nothing_changed() -> bool:
    stores = (Path(settings.MEDIA_ROOT), Path(settings.ATTACHMENTS_ROOT))
    kept = any(path.is_file() for store in stores for path in store.rglob("*"))
    return not (Article.objects.exists() or User.objects.exists() or kept)


def test_every_kind_has_rows_in_this_test(exported):
    kinds = json.loads((exported / "full" / "export.json").read_text())["kinds"]
    assert {kind["name"] for kind in kinds} == {kind.label for kind in plan.KINDS}
    assert not [kind["name"] for kind in kinds if not kind["rows"]]


@pytest.mark.parametrize(("name", "options"), [("full", FULL), ("plain", ())])
def test_after_a_round_trip_an_export_has_the_same_bytes(
    moved, exported, django_db_blocker, tmp_path, name, options
):
    with django_db_blocker.unblock(), whole_site.inside(moved[name]):
        run("export_site", tmp_path / "again", *options)
    before, after = contents(exported / name), contents(tmp_path / "again")
    assert {place for place in before if before[place] != after.get(place)} == set()
    assert before.keys() == after.keys()


def test_the_records_of_an_imported_portal_are_whole_and_go_on(full):
    for chain in (record, accounts_record, site_record):
        found = chain.check()
        assert found.length
        assert found.broken_at is None
    with transaction.atomic():
        event = SiteEvent.objects.create(action="menu")
        event.refresh_from_db()
        assert event.serial == SiteEvent.objects.count()
        transaction.set_rollback(True)


def test_new_rows_of_an_imported_portal_have_numbers_of_their_own(full):
    newest = max(User.objects.values_list("pk", flat=True))
    with transaction.atomic():
        assert User.objects.create_user("moi", None, full_name="Người mới").pk == newest + 1
        transaction.set_rollback(True)


def test_nobody_brings_a_password_or_the_highest_rights_along(full):
    assert User.objects.filter(is_active=True).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not User.objects.filter(is_superuser=True).exists()


def test_pictures_of_an_imported_portal_are_made_smaller_anew(full):
    picture = Image.objects.first()
    assert (picture.rendition_state, picture.renditions) == ("pending", {})
    assert DBTaskResult.objects.filter(args_kwargs__args=[picture.pk]).exists()
    with picture.file.open() as file:
        assert file.read(2) == b"\xff\xd8"


def test_who_is_a_name_only_cannot_sign_in(moved, django_db_blocker):
    with django_db_blocker.unblock(), whole_site.inside(moved["plain"]):
        assert User.objects.exists()
        assert not User.objects.filter(is_active=True).exists()
        assert not User.objects.exclude(email="").exists()


def test_rows_are_what_the_schema_says(exported):
    schema = json.loads((exported / "full" / "schema.json").read_text())
    for kind in plan.KINDS:
        validator = jsonschema.Draft202012Validator(schema["$defs"][kind.label])
        for line in contents(exported / "full")[f"records/{kind.label}.jsonl"].splitlines():
            validator.validate(json.loads(line))


def test_personal_data_and_secrets_stay_at_home(exported):
    plain = b"".join(contents(exported / "plain").values())
    full = b"".join(contents(exported / "full").values())
    assert b"y@example.vn" in full
    assert b"y@example.vn" not in plain
    assert "Sai tên thôn".encode() in full
    assert "Sai tên thôn".encode() not in plain
    assert b"md5$" not in full
    assert (exported / "full").stat().st_mode & 0o077 == 0


def test_an_export_never_writes_over_something(exported):
    with pytest.raises(CommandError, match="không trống"):
        run("export_site", exported / "full")


def test_a_portal_in_use_takes_no_import(full, exported):
    before = User.objects.count()
    assert "Cổng này đã có dữ liệu (tài khoản)" in refused(exported / "full")
    assert User.objects.count() == before


DAMAGE = {
    "no JSON": ({"title": 5}, "cột title không đúng kiểu"),
    "too long": ({"title": "x" * 1000}, "cột title không đúng kiểu"),
    "a number too large": ({"id": 2**63}, "cột id không đúng kiểu"),
    "true is no number": ({"id": True}, "cột id không đúng kiểu"),
    "a NUL": ({"title": "a\x00b"}, "cột title không đúng kiểu"),
    "a moment without zone": ({"created_at": "2026-01-01T00:00:00"}, "cột created_at"),
    "a day that is none": ({"created_at": "2026-02-30T00:00:00.000000Z"}, "cột created_at"),
    "a list that is none": ({"tags": "a"}, "cột tags không đúng kiểu"),
    "a further column": ({"evil": 1}, "các cột không giống"),
    "a state that is none": ({"state": "gone"}, "article_state_known"),
    "nobody's section": ({"category": 987654}, "cột category chỉ tới 987654"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_wrong_value_is_told_with_file_and_line(empty, damaged, name):
    values, why = DAMAGE[name]
    rewritten(damaged, "news.Article", 2, **values)
    told = refused(damaged)
    assert "records/news.Article.jsonl, dòng 2:" in told
    assert why in told
    assert nothing_changed()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "/anh/a.jpg", "anh/a.html", "anh/a.svg", "anh/..jpg", ""]
)
def test_a_file_goes_nowhere_else(empty, damaged, name):
    first = json.loads((damaged / "records/media.Image.jsonl").read_text().splitlines()[0])
    rewritten(damaged, "media.Image", 1, file=first["file"] | {"name": name})
    assert "records/media.Image.jsonl, dòng 1: giá trị ở cột file" in refused(damaged)
    assert nothing_changed()


def test_a_record_that_somebody_wrote_on_is_refused(empty, damaged):
    rewritten(damaged, "news.ArticleEvent", 3, note="chưa từng nói")
    told = refused(damaged)
    assert "records/news.ArticleEvent.jsonl, dòng 3: dấu niêm" in told
    assert nothing_changed()


def test_a_line_that_is_missing_from_a_record_is_noticed(empty, damaged):
    path = damaged / "records/site.SiteEvent.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    sealed_again(damaged, "site.SiteEvent")
    assert "records/site.SiteEvent.jsonl, dòng 1: dấu niêm" in refused(damaged)
    assert nothing_changed()


def test_a_file_of_records_that_was_touched_is_refused(empty, damaged):
    path = damaged / "records/authors.Unit.jsonl"
    path.write_bytes(path.read_bytes().replace(b"BTGHU", b"BTGHX"))
    assert "records/authors.Unit.jsonl đã bị sửa hoặc hỏng" in refused(damaged)
    assert nothing_changed()


def test_a_picture_that_was_touched_or_lost_is_refused(empty, damaged):
    picture = next((damaged / "media").rglob("*.jpg"))
    data = picture.read_bytes()
    picture.write_bytes(data[:-1] + b"x")
    assert f"{picture.name} đã bị sửa hoặc hỏng" in refused(damaged)
    picture.unlink()
    assert "Thiếu tệp media/" in refused(damaged)
    assert nothing_changed()


@pytest.mark.parametrize(
    "line", [b"\xff\xfe\n", b"{", b"[1]\n", b"[" * 100_000 + b"\n", b'{"id": NaN}\n', b"\n"]
)
def test_nonsense_is_refused_with_its_line(empty, damaged, line):
    path = damaged / "records/news.Thread.jsonl"
    path.write_bytes(path.read_bytes() + line)
    assert "records/news.Thread.jsonl, dòng 2:" in refused(damaged)


def test_what_comes_twice_is_refused(empty, damaged):
    path = damaged / "records/news.Thread.jsonl"
    path.write_bytes(path.read_bytes() * 2)
    assert "records/news.Thread.jsonl, dòng 2: trùng" in refused(damaged)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("nonsense", "không phải bản xuất"),
        ("[]", "không phải bản xuất"),
        ('{"format": "khac"}', "không phải bản xuất"),
        ('{"format": "cong-thong-tin", "version": 99}', "có phiên bản 99"),
        ('{"format": "cong-thong-tin", "version": 1, "options": {}}', "mục options"),
    ],
)
def test_what_is_no_export_of_ours_is_refused(empty, tmp_path, page, why):
    (tmp_path / "export.json").write_text(page)
    assert why in refused(tmp_path)
    assert nothing_changed()


def test_a_kind_or_a_column_that_nobody_knows_is_refused(empty, damaged):
    manifest = json.loads((damaged / "export.json").read_text())
    strange = manifest | {"kinds": [*manifest["kinds"], manifest["kinds"][0] | {"name": "x.Y"}]}
    (damaged / "export.json").write_text(json.dumps(strange))
    assert "không biết: x.Y" in refused(damaged)
    manifest["kinds"][0]["columns"].append("password")
    (damaged / "export.json").write_text(json.dumps(manifest))
    assert "không biết cột password" in refused(damaged)


def test_an_export_from_before_a_column_was_added_is_read(empty, damaged):
    label = "news.Category"
    path = damaged / "records" / f"{label}.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        del row["steps"]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    sealed_again(damaged, label, columns=list(rows[0]))
    assert "nguyên vẹn" in run("import_site", damaged, "--check")
    export = Export(damaged)
    table = next(table for table in export.tables if table.label == label)
    assert all("steps" not in row for _, row in export.rows(table))


def test_looking_changes_nothing(empty, exported):
    assert "nguyên vẹn" in run("import_site", exported / "full", "--check")
    assert nothing_changed()

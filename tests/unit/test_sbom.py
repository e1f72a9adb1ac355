"""The list of what the portal is made of is CycloneDX, whole, and the same every time.

tests/data/cyclonedx-1.6.zip holds the schemas of the CycloneDX specification (Apache-2.0).
"""

import json
import zipfile

import pytest
from django.conf import settings
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from config.dev import lock, sbom

SCHEMAS = settings.BASE_DIR / "tests" / "data" / "cyclonedx-1.6.zip"


@pytest.fixture(scope="module")
def bill():
    return sbom.bill()


def test_it_keeps_to_the_schema(bill):
    with zipfile.ZipFile(SCHEMAS) as packed:
        schemas = [json.loads(packed.read(name)) for name in sorted(packed.namelist())]
    known = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    errors = Draft7Validator(schemas[0], registry=known).iter_errors(bill)
    assert [error.message[:200] for error in errors] == []


def test_every_locked_library_is_in_it_with_its_bytes(bill):
    pins = lock.read(lock.FOLDER / "prod.txt")
    found = {(part["name"], part["version"]): part for part in bill["components"]}
    assert {(pin.name, pin.version) for pin in pins} < found.keys()
    for pin in pins:
        given = {told["value"] for told in found[pin.name, pin.version]["properties"]}
        assert set(pin.hashes) <= given, pin.name


def test_licences_are_those_of_the_libraries_themselves(bill):
    stated = {part["name"]: part["licenses"][0]["license"]["name"] for part in bill["components"]}
    assert "BSD" in stated["django"]
    assert stated["gunicorn"] == "MIT"
    unknown = [name for name, licence in stated.items() if "not stated" in licence]
    assert len(unknown) <= 3, unknown


def test_what_others_wrote_in_the_repository_is_in_it(bill):
    carried = {part["name"]: part for part in bill["components"]}
    assert carried["ckeditor"]["version"] == "4.22.1"
    fonts = carried["be-vietnam-pro"]
    on_disk = {path.name for path in (settings.BASE_DIR / "static" / "fonts").glob("*.woff2")}
    assert {told["name"] for told in fonts["properties"]} == on_disk
    version = (settings.BASE_DIR / "static" / "fonts" / "VERSION.txt").read_text()
    assert f"Be Vietnam Pro {fonts['version']}" in version


def test_the_version_of_the_editor_is_the_one_that_is_served(bill):
    carried = {part["name"]: part["version"] for part in bill["components"]}
    found = sbom.metadata.distribution("django-ckeditor").locate_file(
        "ckeditor/static/ckeditor/ckeditor/ckeditor.js"
    )
    assert f'version:"{carried["ckeditor"]}"' in found.read_text()


def test_the_same_lock_gives_the_same_list():
    assert sbom.bill() == sbom.bill()

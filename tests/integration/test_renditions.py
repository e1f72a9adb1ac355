"""The files of a picture's renditions: which, how large, of what part, and never half of one."""

import errno
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from PIL import ExifTags
from PIL import Image as Pillow

from news.media import renditions, tasks, uploads
from news.media.models import Image
from news.media.renditions import CROPS
from tests.pictures import ready, stored, upload

pytestmark = pytest.mark.django_db
TYPES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A store of pictures of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def test_every_crop_is_made_in_three_formats_with_the_sizes_that_are_said(media):
    image = ready(size=(2000, 1500))
    assert set(image.renditions) == set(CROPS)
    files = stored(image)
    assert len(files) == 3 * sum(len(crop.widths) for crop in CROPS.values())
    for path, size in files.items():
        with Pillow.open(path) as found:
            assert (found.format, found.size) == (TYPES[path.suffix[1:]], size)
    widths = {name: [row[0] for row in crop["files"]] for name, crop in image.renditions.items()}
    assert widths == {name: list(crop.widths) for name, crop in CROPS.items()}
    sizes = [sum(row[2]) for crop in image.renditions.values() for row in crop["files"]]
    assert sum(sizes) == sum(path.stat().st_size for path in files)
    beside = {path for path in media.rglob("*") if path.is_file()} - set(files)
    assert beside == {Path(image.file.path)}


def test_nothing_is_made_larger():
    image = ready(size=(500, 300))
    widest = {name: crop["files"][-1][:2] for name, crop in image.renditions.items()}
    assert widest == {"full": [500, 300], "lead": [500, 281], "card": [450, 300]}


def test_a_crop_shows_what_is_around_the_focal_point():
    out = io.BytesIO()
    picture = Pillow.new("RGB", (300, 900), (0, 0, 0))
    picture.paste((255, 255, 255), (0, 800, 300, 900))
    picture.save(out, "PNG")
    image = uploads.store(uploads.accept(ContentFile(out.getvalue(), "cao.png")), alt="Cột cờ")
    shades = []
    for focal_y in (0.0, 1.0):
        Image.objects.filter(pk=image.pk).update(focal_y=focal_y)
        image.refresh_from_db()
        manifest = renditions.make(image)
        width = manifest["card"]["files"][-1][0]
        name = renditions.file_name(manifest["card"]["key"], width, "webp")
        with Pillow.open(default_storage.path(name)) as found:
            shades.append(found.convert("L").getpixel((150, found.height - 20)))
    assert shades[0] < 20
    assert shades[1] > 235


def test_transparency_is_kept_and_only_where_there_is_some():
    clear = ready(mode="RGBA", kind="PNG")
    assert {crop["fallback"] for crop in clear.renditions.values()} == {"png"}
    for path in stored(clear):
        with Pillow.open(path) as found:
            assert found.convert("RGBA").getpixel((5, 5))[3] == pytest.approx(128, abs=4)
    out = io.BytesIO()
    Pillow.new("RGBA", (400, 300), (1, 2, 3, 255)).save(out, "PNG")
    full = uploads.store(uploads.accept(ContentFile(out.getvalue(), "a.png")), alt="Không trong")
    assert renditions.make(full)["full"]["fallback"] == "jpg"


def test_no_rendition_tells_where_the_photo_was_taken():
    exif = Pillow.Exif()
    exif[ExifTags.Base.Make] = "May anh"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (22.0, 20.0, 0.0)
    image = upload(exif=exif)
    # Even if a file with its position came into the library by another way.
    out = io.BytesIO()
    Pillow.new("RGB", (1000, 800)).save(out, "JPEG", exif=exif, comment=b"bi mat")
    Path(image.file.path).write_bytes(out.getvalue())
    tasks.attempt(image)
    image.refresh_from_db()
    for path in stored(image):
        with Pillow.open(path) as found:
            assert not found.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(found.info)
        assert b"May anh" not in path.read_bytes()


def test_a_full_disk_leaves_nothing_half_written(media, monkeypatch):
    image = upload()
    before = {path for path in media.rglob("*") if path.is_file()}

    def full(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        tasks.attempt(image)
    assert {path for path in media.rglob("*") if path.is_file()} == before
    image.refresh_from_db()
    assert image.rendition_error == tasks.DISK_FULL


def test_a_store_without_folders_takes_the_same_files(monkeypatch):
    objects = InMemoryStorage(base_url="https://anh.example/")
    image = upload(size=(400, 300))
    objects.save(image.file.name, ContentFile(Path(image.file.path).read_bytes()))
    monkeypatch.setattr(renditions, "default_storage", objects)
    manifest = renditions.make(image)
    assert renditions.make(image, anew=True) == manifest
    crop = manifest["full"]
    name = renditions.file_name(crop["key"], 400, "webp")
    assert objects.size(name) == crop["files"][-1][2][1]
    assert len(objects.listdir(str(Path(name).parent))[1]) == 3 * len(crop["files"])


def test_files_leave_with_their_picture(media):
    image = ready()
    renditions.delete_files(image.renditions.values())
    assert [path for path in media.rglob("*") if path.is_file()] == [Path(image.file.path)]

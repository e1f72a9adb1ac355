"""Pictures: the bytes decide what comes in, and nothing of the camera comes with it."""

import io
import struct
import threading
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import ExifTags, ImageChops
from PIL import Image as Pillow

from news.media import reencode, uploads
from news.media.forms import NO_ALT, UploadForm
from news.media.models import Image
from tests.factories import picture_bytes
from tests.importing import media_files

pytestmark = pytest.mark.django_db

LEFT, RIGHT = (250, 10, 10), (10, 10, 250)


def two_halves(mode="RGB", size=(80, 40)) -> Pillow.Image:
    """A picture whose left half is red and whose right half is blue."""
    picture = Pillow.new("RGB", size, LEFT)
    picture.paste(RIGHT, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture, image_format="JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, image_format, **options)
    return out.getvalue()


def accepted(data: bytes, name="anh.jpg") -> uploads.Accepted:
    return uploads.accept(SimpleUploadedFile(name, data))


def shown(data: bytes) -> Pillow.Image:
    """What the library would keep of a file."""
    return Pillow.open(io.BytesIO(accepted(data).data))


def is_red(picture, at) -> bool:
    red, _green, blue = picture.convert("RGB").getpixel(at)
    return red > 180 and blue < 70


def exif(orientation=1) -> Pillow.Exif:
    """What a phone writes: where the photo was taken, with what, and how it was held."""
    tags = Pillow.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "PhoneOfSomebody"
    tags[ExifTags.IFD.GPSInfo] = {1: "N", 2: (22.0, 19.0, 1.0), 3: "E", 4: (104.0, 8.0, 1.0)}
    return tags


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_position_and_camera_are_left_behind(image_format):
    data = encoded(two_halves(), image_format, exif=exif(), xmp=b"<x:xmpmeta>gps</x:xmpmeta>")
    assert b"PhoneOfSomebody" in data
    kept = accepted(data).data
    for trace in (b"PhoneOfSomebody", b"Exif", b"EXIF", b"eXIf", b"xmp", b"gps"):
        assert trace not in kept
    assert not Pillow.open(io.BytesIO(kept)).getexif()


def test_comments_and_colour_profiles_are_left_behind():
    data = encoded(two_halves(), comment=b"somebody", icc_profile=b"profile" * 40)
    kept = accepted(data).data
    assert b"somebody" not in kept
    assert b"profile" not in kept


# Where the red half of the upright picture lies, by how the camera was held.
RED_AT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom"}
RED_AT[8] = "bottom"


@pytest.mark.parametrize("orientation", RED_AT)
def test_a_photo_is_put_upright(orientation):
    picture = shown(encoded(two_halves(), exif=exif(orientation), quality=95))
    side = RED_AT[orientation]
    assert picture.size == ((80, 40) if side in ("left", "right") else (40, 80))
    width, height = picture.size
    places = {"left": (4, 20), "right": (75, 20), "top": (20, 4), "bottom": (20, 75)}
    assert is_red(picture, places[side])
    assert not is_red(picture, (width - 1 - places[side][0], height - 1 - places[side][1]))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_metadata_is_no_reason_to_refuse_a_photo():
    data = bytearray(encoded(two_halves(), exif=exif(6)))
    start = data.index(b"Exif\0\0") + 14
    data[start : start + 40] = b"\xff" * 40
    assert accepted(bytes(data)).width == 80


def sixteen_bits() -> Pillow.Image:
    """Black to white from left to right in 65,536 steps."""
    row = b"".join(struct.pack("<H", x * 257) for x in range(256))
    return Pillow.frombytes("I;16", (256, 8), row * 8)


def test_sixteen_bits_become_eight_without_losing_light_or_dark():
    picture = shown(encoded(sixteen_bits(), "PNG")).convert("L")
    assert [picture.getpixel((x, 4)) for x in (0, 64, 128, 255)] == [0, 64, 128, 255]


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_every_kind_of_photo_is_stored_in_plain_colours(mode):
    picture = shown(encoded(two_halves(mode), quality=95))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert mode == "L" or is_red(picture, (4, 20))
    assert not is_red(picture, (75, 20))


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_transparency_stays(image_format):
    picture = two_halves("RGBA")
    picture.putalpha(Pillow.new("L", picture.size, 0))
    kept = shown(encoded(picture, image_format))
    assert (kept.format, kept.mode) == (image_format, "RGBA")
    assert kept.getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("clear", [0, bytes([0, 128])])
def test_a_palette_with_transparent_colours_keeps_them_clear(clear):
    picture = two_halves().quantize(2)
    kept = shown(encoded(picture, "PNG", transparency=clear))
    assert kept.mode == "RGBA"
    assert min(kept.getchannel("A").getextrema()) == 0


def test_a_photo_with_a_preview_inside_is_a_photo():
    """Many cameras write such files, which Pillow calls MPO."""
    data = encoded(two_halves(), "MPO", save_all=True, append_images=[two_halves()])
    picture = shown(data)
    assert (picture.format, getattr(picture, "n_frames", 1), picture.size) == ("JPEG", 1, (80, 40))


def test_a_large_photo_is_made_small_in_proportion():
    kept = accepted(encoded(Pillow.new("RGB", (6000, 3000))))
    assert (kept.width, kept.height) == (2560, 1280)
    assert (accepted(picture_bytes()).width, accepted(picture_bytes()).height) == (320, 200)


def test_what_is_hidden_behind_the_picture_is_gone():
    data = picture_bytes() + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in accepted(data).data


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A small file that says it is a picture of side × side points."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * (side // 8 + 1) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def moving(image_format: str) -> bytes:
    others = [two_halves("L").convert("RGB")]
    return encoded(two_halves(), image_format, save_all=True, append_images=others)


UNREADABLE = ("not-a-picture", "too-many-pixels", "webp-too-large")
REFUSED = {
    "nothing": (b"", uploads.NOT_A_PICTURE),
    "a GIF": (encoded(two_halves("P"), "GIF"), uploads.NOT_A_PICTURE),
    "a TIFF": (encoded(two_halves(), "TIFF"), uploads.NOT_A_PICTURE),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', uploads.NOT_A_PICTURE),
    "a page": (b"<html><script>alert(1)</script></html>", uploads.NOT_A_PICTURE),
    "a page that begins like a GIF": (b"GIF89a<script>alert(1)</script>", uploads.NOT_A_PICTURE),
    "half a JPEG": (encoded(two_halves(size=(800, 400)))[:-900], uploads.NOT_A_PICTURE),
    "half a PNG": (encoded(Pillow.effect_noise((90, 90), 9), "PNG")[:-900], uploads.NOT_A_PICTURE),
    "a head without a body": (encoded(two_halves())[:200], uploads.NOT_A_PICTURE),
    "a bomb": (bomb(30_000), uploads.TOO_MANY_PIXELS),
    "49 million points": (bomb(7_000), uploads.TOO_MANY_PIXELS),
    "a WebP of 16 million points": (
        encoded(Pillow.new("RGB", (4000, 4000)), "WEBP", method=0),
        uploads.WEBP_TOO_LARGE,
    ),
    "a moving WebP": (moving("WEBP"), uploads.MOVING),
    "a moving PNG": (moving("PNG"), uploads.MOVING),
    "25 MB": (b"\xff\xd8" + b"\0" * 25 * 1024 * 1024, uploads.TOO_LARGE),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_fit_picture_is_refused_with_a_sentence(kind):
    data, sentence = REFUSED[kind]
    before = media_files()
    with pytest.raises(ValidationError) as refusal:
        accepted(data)
    assert refusal.value.messages == [sentence]
    assert (media_files(), Image.objects.count()) == (before, 0)


def outcome(data: bytes) -> str:
    """The format in which a file is kept, or why it is refused."""
    try:
        return reencode.reencode(data)[1]
    except reencode.Unfit as unfit:
        return str(unfit)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused_or_shown_and_never_a_crash(image_format):
    whole = encoded(two_halves(), image_format, exif=exif(6))
    for at in range(0, len(whole), max(1, len(whole) // 300)):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        assert outcome(damaged) in (image_format, "moving", *UNREADABLE)


def gradient(mode: str, size: tuple[int, int]) -> Pillow.Image:
    """A picture in which every part looks different."""
    across = Pillow.linear_gradient("L").resize(size)
    down = Pillow.linear_gradient("L").rotate(90).resize(size)
    bands = (across, down, Pillow.radial_gradient("L").resize(size), across)
    return Pillow.merge("RGBA", bands).convert(mode)


@pytest.mark.parametrize("size", [(6000, 1500), (1500, 6000), (3001, 2999)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_made_small_in_strips_a_picture_has_no_seams(size, mode):
    picture = gradient(mode, size)
    kept = shown(encoded(picture, "PNG"))
    whole = picture.convert(kept.mode).resize(kept.size, Pillow.Resampling.BICUBIC)
    # What hardly shows through may round to another colour: it is judged as it shows.
    seen = [each.convert("RGBa" if mode == "RGBA" else "RGB") for each in (kept, whole)]
    worst = max(most for _, most in ImageChops.difference(*seen).getextrema())
    assert worst <= 2


def store(data: bytes, name="anh.jpg", **texts) -> Image:
    return uploads.store(accepted(data, name), **texts)


def test_a_stored_picture_knows_its_size_and_has_a_name_of_its_own():
    # Bytes that no other test stores: the files of a rolled-back test stay behind.
    data = picture_bytes(color=(9, 8, 7))
    image = store(data, "../../Ảnh  đẹp <b>.JPG", alt="Cầu mới")
    assert (image.width, image.height, image.size) == (320, 200, image.file.size)
    name = image.file.name.removeprefix("anh/")
    assert name.removesuffix(".jpg") == image.sha256[:20]
    assert (image.alt, image.original_name) == ("Cầu mới", "Ảnh đẹp <b>.JPG")


def test_the_name_follows_the_bytes_and_not_the_name():
    image = store(picture_bytes(image_format="PNG"), "trang.html")
    assert image.file.name.endswith(".png")


def test_the_same_bytes_twice_are_one_picture_with_its_first_words():
    data, before = picture_bytes(), len(media_files())
    first = store(data, "a.jpg", alt="Cầu mới")
    second = store(data, "b.jpg", alt="Khác")
    assert (first, second.alt, Image.objects.count()) == (second, "Cầu mới", 1)
    assert len(media_files()) == before + 1
    assert uploads.find(SimpleUploadedFile("c.jpg", data)) == first


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_from_two_people_at_once_are_one_picture(monkeypatch):
    both, before = threading.Barrier(2), media_files()
    save = Image.save
    monkeypatch.setattr(Image, "save", lambda self, **kw: (both.wait(), save(self, **kw)))
    results = []

    def upload():
        results.append(store(picture_bytes()))
        connection.close()

    threads = [threading.Thread(target=upload) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Image.objects.get()] * 2
    assert len(media_files() - before) == 1


def test_the_form_wants_a_description_and_a_fit_file():
    form = UploadForm({"alt": " \u200b"}, {"upload": SimpleUploadedFile("a.jpg", b"<html>")})
    assert not form.is_valid()
    assert form.errors == {
        "upload": [uploads.NOT_A_PICTURE],
        "alt": [NO_ALT],
    }


def test_the_form_stores_the_picture_with_its_words():
    files = {"upload": SimpleUploadedFile("a.jpg", picture_bytes())}
    form = UploadForm({"alt": "Cầu  mới", "credit": "Lê Ấn"}, files)
    assert form.is_valid(), form.errors
    image = form.store(None)
    assert (image.alt, image.credit) == ("Cầu mới", "Lê Ấn")

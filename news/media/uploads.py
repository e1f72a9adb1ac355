"""What a picture must pass before it enters the library: the bytes decide, never the name."""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import ExifTags
from PIL import Image as Pillow

from news.media import renditions, tasks
from news.media.models import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
# No picture on the portal is shown wider; larger ones are only slower.
MAX_SIDE = 2560
# Pillow's own alarm rings before anything is decoded.
Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
# Many cameras put a small second picture into a JPEG, which Pillow then calls MPO.
STILLS = "MPO"
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SAVING = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85},
}
TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}

TOO_LARGE = "Tệp ảnh lớn hơn 20 MB. Hãy giảm dung lượng rồi tải lại."
TOO_MANY_PIXELS = "Ảnh quá lớn (trên 40 triệu điểm ảnh). Hãy thu nhỏ rồi tải lại."
NOT_A_PICTURE = "Không đọc được ảnh này. Hãy dùng ảnh JPG, PNG hoặc WebP còn nguyên vẹn."
MOVING = "Ảnh động không dùng được. Hãy chọn ảnh tĩnh JPG, PNG hoặc WebP."


@dataclass(frozen=True)
class Accepted:
    """A picture ready for the library: clean bytes, their format, and the upload's fingerprint."""

    data: bytes
    format: str
    width: int
    height: int
    sha256: str
    original_name: str


def accept(upload) -> Accepted:
    """Check and re-encode an uploaded file (anything with .name, .size and .read()).

    Metadata (a phone's GPS position above all) is left behind, the orientation applied.
    Raises ValidationError with a sentence for the person who uploads.
    """
    data = _read(upload)
    return Accepted(*_reencode(data), _fingerprint(data), upload.name or "")


def find(upload) -> Image | None:
    """The picture that was stored from these very bytes. Raises ValidationError for too many."""
    return Image.objects.filter(sha256=_fingerprint(_read(upload))).first()


def store(accepted: Accepted, user=None, **texts) -> Image:
    """Put an accepted picture in the library and return it; the same bytes are not stored twice.

    `texts` are alt, caption and credit; a picture that is there already keeps its own.
    """
    same = Image.objects.filter(sha256=accepted.sha256)
    return same.first() or _stored(accepted, user, texts) or same.get()


def _stored(accepted: Accepted, user, texts: dict) -> Image | None:
    """The new picture; None when somebody else stored the same bytes at the same moment."""
    image = Image(
        sha256=accepted.sha256,
        size=len(accepted.data),
        width=accepted.width,
        height=accepted.height,
        original_name=accepted.original_name[-200:],
        uploaded_by=user,
        **texts,
    )
    image.file = _free_name(accepted)
    # Whole or not at all: on a full disk nothing half-written is left behind.
    renditions.put(image.file.name, accepted.data)
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        _drop_twin(image)
        return None
    tasks.request(image)
    return image


def _free_name(accepted: Accepted) -> str:
    folder = Image._meta.get_field("file").upload_to
    name = f"{folder}{accepted.sha256[:20]}.{FORMATS[accepted.format]}"
    return default_storage.get_available_name(name)


def _drop_twin(image: Image) -> None:
    """Remove a file that no row names; at the same moment both may have taken one name."""
    if not Image.objects.filter(file=image.file.name).exists():
        image.file.delete(save=False)


def _read(upload) -> bytes:
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    return upload.read()


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _reencode(data: bytes) -> tuple[bytes, str, int, int]:
    try:
        with Pillow.open(io.BytesIO(data), formats=tuple(FORMATS)) as picture:
            _refuse_unfit(picture)
            return _encode(picture)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(NOT_A_PICTURE) from error


def _refuse_unfit(picture) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    if getattr(picture, "n_frames", 1) > 1 and picture.format != STILLS:
        raise ValidationError(MOVING)


def _encode(picture) -> tuple[bytes, str, int, int]:
    """Upright, in plain colours, no larger than shown, and without metadata."""
    kind = "JPEG" if picture.format == STILLS else picture.format
    turn = TURNS.get(_orientation(picture))
    mode = "RGBA" if kind != "JPEG" and picture.has_transparency_data else "RGB"
    # Copied only where it must be, and made small first: 40 million pixels are 120 MB a copy.
    shown = picture if picture.mode == mode else _eight_bits(picture).convert(mode)
    shown.thumbnail((MAX_SIDE, MAX_SIDE))
    shown = shown if turn is None else shown.transpose(turn)
    shown.info.clear()
    out = io.BytesIO()
    shown.save(out, kind, **SAVING[kind])
    return out.getvalue(), kind, shown.width, shown.height


def _eight_bits(picture):
    """Pillow would cut 16-bit greys off at 255, which is nearly black, and show white."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")


def _orientation(picture):
    """How the camera was held; damaged metadata is no reason to refuse a photo."""
    try:
        return picture.getexif().get(ExifTags.Base.Orientation)
    except Exception:
        return None

"""What a picture must pass before it enters the library: the bytes decide, never the name."""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

from news.media.models import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
# No picture on the portal is shown wider; larger ones are only slower.
MAX_SIDE = 2560
# Pillow's own alarm rings before anything is decoded.
Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SAVING = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85},
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
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    data = upload.read()
    sha256 = hashlib.sha256(data).hexdigest()
    return Accepted(*_reencode(data), sha256, upload.name or "")


def store(accepted: Accepted, user=None, **texts) -> Image:
    """Put an accepted picture in the library and return it; the same bytes are not stored twice.

    `texts` are alt, caption and credit; a picture that is there already keeps its own.
    """
    known = Image.objects.filter(sha256=accepted.sha256).first()
    if known:
        return known
    image = Image(
        sha256=accepted.sha256,
        size=len(accepted.data),
        width=accepted.width,
        height=accepted.height,
        original_name=accepted.original_name[-200:],
        uploaded_by=user,
        **texts,
    )
    name = f"{accepted.sha256[:20]}.{FORMATS[accepted.format]}"
    image.file.save(name, ContentFile(accepted.data), save=False)
    image.save()
    return image


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
    if getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(MOVING)


def _encode(picture) -> tuple[bytes, str, int, int]:
    """Upright, in plain colours, no larger than shown, and without metadata."""
    upright = ImageOps.exif_transpose(picture)
    keeps_alpha = picture.format != "JPEG" and upright.has_transparency_data
    shown = upright.convert("RGBA" if keeps_alpha else "RGB")
    shown.thumbnail((MAX_SIDE, MAX_SIDE))
    shown.info.clear()
    out = io.BytesIO()
    shown.save(out, picture.format, **SAVING[picture.format])
    return out.getvalue(), picture.format, shown.width, shown.height

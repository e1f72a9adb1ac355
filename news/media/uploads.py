"""What a picture must pass before it enters the library: the bytes decide, never the name."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from news.media import isolation, renditions, tasks
from news.media.models import Image
from news.media.reencode import Unfit, reencode

MAX_BYTES = 20 * 1024 * 1024
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}

TOO_LARGE = "Tệp ảnh lớn hơn 20 MB. Hãy giảm dung lượng rồi tải lại."
TOO_MANY_PIXELS = "Ảnh quá lớn (trên 40 triệu điểm ảnh). Hãy thu nhỏ rồi tải lại."
WEBP_TOO_LARGE = "Ảnh WebP quá lớn (trên 12,5 triệu điểm ảnh). Hãy lưu ảnh thành JPG rồi tải lại."
TOO_HEAVY = "Ảnh này nặng quá, máy chủ không xử lý được. Hãy thu nhỏ ảnh rồi tải lại."
NOT_A_PICTURE = "Không đọc được ảnh này. Hãy dùng ảnh JPG, PNG hoặc WebP còn nguyên vẹn."
MOVING = "Ảnh động không dùng được. Hãy chọn ảnh tĩnh JPG, PNG hoặc WebP."
BUSY = "Máy chủ đang xử lý nhiều ảnh khác. Hãy tải lại ảnh này sau ít phút."
# What Unfit says, for the person who uploads.
SENTENCES = {
    "too-many-pixels": TOO_MANY_PIXELS,
    "webp-too-large": WEBP_TOO_LARGE,
    "too-heavy": TOO_HEAVY,
    "not-a-picture": NOT_A_PICTURE,
    "moving": MOVING,
    "busy": BUSY,
}


@dataclass(frozen=True)
class Accepted:
    """A picture ready for the library: clean bytes, their format, and the upload's fingerprint."""

    data: bytes
    format: str
    width: int
    height: int
    sha256: str
    original_name: str


def accept(upload, apart: bool = True) -> Accepted:
    """Check and re-encode an uploaded file (a file with .name and .size).

    The decoder runs in a process `apart`, unless the caller is a process of its own already and
    nobody waits for it: a command with a thousand pictures.

    Metadata (a phone's GPS position above all) is left behind, the orientation applied.
    Raises ValidationError with a sentence for the person who uploads.
    """
    fingerprint = _fingerprint(upload)
    upload.seek(0)
    encode = isolation.run if apart else reencode
    try:
        return Accepted(*encode(upload.read()), fingerprint, upload.name or "")
    except Unfit as unfit:
        raise refusal(unfit) from unfit


def refusal(unfit: Unfit) -> ValidationError:
    """Why a picture is not taken, as a sentence; its code is the reason's key."""
    return ValidationError(SENTENCES[str(unfit)], code=str(unfit))


def find(upload) -> Image | None:
    """The picture that was stored from these very bytes. Raises ValidationError for too many."""
    return Image.objects.filter(sha256=_fingerprint(upload)).first()


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


def _fingerprint(upload) -> str:
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()

"""What a file must pass before it may be attached to an article, and how it is stored and replaced.

The bytes decide, never the name.
"""

import hashlib
import re
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.media import storing
from news.media.models import Attachment, FormerFile, Kind
from news.text import officefile, pdf, sound
from news.text.vietnamese import normalise

MAX_BYTES = 20 * 1024 * 1024
LONGEST_TITLE = Attachment._meta.get_field("title").max_length
FOLDER = "tai-lieu"
UNNAMED = "Tệp đính kèm"
TOO_LARGE = "Tệp lớn hơn 20 MB. Hãy giảm dung lượng hoặc chia tệp ra rồi tải lại."
SOUND_TITLE = "Bản nghe"
SOUND_TOO_LARGE = (
    "Tệp âm thanh lớn hơn 20 MB. Hãy xuất lại thành MP3 64 kbps (20 MB đủ cho khoảng 40 phút) rồi "
    "tải lại."
)
SOUND_ELSEWHERE = "Tệp âm thanh thì đặt ở ô Bản nghe, không phải ô Tệp đính kèm."
EMPTY = "Tệp không có nội dung nào. Hãy kiểm tra rồi chọn lại tệp."
AGAIN = "Hãy in hoặc xuất lại thành PDF rồi tải lại."
PDF_TROUBLES = {
    pdf.LOCKED: "Tệp PDF có mật khẩu hoặc bị khoá quyền. Hãy bỏ khoá, lưu lại rồi tải lại.",
    pdf.ACTIVE: f"Tệp PDF có chương trình chạy kèm nên không nhận được. {AGAIN}",
    pdf.PARCEL: f"Tệp PDF có tệp khác nằm bên trong nên không nhận được. {AGAIN}",
    pdf.LONG: f"Tệp PDF dài hơn {pdf.MAX_PAGES} trang. Hãy chia tệp ra rồi tải lại.",
    pdf.DAMAGED: f"Tệp PDF bị hỏng nên không đọc được. {AGAIN}",
    pdf.HARD: f"Tệp PDF phức tạp quá nên không kiểm tra được. {AGAIN}",
}


@dataclass(frozen=True)
class Facts:
    """What is known of an accepted file, as the columns of StoredFile."""

    original_name: str
    kind: str
    size: int
    sha256: str
    pages: int | None = None
    has_text: bool | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class Accepted:
    """A file that may be attached: its bytes and what is known of them."""

    data: bytes
    facts: Facts


def accept(upload) -> Accepted:
    """Check an uploaded document (anything with .name, .size and .read()).

    Raises ValidationError with a sentence for the person who uploads.
    """
    data = _read(upload, TOO_LARGE)
    more = _pdf(data) if data.startswith(pdf.SIGNATURE) else {"kind": _office(data)}
    return _accepted(upload, data, more)


def accept_sound(upload) -> Accepted:
    """Check an uploaded recording, as `accept` checks a document."""
    data = _read(upload, SOUND_TOO_LARGE)
    try:
        found = sound.read(data)
    except sound.Unfit as unfit:
        raise ValidationError(str(unfit)) from unfit
    return _accepted(upload, data, asdict(found))


def store(accepted: Accepted, user, title: str = "") -> Attachment:
    """Keep an accepted file under a new address; without a title its name becomes one.

    Raises OSError when the disk is full, and then nothing is left of it.
    """
    title = title or title_of(accepted.facts.original_name)
    attachment = Attachment(title=title, uploaded_by=user, **asdict(accepted.facts))
    with _kept(accepted) as name, transaction.atomic():
        attachment.file = name
        attachment.save()
    return attachment


def replace(attachment: Attachment, accepted: Accepted, user) -> Attachment:
    """Put another file at the address of an attachment, and return it; the old file is kept.

    Raises OSError when the disk is full, and then nothing has changed.
    """
    with _kept(accepted) as name, transaction.atomic():
        row = Attachment.objects.select_for_update().get(pk=attachment.pk)
        _keep_former(row)
        for column, value in asdict(accepted.facts).items():
            setattr(row, column, value)
        row.file, row.replaced_by, row.replaced_at = name, user, timezone.now()
        row.save()
    return row


def rename(attachment: Attachment, title: str, user) -> None:
    """Give the link other words."""
    attachment.title, attachment.titled_by, attachment.titled_at = title, user, timezone.now()
    attachment.save(update_fields=["title", "titled_by", "titled_at"])


def delete(attachment: Attachment) -> None:
    """Remove the row now, its files when that is certain."""
    names = [attachment.file.name, *(former.file.name for former in attachment.former.all())]
    attachment.delete()
    for name in names:
        transaction.on_commit(partial(storing.attachments().delete, name))


def listed(numbers: list[int]) -> list[Attachment]:
    """The attachments of these ids, in this order; an id that is none is left out."""
    found = Attachment.objects.in_bulk(numbers) if numbers else {}
    return [found[number] for number in numbers if number in found]


def altered(content, user) -> bool:
    """Whether a person gave an attachment of a version another file or name after it was saved."""
    since = content.created_at
    hand = Q(replaced_by=user, replaced_at__gt=since) | Q(titled_by=user, titled_at__gt=since)
    numbers = content.attachments
    return bool(numbers) and Attachment.objects.filter(hand, pk__in=numbers).exists()


def title_of(name: str) -> str:
    """A file's name as the words of a link: without its ending, with spaces between the words."""
    stem = PurePath(name.replace("\\", "/")).name
    bare = re.sub(rf"(\.signed)?\.({'|'.join(Kind.values)})$", "", stem, flags=re.IGNORECASE)
    words = normalise(re.sub(r"[_\s]+", " ", bare))
    return words[:LONGEST_TITLE].strip() or UNNAMED


def _read(upload, too_large: str) -> bytes:
    if upload.size > MAX_BYTES:
        raise ValidationError(too_large)
    data = upload.read()
    if not data:
        raise ValidationError(EMPTY)
    return data


def _accepted(upload, data: bytes, more: dict) -> Accepted:
    sha256 = hashlib.sha256(data).hexdigest()
    name = (upload.name or "")[-200:]
    return Accepted(data, Facts(name, size=len(data), sha256=sha256, **more))


def _pdf(data: bytes) -> dict:
    report = pdf.inspect_apart(data)
    if report.trouble:
        raise ValidationError(PDF_TROUBLES[report.trouble])
    return {"kind": Kind.PDF.value, "pages": report.pages, "has_text": report.has_text}


def _office(data: bytes) -> str:
    try:
        return officefile.kind_of(data)
    except officefile.Unfit as unfit:
        known = sound.begins(data)
        raise ValidationError(SOUND_ELSEWHERE if known else str(unfit)) from unfit


def _keep_former(row: Attachment) -> None:
    facts = {name: getattr(row, name) for name in FormerFile.facts()}
    put_by, put_at = row.replaced_by or row.uploaded_by, row.replaced_at or row.uploaded_at
    FormerFile.objects.create(attachment=row, put_by=put_by, put_at=put_at, **facts)


@contextmanager
def _kept(accepted: Accepted):
    """The bytes are stored under a name that nobody guesses; gone again when the rows fail."""
    name = f"{FOLDER}/{secrets.token_hex(16)}.{accepted.facts.kind}"
    storing.put(storing.attachments(), name, accepted.data)
    try:
        yield name
    except BaseException:
        storing.attachments().delete(name)
        raise

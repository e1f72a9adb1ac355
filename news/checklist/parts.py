"""Checks of the whole: what must be there, how long it is, and what describes the pictures."""

from collections.abc import Iterator

from news.media.attachments import title_of
from news.models import Genre, Kind
from news.text.alts import is_meaningful_alt
from news.text.vietnamese import count_syllables

from .findings import Finding, Place, hint, must, quote, should
from .reading import Reading

SMALLEST_COVER = 800
LONGEST_TITLE = 12
LONGEST_SUMMARY = 50
LONGEST_NEWS = 500
LONGEST_ARTICLE = 900
# What a page must have, of all that news must.
OF_PAGES = ("title", "body")


def missing_parts(reading: Reading) -> Iterator[Finding]:
    """What every article has, and the source of one taken from elsewhere (R26); a page speaks for
    the office and stands in no section, so it has a title and a text."""
    content = reading.content
    signed = content.unit_id or content.author_id or content.source_name
    named = content.source_name or not content.source_url
    unsigned = "Chưa chọn đơn vị hoặc tác giả ký tên; bài lấy nơi khác thì ghi nguồn."
    unnamed = "Có liên kết nguồn mà chưa ghi tên nguồn: hãy ghi bài lấy từ đâu."
    checks = [
        (content.title, "no-title", "title", "Chưa có tiêu đề."),
        (content.summary, "no-summary", "summary", "Chưa có sapo: hãy viết một đoạn tóm tắt."),
        (content.body, "no-body", "body", "Chưa có nội dung."),
        (content.category_id, "no-section", "category", "Chưa chọn chuyên mục."),
        (signed, "no-signature", "unit", unsigned),
        (named, "no-source", "source_name", unnamed),
    ]
    asked = [row for row in checks if content.kind == Kind.NEWS or row[2] in OF_PAGES]
    yield from (must(code, name, text) for value, code, name, text in asked if not value)


def lengths(reading: Reading) -> Iterator[Finding]:
    """What newsrooms aim at (W10); it never blocks, and it is no matter of pages."""
    content = reading.content
    if content.kind == Kind.PAGE:
        return
    short = content.genre == Genre.NEWS
    words = sum(count_syllables(passage.text) for passage in reading.body)
    limits = [
        ("title", "Tiêu đề", count_syllables(content.title), LONGEST_TITLE),
        ("summary", "Sapo", count_syllables(content.summary), LONGEST_SUMMARY),
        ("body", "Nội dung", words, LONGEST_NEWS if short else LONGEST_ARTICLE),
    ]
    for name, label, count, limit in limits:
        if count > limit:
            yield hint(f"long-{name}", name, f"{label} dài {count} từ, nên trong {limit} từ.")


def cover(reading: Reading) -> Iterator[Finding]:
    """The lead picture has a description and is large enough to fill its place."""
    content, image = reading.content, reading.library.cover
    decorative = image is not None and image.decorative
    if content.cover_id and not is_decided(content.cover_alt, decorative):
        yield must("cover-alt", "cover_alt", "Ảnh đại diện chưa có mô tả cho người khiếm thị.")
    if image is not None and image.width < SMALLEST_COVER:
        sentence = f"Ảnh đại diện chỉ rộng {image.width} điểm nên sẽ bị nhoè: hãy chọn ảnh rộng "
        sentence += f"từ {SMALLEST_COVER} điểm."
        yield should("cover-small", "cover", sentence, str(content.cover_id))


def pictures(reading: Reading) -> Iterator[Finding]:
    """Every picture of the text has a description, or the library says that it decorates."""
    for number, picture in enumerate(reading.pictures, start=1):
        source, alt = picture.attrs["src"], picture.attrs["alt"]
        if not is_decided(alt, source in reading.library.decorative):
            sentence = f"Ảnh thứ {number} trong bài chưa có mô tả cho người khiếm thị."
            place = Place("picture", number)
            yield must("picture-alt", "body", sentence, offence=f"{number} {source}", place=place)


def attachments(reading: Reading) -> Iterator[Finding]:
    """A scan is a picture of a text: nobody can search it, hear it or copy from it (R38)."""
    for found in reading.attachments:
        if found.has_text is False:
            sentence = (
                f"Tệp {quote(found.title)} là bản quét, máy đọc màn hình không đọc được. Hãy thay "
                "bằng bản có chữ: xuất PDF từ Word, hoặc nhận dạng chữ (OCR) khi quét."
            )
            yield should("attachment-scan", "attachments", sentence, found.sha256)
        if found.title == title_of(found.original_name) and found.title.isascii():
            sentence = (
                f"Tên tệp {quote(found.title)} là tên trong máy: hãy đặt tên có dấu, dễ hiểu."
            )
            yield hint(f"attachment-title-{found.pk}", "attachments", sentence)


def is_decided(alt: str, decorative: bool) -> bool:
    """Whether somebody decided what a blind reader hears: a description, or nothing at all."""
    return is_meaningful_alt(alt) or (decorative and not alt)

"""What must hold before an article is submitted or published, each as a sentence at its field."""

import re
from dataclasses import dataclass

from news.models import ArticleContent
from news.text.richtext import images
from news.text.vietnamese import fold

# Descriptions that portals put in by themselves; they tell a blind reader nothing (R40).
STOCK_ALTS = {
    *("anh", "anh tin bai", "anh bai viet", "anh dai dien", "anh minh hoa", "hinh anh", "hinh"),
    *("image", "img", "photo", "picture", "untitled", "no alt", "alt", "dsc"),
}
FILE_NAME = re.compile(r"[\w\s().-]+\.(jpe?g|png|gif|webp|avif|bmp|heic)", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """Something that is missing: the field it belongs to and what to do, in one sentence."""

    field: str
    text: str


def findings(content: ArticleContent) -> list[Finding]:
    """What keeps this content from being submitted or published; empty when nothing does."""
    return [*_missing_parts(content), *_missing_alts(content)]


def is_meaningful_alt(alt: str) -> bool:
    """Whether a picture's description says something: not empty, not stock, not a file name."""
    folded = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", fold(alt))
    return bool(folded) and folded not in STOCK_ALTS and not FILE_NAME.fullmatch(alt.strip())


def _missing_parts(content: ArticleContent) -> list[Finding]:
    checks = [
        (content.title, "title", "Chưa có tiêu đề."),
        (content.summary, "summary", "Chưa có sapo: hãy viết một đoạn tóm tắt."),
        (content.body, "body", "Chưa có nội dung."),
        (content.category_id, "category", "Chưa chọn chuyên mục."),
        (content.unit_id or content.author_id, "unit", "Chưa chọn đơn vị hoặc tác giả ký tên."),
    ]
    return [Finding(field, text) for value, field, text in checks if not value]


def _missing_alts(content: ArticleContent) -> list[Finding]:
    found = []
    if content.cover_id and not is_meaningful_alt(content.cover_alt):
        found.append(Finding("cover_alt", "Ảnh đại diện chưa có mô tả cho người khiếm thị."))
    for number, picture in enumerate(images(content.body), start=1):
        if not is_meaningful_alt(picture.alt):
            text = f"Ảnh thứ {number} trong bài chưa có mô tả cho người khiếm thị."
            found.append(Finding("body", text))
    return found

"""Whether the words that describe a picture say something to whoever cannot see it."""

import re

from .vietnamese import fold

# Descriptions that portals put in by themselves; they tell a blind reader nothing (R40).
STOCK_ALTS = {
    *("anh", "anh tin bai", "anh bai viet", "anh dai dien", "anh minh hoa", "hinh anh", "hinh"),
    *("image", "img", "photo", "picture", "untitled", "no alt", "alt", "dsc"),
}
FILE_NAME = re.compile(r"[\w\s().-]+\.(jpe?g|png|gif|webp|avif|bmp|heic)", re.IGNORECASE)


def is_meaningful_alt(alt: str) -> bool:
    """Whether a picture's description says something: not empty, not stock, not a file name."""
    folded = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", fold(alt))
    return bool(folded) and folded not in STOCK_ALTS and not FILE_NAME.fullmatch(alt.strip())

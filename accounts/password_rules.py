"""What a new password must hold, each rule with a sentence that says what to do.

Django's form for every new password asks these (AUTH_PASSWORD_VALIDATORS), and so do
createsuperuser and changepassword. Each brings the password into its one form first.
"""

import re
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from accounts import favourites
from accounts.passwords import LEAST, MOST, normal, too_long
from news.text.vietnamese import fold

ALIKE = 0.75
SHORT = f"Mật khẩu cần ít nhất {LEAST} ký tự. Thử viết một câu ngắn mà chỉ bạn nghĩ ra."
LONG = f"Mật khẩu dài quá {MOST} ký tự. Hãy chọn mật khẩu ngắn hơn."
COMMON = (
    "Mật khẩu này dễ đoán: nhiều người dùng những chữ như vậy, có thêm số hay dấu ở cuối cũng thế. "
    "Hãy chọn mật khẩu khác."
)
SIMPLE = (
    "Mật khẩu này dễ đoán: chỉ có số, ít chữ khác nhau, hoặc các phím liền nhau. "
    "Hãy chọn mật khẩu khác."
)
OWN = (
    "Mật khẩu này gần giống tên, tên đăng nhập, thư điện tử hoặc đơn vị của bạn. "
    "Hãy chọn mật khẩu khác."
)


class Length:
    """Ten to 128 characters, counted in the one form: "ế" is one however it was typed."""

    def validate(self, password, user=None):
        """Raise ValidationError for one that is too short or too long."""
        if too_long(password):
            raise ValidationError(LONG, code="password_too_long")
        if len(normal(password)) < LEAST:
            raise ValidationError(SHORT, code="password_too_short")

    def get_help_text(self):
        """The rule as a line of a list."""
        return f"Từ {LEAST} đến {MOST} ký tự; dấu cách, chữ có dấu đều được."


class Common:
    """None that many people choose, with digits and signs put around it, and no easy row."""

    def validate(self, password, user=None):
        """Raise ValidationError for one that is easily guessed."""
        if too_long(password):
            return
        if favourites.common(normal(password)):
            raise ValidationError(COMMON, code="password_too_common")
        if favourites.simple(normal(password)):
            raise ValidationError(SIMPLE, code="password_too_simple")

    def get_help_text(self):
        """The rule as a line of a list."""
        return "Không dễ đoán: không phải matkhau, tên huyện kèm năm, dãy phím liền nhau."


class Personal:
    """None like the person's own names; `names_of` is the dotted path of a function that takes
    the account and returns further names, such as its unit's."""

    def __init__(self, names_of: str):
        self.names_of = import_string(names_of)

    def validate(self, password, user=None):
        """Raise ValidationError for one made of, or like, what everybody knows of the person."""
        if user is None or too_long(password):
            return
        words = own_words(user, self.names_of(user) if user.pk else [])
        password = normal(password)
        alike = any(_alike(bare, word) for bare in favourites.bared(password) for word in words)
        if alike or favourites.common(password, words):
            raise ValidationError(OWN, code="password_too_similar")

    def get_help_text(self):
        """The rule as a line of a list."""
        return "Không giống họ tên, tên đăng nhập, thư điện tử, đơn vị của bạn."


def own_words(user, names: list[str]) -> frozenset[str]:
    """What is known of the person, folded: each text run together and each word of it."""
    texts = [user.username, user.full_name, *user.email.split("@"), user.phone, *names]
    words = set()
    for text in texts:
        parts = re.findall(r"\w+", fold(text))
        words |= {*parts, "".join(parts), "".join(reversed(parts))}
        words |= {re.sub(r"\d+", "", part) for part in parts}
    return frozenset(word for word in words if len(word) >= 3)


def _alike(bare: str, word: str) -> bool:
    # A longer password that happens to hold a short name is not like it.
    near = len(word) >= 5 and len(bare) < 2 * len(word)
    return near and SequenceMatcher(a=bare, b=word).ratio() >= ALIKE

"""Which phrases may mean the same: what would swallow every search is refused, in a sentence."""

from news.search.keys import LONGEST_PHRASE, key, keys
from news.search.models import SameWords
from news.text.lexemes import readable, spans, words
from news.text.syllables import is_syllable

FEWEST, MOST = 2, 8
LONGEST = 60
# Words that say nothing by themselves; a phrase of nothing else is in every article.
_EMPTY = """
    và của các những cho với tại trong trên dưới từ đến là được có không về theo này đó khi để
    do bị đã đang sẽ cũng rất như một hai ba việc người ngày tháng năm vào ra ở nhà tin bài mới
    cũ xã phường huyện tỉnh thôn bản tổ ông bà
"""
EMPTY = frozenset(_EMPTY.split())
NO_WORD = "Dòng {}: “{}” không có chữ nào."
TOO_LONG = f"Dòng {{}} quá dài: mỗi cách viết nhiều nhất {LONGEST} chữ cái, {LONGEST_PHRASE} tiếng."
NUMBER = "Dòng {}: “{}” là số văn bản hoặc ngày tháng. Những thứ này luôn tìm đúng, không cần ghi."
COMMON = (
    "Dòng {}: “{}” có ở hầu hết các bài, nên tìm gì cũng ra. Hãy ghi cả cụm từ, "
    "ví dụ “xã Bảo Thắng” thay cho “xã”."
)
TWICE = "Dòng {} trùng với dòng {}. Chữ hoa, dấu cách, chỗ đặt dấu khác nhau vẫn là một."
TOO_FEW = "Cần ít nhất hai cách viết, mỗi cách một dòng."
TOO_MANY = f"Nhiều nhất {MOST} cách viết trong một nhóm. Hãy tách thành hai nhóm."
THERE = "Đã có nhóm này: “{}”. Hãy sửa nhóm ấy."


def refusals(phrases: list[str]) -> list[str]:
    """Take what was typed line by line, in one form; return a sentence for all that is wrong."""
    found, seen = [], {}
    for number, phrase in enumerate(phrases, 1):
        exact = tuple(word.exact for word in words(readable(phrase)))
        if sentence := _refusal(phrase):
            found.append(sentence.format(number, phrase[:LONGEST]))
        elif exact in seen:
            found.append(TWICE.format(number, seen[exact]))
        seen.setdefault(exact, number)
    if not found and len(phrases) < FEWEST:
        found.append(TOO_FEW)
    if len(phrases) > MOST:
        found.append(TOO_MANY)
    return found


def twin(phrases: list[str], but: int | None) -> str:
    """That another row than number `but` says the same already, as a sentence; "" if none does."""
    wanted = keys(phrases)
    rows = SameWords.objects.filter(removed_at=None, keys__contains=wanted).exclude(pk=but)
    row = rows.first()
    return THERE.format(row) if row else ""


def shared(row: SameWords) -> list[SameWords]:
    """The other rows that have a phrase of this one: it then means the words of both."""
    rows = SameWords.objects.filter(removed_at=None, keys__overlap=keys(row.phrases))
    return list(rows.exclude(pk=row.pk)[:3])


def _refusal(phrase: str) -> str:
    row = words(readable(phrase))
    if len(phrase) > LONGEST or len(row) > LONGEST_PHRASE:
        return TOO_LONG
    if not key(phrase):
        return NO_WORD
    if spans(readable(phrase)) or all(word.text.isdigit() for word in row):
        return NUMBER
    lone = len(row) == 1 and (len(row[0].text) == 1 or is_syllable(row[0].text))
    empty = all(word.text.lower() in EMPTY for word in row)
    return COMMON if lone or empty else ""

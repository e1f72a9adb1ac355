"""Checks of what must not be public: numbers of persons, and marks of secrecy.

A false alarm teaches people to click warnings away, so every number needs words beside it that
name it, or a form that nothing else has.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .findings import Finding, at, quote, should
from .reading import Passage, Reading

# Between the words and their number: "số: ", "của ông Nguyễn Văn A: ".
GAP = r"(?:[\s:(–-]|\b(?:số|là|ngân hàng)\b)*|[^\d\n.;]{0,60}:\s*"
END = r"(?![\d/]|[.,-]\d)"
# What is counted or paid is no number of a person.
COUNTED = r"(?!\s*(?:đồng|đ|vnđ|người|công dân|thẻ|hộ|trường hợp|tài khoản|lượt|hồ sơ)\b)"
IDENTITY_WORDS = (
    r"căn cước(?: công dân)?|cccd|cmnd|cmtnd|cmt|chứng minh(?: nhân dân| thư)?|định danh cá nhân"
)
# A place's code, the century with the sex, the year, six digits.
IDENTITY = r"(?<![\d.,/-])0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}"
PHONE = r"(?<![\d.,/+-])(?:\(?\+84\)?[\s.]?|0)[35789]\d(?:[\s.-]?\d){7}"
HOTLINE = re.compile(
    r"(?:đường dây nóng|hotline|tổng đài|trực ban|văn phòng|cơ quan|bộ phận một cửa)"
    r"(?:[^.;\n]|(?<=\d)\.(?=\d)){0,60}$",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
TREASURY = re.compile("kho bạc", re.IGNORECASE)
MARK = re.compile(r"\b(?:TUYỆT MẬT|TỐI MẬT|MẬT)\b")
DEGREE = re.compile(r"\bđộ\s+mật\s*:\s*(?:tuyệt mật|tối mật|mật)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A kind of personal number: how it is found, and which finds are harmless."""

    code: str
    name: str
    pattern: re.Pattern
    harmless: Callable[[Passage, re.Match], bool] = lambda passage, match: False


def _pattern(words: str, digits: str) -> re.Pattern:
    return re.compile(rf"\b(?:{words})\b(?:{GAP})({digits}){END}{COUNTED}", re.IGNORECASE)


def _is_office(passage: Passage, match: re.Match) -> bool:
    return bool(HOTLINE.search(passage.plain[max(match.start() - 100, 0) : match.start()]))


def _is_sum_or_treasury(passage: Passage, match: re.Match) -> bool:
    near = passage.plain[max(match.start() - 80, 0) : match.end() + 80]
    return bool(THOUSANDS.fullmatch(match[1]) or TREASURY.search(near))


# In this order: a number that was taken for one kind is not taken for a later one.
KINDS = (
    Kind(
        "account",
        "số tài khoản",
        _pattern("số tài khoản|stk|số tk|tk số|tài khoản số", r"\d(?:[ .-]?\d){5,18}"),
        _is_sum_or_treasury,
    ),
    Kind(
        "tax-number",
        "mã số thuế",
        _pattern("mã số thuế|mst", r"\d{10}(?:-?\d{3})?|\d{12}"),
    ),
    Kind(
        "identity",
        "số giấy tờ cá nhân",
        _pattern(IDENTITY_WORDS, r"\d(?: ?\d){11}|\d(?: ?\d){8}"),
    ),
    Kind("identity", "số giấy tờ cá nhân", re.compile(f"({IDENTITY}){END}")),
    Kind("phone", "số điện thoại cá nhân", re.compile(f"({PHONE}){END}"), _is_office),
)


def numbers(reading: Reading) -> Iterator[Finding]:
    """Personal numbers, all of a kind at one place together: a list asks for one answer."""
    found: dict[tuple[str, str], list[tuple[Kind, Passage, str]]] = {}
    for passage in reading.passages:
        for kind, number in _numbers(passage):
            found.setdefault((kind.code, passage.where), []).append((kind, passage, number))
    for (_, where), hits in found.items():
        yield _finding(where, hits)


def marks(reading: Reading) -> Iterator[Finding]:
    """Marks of secrecy: a page with one may have been copied from a secret document."""
    for passage in reading.passages:
        match = next(filter(None, (DEGREE.search(passage.plain), _mark(passage.plain))), None)
        if match:
            sentence = f"Có dấu độ mật {quote(match[0])} ở {passage.where}: nếu chép từ tài liệu "
            sentence += "mật thì phải bỏ và báo người phụ trách; nếu chỉ nhắc tới thì ghi lý do."
            yield should("secrecy", passage.field, sentence, passage.text, at(passage.text))


def mask(number: str) -> str:
    """A number as it may be shown: the first three and the last two digits."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:3]}•••{digits[-2:]}"


def _numbers(passage: Passage) -> Iterator[tuple[Kind, str]]:
    taken: set[int] = set()
    if not any(character.isdigit() for character in passage.text):
        return
    for kind in KINDS:
        for match in kind.pattern.finditer(passage.plain):
            span = range(*match.span(1))
            if taken.isdisjoint(span) and not kind.harmless(passage, match):
                yield kind, match[1]
            # A harmless one is decided too: no later kind asks again.
            taken.update(span)


def _finding(where: str, hits: list[tuple[Kind, Passage, str]]) -> Finding:
    kind, passage, first = hits[0]
    digits = sorted({re.sub(r"\D", "", number) for _, _, number in hits})
    count = f"{len(digits)} {kind.name}" if len(digits) > 1 else kind.name
    shown = ", ".join(map(mask, digits[:3])) + ("…" if len(digits) > 3 else "")
    sentence = f"Có {count} ở {where} ({shown}): hãy bỏ đi, trừ khi người đó đồng ý công khai."
    return should(kind.code, passage.field, sentence, " ".join(digits), at(first))


def _mark(text: str) -> re.Match | None:
    """A mark in capitals that stands alone, not one word of a line in capitals (BÍ MẬT)."""
    return next((m for m in MARK.finditer(text) if not _in_capitals(text, m)), None)


def _in_capitals(text: str, match: re.Match) -> bool:
    before = text[max(match.start() - 30, 0) : match.start()].split(" ")
    after = text[match.end() : match.end() + 30].split(" ")
    # Beside the mark stands a space, so the words are the last but one and the second.
    return any(word.isupper() for word in (*before[-2:-1], *after[1:2]) if word[-1:].isalpha())

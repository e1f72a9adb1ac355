"""What the blocks of a Word file are for: title, sapo, body, and the frame of an official letter.

The frame is what Decree 30/2020 puts around the text: agency and national motto, number and date
above it; recipients and signature below. A reader of news needs none of it, so it is set aside.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .docx_blocks import has_picture, is_all, is_text, lines, said, starts
from .docx_looks import HEADINGS
from .vietnamese import fold

HEAD, CONTENTS, RECIPIENTS = "Đầu văn bản", "Mục lục", "Nơi nhận"
SIGNATURE, BYLINE = "Chữ ký", "Tác giả, nguồn"
_MOTTO = re.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam|dang cong san viet nam"
    r"|doc lap\W+tu do\W+hanh phuc)"
)
_UNDER_MOTTO = re.compile(r"so\s*[:\d]|v/v\b|.*\bngay\b.*\bthang\b.*\bnam\b|\W*$")
_SUBJECT = re.compile(r"v/v\s*:?\s*(\S.*)", re.IGNORECASE)
_SIGNER = re.compile(
    r"(?:t/?m|k/?t|t/?l|t/?u/?q|q)[./ ].*|(?:pho |quyen )?(?:chu tich|truong ban|truong phong"
    r"|giam doc|bi thu|chanh van phong|hieu truong|cuc truong|chi cuc truong|chu nhiem"
    r"|tong bien tap|truong (?:cong an|doan))\b.*|nguoi (?:viet|lap|bao cao|soan)\b.*"
)
_SIGNED = re.compile(r"\(?(?:da ky|ky,? (?:ghi ro )?(?:ho )?ten.*)\)?")
_CREDIT = re.compile(
    r"(?:tin|bai|anh|bai,? (?:va )?anh|tin,? (?:va |bai,? )?anh|nguon|tac gia|nguoi viet|thuc hien)"
    r"\s*:.*"
)
_SENTENCE_END = (".", ":", ";", ",", "…")


@dataclass
class Parts:
    """The blocks of a file by what they are for; `subject` is the V/v line of a letter."""

    body: list[Element]
    title: list[Element] = field(default_factory=list)
    lead: list[Element] = field(default_factory=list)
    aside: list[tuple[str, list[Element]]] = field(default_factory=list)
    subject: str = ""

    def set_aside(self, kind: str, blocks: list[Element]) -> None:
        """Take blocks out of the body and keep them under a name."""
        if blocks:
            self.aside.append((kind, blocks))
            self.body = [block for block in self.body if block not in blocks]


def part(blocks: list[Element]) -> Parts:
    """Take arranged blocks; return them by what they are for."""
    parts = Parts(list(blocks))
    parts.set_aside(CONTENTS, [each for each in blocks if each.get("role") == "contents"])
    _take_head(parts)
    _take_tail(parts)
    _take_byline(parts)
    _take_title(parts)
    _take_lead(parts)
    return parts


# Above the text


def _take_head(parts: Parts) -> None:
    head = parts.body[: _head_length(parts.body)]
    parts.set_aside(HEAD, head)
    subjects = (_SUBJECT.match(line) for block in head for line in map(said, block.iter("p")))
    parts.subject = next((found[1] for found in subjects if found), "")


def _head_length(blocks: list[Element]) -> int:
    """A motto among the first blocks, nothing long above it, and what belongs under it."""
    mottos = [at for at, block in enumerate(blocks[:12]) if _has_motto(block)]
    if not mottos or any(len(said(block)) > 600 for block in blocks[: mottos[-1] + 1]):
        return 0
    end = mottos[-1] + 1
    for at, block in enumerate(blocks[end : end + 6], start=end + 1):
        if block.tag == "tbl" or len(said(block)) > 150 or has_picture(block):
            break
        if _UNDER_MOTTO.match(fold(said(block))):
            end = at
    return end


def _has_motto(block: Element) -> bool:
    for line in lines(block):
        found = _MOTTO.search(fold(line))
        if found and (line.isupper() or len(found[0]) + 6 > len(line)):
            return True
    return False


# Below the text


def _take_tail(parts: Parts) -> None:
    tail = parts.body[_tail_start(parts.body) :]
    kinds: dict[str, list[Element]] = {RECIPIENTS: [], SIGNATURE: []}
    kind = SIGNATURE
    for block in tail:
        for cell in block.iter("tc") if block.tag == "tbl" else [block]:
            kind = _tail_kind(cell, SIGNATURE if block.tag == "tbl" else kind)
            kinds[kind].append(cell)
    parts.body = parts.body[: len(parts.body) - len(tail)]
    parts.aside += [(kind, blocks) for kind, blocks in kinds.items() if any(map(said, blocks))]


def _tail_start(blocks: list[Element]) -> int:
    """Go up from the end as long as lines are short; the highest beginning of a tail counts."""
    start = len(blocks)
    for at in range(len(blocks) - 1, max(len(blocks) - 30, -1), -1):
        if not _is_short(blocks[at]):
            break
        if _is_recipients(blocks[at]) or _is_signature(blocks[at]):
            start = at
    return start


def _is_short(block: Element) -> bool:
    if block.tag == "tbl":
        return len(said(block)) <= 1_500 and (_is_recipients(block) or _is_signature(block))
    longest = 120 if block.get("marker") or said(block)[:1] in "-–+•" else 70
    return len(said(block)) <= longest and block.get("role", "") not in (*HEADINGS, "caption")


def _is_recipients(block: Element) -> bool:
    return any(fold(line).startswith("noi nhan") for line in lines(block))


def _is_signature(block: Element) -> bool:
    for line in lines(block):
        plain = fold(line)
        if _SIGNED.fullmatch(plain) or (line.isupper() and _SIGNER.fullmatch(plain)):
            return True
    return False


def _tail_kind(block: Element, kind: str) -> str:
    if _is_recipients(block):
        return RECIPIENTS
    return SIGNATURE if _is_signature(block) else kind


def _take_byline(parts: Parts) -> None:
    """Who wrote it stands last, to the right, or after "Tin, ảnh:"."""
    end = len(parts.body)
    while end > 1 and len(parts.body) - end < 2 and _is_byline(parts.body[end - 1]):
        end -= 1
    parts.set_aside(BYLINE, parts.body[end:])


def _is_byline(block: Element) -> bool:
    text = said(block)
    if not is_text(block) or len(text) > 100 or text.endswith("."):
        return False
    return block.get("align") == "right" or bool(_CREDIT.fullmatch(fold(text)))


# Title and sapo


def _take_title(parts: Parts) -> None:
    """The Title style, else an opening heading, else an opening line that looks like a title."""
    found = _titled(parts.body) or _headed(parts.body) or _opening(parts.body)
    parts.title = found
    # A rule of dashes or stars under a title is drawn for it.
    rest = [block for block in parts.body if block not in found]
    if found:
        while rest and is_text(rest[0]) and not re.search(r"\w", said(rest[0])):
            rest.pop(0)
    parts.body = rest


def _titled(blocks: list[Element]) -> list[Element]:
    titles = [block for block in blocks[:10] if block.get("role") == "title"]
    first = blocks.index(titles[0]) if titles else 0
    return [block for at, block in enumerate(titles) if blocks[first + at :][:1] == [block]]


def _headed(blocks: list[Element]) -> list[Element]:
    return [block for block in blocks[:3] if block.get("role") in HEADINGS][:1]


def _opening(blocks: list[Element]) -> list[Element]:
    texts = [block for block in blocks if block.get("role") not in ("picture", "caption")][:5]
    if not texts or not is_text(texts[0]) or not _is_title(texts):
        return []
    title = texts[:1]
    for block in texts[1:4]:
        if not _continues(title, block):
            break
        title.append(block)
    return title


def _is_title(texts: list[Element]) -> bool:
    text = said(texts[0])
    if len(text) > 300 or starts(texts[0], "kinh gui"):
        return False
    if is_all(texts[0], "b") or texts[0].get("align") == "center" or text.isupper():
        return True
    plain = len(text) <= 200 and not text.endswith(_SENTENCE_END)
    return plain and len(texts) > 1 and is_text(texts[1]) and len(said(texts[1])) > len(text)


def _continues(title: list[Element], block: Element) -> bool:
    """ "BÁO CÁO" and what about; or one line of capitals after another."""
    first, text = said(title[0]), said(block)
    centred = title[0].get("align") == block.get("align") == "center"
    alike = is_text(block) and centred and (is_all(block, "b") or text.isupper())
    if not alike or len(text) > 250 or text.endswith(_SENTENCE_END):
        return False
    return first.isupper() and (len(first.split()) <= 4 or text.isupper())


def _take_lead(parts: Parts) -> None:
    """The sapo is of its own style, or the first paragraph, if all bold or italic and a sentence.

    When the paragraph after it looks the same, the whole text is bold and nothing is a sapo.
    """
    texts = [each for each in parts.body if each.get("role") not in ("picture", "caption")]
    leads = [each for each in texts[:3] if each.get("role") == "lead"]
    if not leads and len(texts) > 1 and _is_lead(texts[0]):
        looks = [(is_all(each, "b"), is_all(each, "i")) for each in texts[:2]]
        leads = texts[:1] if looks[0] != looks[1] else []
    parts.lead = leads
    parts.body = [block for block in parts.body if block not in leads]


def _is_lead(block: Element) -> bool:
    text = said(block)
    wordy = len(text.split()) >= 10 and len(text) <= 1_500
    marked = is_all(block, "b") or is_all(block, "i")
    return is_text(block) and marked and wordy and not starts(block, "kinh gui")

"""How people ask in a whole sentence: the words that an answer does not repeat.

"chó thả rông bị phạt bao nhiêu tiền" is answered by a text that names the sum.
"""

from dataclasses import replace

from .lexemes import Word, words
from .question import Question, Term
from .vietnamese import normalise

# With diacritics each is only what it is; without them a word alone may be another (đâu, đầu, dầu).
_PHRASES = (
    "xin hỏi", "cho hỏi", "cho tôi hỏi", "cho em hỏi", "tôi muốn hỏi", "tôi muốn", "muốn hỏi",
    "cho biết", "làm thế nào để", "làm thế nào", "làm sao để", "làm sao", "làm gì để",
    "phải làm gì", "phải làm sao", "như thế nào", "thế nào", "ra sao", "bằng cách nào",
    "cách nào", "bao nhiêu tiền", "bao nhiêu", "bao lâu", "bao giờ", "mất bao lâu", "từ bao giờ",
    "đến bao giờ", "khi nào", "lúc nào", "ngày nào", "năm nào", "mấy giờ", "mấy ngày", "mấy năm",
    "ở đâu", "đến đâu", "đi đâu", "tại đâu", "chỗ nào", "nơi nào", "gặp ai", "hỏi ai", "do ai",
    "là gì", "là ai", "là bao nhiêu", "cần những gì", "cần gì", "những gì", "gồm những gì",
    "gồm gì", "vì sao", "tại sao", "có phải", "phải không", "có được không", "được không",
    "có không", "hay không", "có được", "thì phải", "thì được", "thì làm", "gì", "nào", "đâu",
    "ai", "sao", "mấy", "thì", "mà", "ạ", "nhỉ", "vậy", "à", "không ạ",
)  # fmt: skip
# Less than so many terms are about nothing.
_FEWEST = 2


def content(question: Question) -> Question:
    """What a question is about: without the words that only ask; the question itself where little
    else would be left of it."""
    kept, at = [], 0
    while at < len(question.terms):
        length = _asks(question, at)
        if not length:
            kept.append(question.terms[at])
        at += length or 1
    return replace(question, terms=tuple(kept)) if len(kept) >= _FEWEST else question


def _asks(question: Question, start: int) -> int:
    """How many terms from `start` on only ask; 0 for one that is asked about."""
    for length in range(min(_LONGEST, len(question.terms) - start), 0, -1):
        row = question.terms[start : start + length]
        if all(map(_is_plain, row)) and _known(question, [term.typed[0] for term in row]):
            return length
    return 0


def _is_plain(term: Term) -> bool:
    return not term.quoted and not term.form and len(term.typed) == 1


def _known(question: Question, row: list[Word]) -> bool:
    if question.marked:
        return tuple(word.exact for word in row) in _EXACT
    return len(row) > 1 and tuple(word.folded for word in row) in _FOLDED


_ROWS = [words(normalise(phrase)) for phrase in _PHRASES]
_EXACT = {tuple(word.exact for word in row) for row in _ROWS}
_FOLDED = {tuple(word.folded for word in row) for row in _ROWS}
_LONGEST = max(map(len, _ROWS))

"""What a whole sentence asks about, without the words that only ask."""

import pytest

from news.text.asking_words import content
from news.text.question import ask


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("chó thả rông bị phạt bao nhiêu tiền", "chó thả rông bị phạt"),
        ("cho tha rong bi phat bao nhieu tien", "cho tha rong bi phat"),
        ("xin hỏi làm thế nào để đăng ký khai sinh ạ", "đăng ký khai sinh"),
        ("đất không có giấy tờ thì làm sổ đỏ như thế nào", "đất không có giấy tờ sổ đỏ"),
        ("lịch tiếp công dân ở đâu", "lịch tiếp công dân"),
        # Bare, a word alone may be another: đầu, sao chổi, thi.
        ("dau tu cong o dau", "dau tu cong"),
        ("sao y ban chinh", "sao y ban chinh"),
        ("thi tot nghiep", "thi tot nghiep"),
        # What stands in quotes, in a number or a date is asked for.
        ('"bao nhiêu tiền" học phí', "bao nhiêu tiền học phí"),
        ("nghị quyết 25-NQ/TW là gì", "nghị quyết 25 NQ TW"),
        # Nothing else would be left.
        ("bao nhiêu tiền", "bao nhiêu tiền"),
        ("thế nào là gì", "thế nào là gì"),
        ("", ""),
    ],
)
def test_the_words_that_only_ask_are_left_out(typed, about):
    found = [word.exact for word in content(ask(typed)).words]
    assert found == [word.exact for word in ask(about).words]


def test_what_has_other_ways_keeps_them():
    question = ask("UBND huyện ở đâu", [("UBND", "Ủy ban nhân dân")])
    assert content(question).terms == question.terms[:-2]

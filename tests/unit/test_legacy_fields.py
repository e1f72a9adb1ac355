"""An article's texts as one document of old letters: found, kept whole and converted together."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import legacy
from news.text.legacy_fields import Fields
from news.text.richtext import clean
from tests.legacy import FOREIGN, LETTERS, VIETNAMESE, as_tcvn3, as_vni

HOW = {"tcvn3": as_tcvn3, "vni": as_vni}
LINES = VIETNAMESE[2:20]  # TCVN3 loses the capital of the line before
HELD = "\uf0ad"
HTML = "<p>{}</p><hr><p class='x'>{}<br>{}</p>"


def fields(how=str) -> Fields:
    plain = {"title": how("Tin mới"), "summary": "\r\n".join(map(how, LINES[:2]))}
    return Fields(plain, HTML.format(*map(how, LINES[2:5])))


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_all_texts_are_converted_and_nothing_else(how):
    assert fields(how).converted() == fields()


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_what_is_held_is_converted_alike(how):
    assert fields(how).held().converted() == fields()


def test_what_is_held_survives_the_gate():
    body = "".join(f"<p>{as_tcvn3(line)}</p>" for line in LINES)
    held = clean(Fields({}, body).held().html)
    assert legacy.convert_html(held) == clean("".join(f"<p>{line}</p>" for line in LINES))
    assert legacy.convert_html(clean(body)) != legacy.convert_html(held)


def test_a_soft_hyphen_in_good_text_is_not_held():
    text = f"<p>{VIETNAMESE[0]} n\u00adước</p><p>Donau\u00addampf\u00adschiff</p>"
    assert Fields({"title": "x\u00ady"}, text).held() == Fields({"title": "x\u00ady"}, text)
    assert HELD not in Fields({}, text + f"<p>{as_vni(VIETNAMESE[0])}</p>").held().html


def test_every_passage_is_reported_on_demand():
    body = "".join(f"<p>{as_vni(line)}</p>" for line in VIETNAMESE[:30])
    assert len(Fields({}, body).inspect(most=None).passages) == 30
    assert len(Fields({}, body).inspect().passages) == legacy.PREVIEWED


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_good_text_is_none_of_its_business(form):
    lines = [unicodedata.normalize(form, line) for line in [*VIETNAMESE, *FOREIGN]]
    for line in lines:
        texts = Fields({"title": line}, f"<p>{line}</p>")
        assert texts.inspect() is None
        assert texts.held() is not None


WORDS = st.text("".join(LETTERS) + " &<>;'\"\n\r\tabc#amp", max_size=60)


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_texts_that_are_not_old_come_back_as_they_were(plain, html):
    texts = Fields({str(at): text for at, text in enumerate(plain)}, html)
    if texts.inspect() is None:
        assert texts.converted() == texts.held() == texts

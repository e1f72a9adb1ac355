"""The HTML gate answers soon, whatever it is given: it cleans it or refuses it in words."""

import time

import pytest

from news.text import richtext
from news.text.richtext import TooLarge, clean

SECONDS = 5

REFUSED = {
    "10 MB": "x" * 10_000_000,
    "100,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>",
    "deep boxes": "<div>" * 3_000 + "x",
    "deep formatting": "<b>" * 3_000 + "x",
    "very deep boxes": "<div>" * 90_000 + "x",
    "many tags": "<i>x</i>" * 60_000,
    "many comments": "<!--" * 400_000,
    "many references": "&amp" * 400_000,
    # HTML repeats all open formatting in each new paragraph: 4 MB of tags from 13 KB.
    "formatting to repeat": "<p>" + "".join(f"<b id=b{n}>" for n in range(900)) + "</p><p>x" * 900,
}
CLEANED = {
    "boxes": "<div>" * 900 + "x" + "</div>" * 900,
    "boxes closed by nothing": "<div>x" * 900,
    "lists": "<ul><li>x" * 900,
    "tables": "<table><tr><td>x" * 300,
    "quotations": "<blockquote>x" * 900,
    "attributes spread out": "<p a=1 b=2 c=3>x</p>" * 33_000,
    "a long table": "<table>" + ("<tr>" + "<td>1.586</td>" * 10 + "</tr>") * 2_500 + "</table>",
    "no-break spaces": "\u00a0" * 1_900_000,
    "words": "dân vận " * 240_000,
    "unclosed comments": "<!--" * 90_000,
    "unclosed quotes": '<a "' * 90_000,
    "breaks": "<br>" * 99_000,
    "bold breaks": "<p>" + "<b>x<br></b><i>y</i>" * 12_000 + "</p>",
    "links within bold": "<b>" + "<a href=/x>b</a><a href=/y>c</a>" * 10_000 + "</b>",
    "combining marks": "a" + "\u0302" * 100_000,
    "a long address": '<a href="' + "a" * 1_900_000 + '">x</a>',
    "a long source": '<img src="/media/' + "a." * 900_000 + '">x',
    "a long style": '<span style="' + "x;" * 900_000 + '">x</span>',
}


@pytest.mark.parametrize("html", REFUSED.values(), ids=REFUSED)
def test_refused_in_words(html):
    start = time.process_time()
    with pytest.raises(TooLarge, match="Hãy "):
        clean(html)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("html", CLEANED.values(), ids=CLEANED)
def test_cleaned_in_time(html):
    start = time.process_time()
    stored = clean(html)
    assert time.process_time() - start < SECONDS
    assert clean(stored) == stored


def test_3000_nested_tags_within_a_text_are_cleaned_or_refused():
    for tag in ("div", "b", "span", "i", "font", "blockquote", "ul", "table", "x", "a", "section"):
        for depth in (300, 3_000):
            start = time.process_time()
            try:
                assert "x" in clean(f"<{tag}>" * depth + "x" + f"</{tag}>" * depth)
            except TooLarge:
                assert depth == 3_000
            assert time.process_time() - start < SECONDS


def test_long_plain_text_is_no_tangle():
    assert clean("dân vận " * 30_000).startswith("<p>dân vận dân")


def test_a_word_document_of_many_small_tags_passes():
    item = "<p class=MsoNormal><b><span lang=VI><font>a<o:p></o:p></font></span></b></p>\n"
    assert clean(item * 8_000).count("<p>") == 8_000


def test_what_was_stored_can_be_read_again():
    """Writing lengthens: a text at the limit is refused before it is stored, not afterwards."""
    with pytest.raises(TooLarge):
        clean("x" * richtext.MAX_CHARACTERS)
    assert len(clean("x" * (richtext.MAX_CHARACTERS - 7))) == richtext.MAX_CHARACTERS

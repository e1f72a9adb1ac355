"""What Word puts on the clipboard comes out as the words, tables and lists its writer saw."""

import unicodedata

import pytest

from news.text.richtext import clean

PASSAGE = [
    "Sáng nay, Hội Nông dân huyện “Bảo Hòa” – đơn vị dẫn đầu – tổng kết phong trào “Dân vận khéo”…",
    "Toàn huyện có 1.586 ý kiến, 2.090 đơn thư; 14/14 xã hoàn thành Nghị quyết 25-NQ/TW.",
    "Khen thưởng",
]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags"><head>
<meta name=Generator content="Microsoft Word 15"><title>Bài viết</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {{mso-style-unhide:no; margin:0cm;}} --></style>
</head><body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify;text-indent:36.0pt;mso-outline-level:1'><span
lang=VI style='font-size:14.0pt;mso-ansi-language:VI'>&nbsp;&nbsp;&nbsp; {0}<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal style='text-align:justify'><span style='mso-tab-count:1'>\u00a0 \u2003</span>
<font face=".VnTime"><st1:place w:st="on">{1}</st1:place></font><o:p></o:p></p>
<p class=MsoNormal align=center><b style='mso-bidi-font-weight:normal'><span
style='font-size:14.0pt'>{2}<o:p></o:p></span></b></p>
<!--EndFragment--></body></html>"""


def stored_passage() -> str:
    return f"<p>{PASSAGE[0]}</p>\n<p>{PASSAGE[1]}</p>\n<p><strong>{PASSAGE[2]}</strong></p>"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_word_paste_and_plain_html_give_the_same_bytes(form):
    word = WORD.format(*(text.replace(" ", "\n", 1) for text in PASSAGE))
    plain = f"<p>{PASSAGE[0]}</p><p>{PASSAGE[1]}</p><p><b>{PASSAGE[2]}</b></p>"
    assert clean(unicodedata.normalize(form, word)) == stored_passage()
    assert clean(unicodedata.normalize(form, plain)) == stored_passage()


def word_item(style: str, marker: str, text: str) -> str:
    """A list paragraph as Word writes it: the marker is text, the list is a style."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:{style} lfo1'>"
        f"<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>"
        f"{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
        f"<![endif]>{text}<o:p></o:p></p>\n"
    )


def test_word_bullets_become_a_nested_list():
    items = [("level1", "·", "a"), ("level2", "o", "b"), ("level1", "·", "c")]
    html = "".join(word_item(f"l0 {level}", mark, text) for level, mark, text in items)
    nested = "<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>"
    assert clean(html) == f"<ul>\n{nested}\n<li>c</li>\n</ul>"


def test_word_numbers_become_a_list_that_counts_on():
    html = "".join(word_item("l1 level1", f"{n}.", f"mục {n}") for n in (2, 3))
    assert clean(html) == '<ol start="2">\n<li>mục 2</li>\n<li>mục 3</li>\n</ol>'


@pytest.mark.parametrize("marker", ["·", "§", "-", "+", "o", "Ø", "ü", "v", "q"])
def test_word_bullets_of_every_font_become_bullets(marker):
    assert clean(word_item("l0 level1", marker, "a")) == "<ul>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize("marker", ["a)", "Điều 1.", "1.1.", "IV."])
def test_word_numbering_that_html_cannot_print_stays_as_words(marker):
    assert clean(word_item("l2 level1", marker, "phạm vi")) == f"<p>{marker} phạm vi</p>"


def test_cells_headings_and_links_of_word():
    html = (
        "<h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>I.<span>&nbsp; </span>"
        "</span><b>Kết quả<o:p></o:p></b></h1><table class=MsoTableGrid border=1><tr><td width=100>"
        "<p class=MsoNormal align=right>2.090<o:p></o:p></p></td><td><p class=MsoNormal><o:p>&nbsp;"
        "</o:p></p></td></tr></table><p class=MsoNormal><a href='file:///C:/a.doc'>tệp</a></p>"
    )
    assert clean(html) == (
        "<h2>I. <strong>Kết quả</strong></h2>\n<table>\n<tbody>\n<tr><td>2.090</td><td></td></tr>\n"
        "</tbody>\n</table>\n<p>tệp</p>"
    )


def test_lists_of_word_inside_cells_and_after_a_paragraph():
    cell = word_item("l0 level1", "-", "a") + word_item("l0 level1", "-", "b")
    inside = "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
    assert f"<tr><td>\n{inside}\n</td></tr>" in clean(f"<table><tr><td>{cell}</td></tr></table>")
    assert clean(f"{cell}<p>c</p>{cell}") == f"{inside}\n<p>c</p>\n{inside}"

"""A Word file becomes title, sapo and body as its writer saw them."""

import re

import pytest

from news.text import legacy
from news.text.richtext import clean, images, to_text
from news.text.word import Document, place, read
from tests.docx import PNG, docx, link, lists, p, picture, run, text_box
from tests.legacy import VIETNAMESE, as_tcvn3
from tests.real_article import as_html, as_read, read_article

TITLE, SUMMARY, BODY = read_article()
LEAD = "Sáng nay, Hội Nông dân huyện Bảo Hòa tổng kết phong trào thi đua Dân vận khéo năm 2025."
TEXT = "Toàn huyện có 1.586 ý kiến, 2.090 đơn thư; 14/14 xã hoàn thành Nghị quyết 25-NQ/TW."


def body(*blocks: str, **options) -> str:
    """The stored body of a file that has these blocks under a title of its own."""
    return read(docx(p("Tiêu đề", style="Title"), *blocks, **options)).body


# The whole of it


def test_the_real_article_with_a_picture():
    document = read(
        docx(
            p(run(TITLE, "b"), align="center"),
            p(run(SUMMARY, "b")),
            p(BODY[0], align="both"),
            p(picture(alt="Quang cảnh hội nghị"), align="center"),
            p(run("Ảnh: Lê Trung Thành", "i"), align="center"),
            *(p(text, align="both") for text in BODY[1:]),
            p(run("Lê Trung Thành - BTGHU", "b"), align="right"),
        )
    )
    assert (document.title, document.summary) == (as_read(TITLE), as_read(SUMMARY))
    first, *rest = clean(as_html(BODY)).split("\n")
    figure = (
        '<figure class="image"><img src="/media/word-import/0.jpg" alt="Quang cảnh hội nghị">'
        "<figcaption>Ảnh: Lê Trung Thành</figcaption></figure>"
    )
    assert document.body == "\n".join([first, figure, *rest])
    assert [(aside.kind, aside.text) for aside in document.set_aside] == [
        ("Tác giả, nguồn", "Lê Trung Thành - BTGHU")
    ]
    (only,) = document.pictures
    assert (only.name, only.data, only.alt) == ("anh-1.png", PNG, "Quang cảnh hội nghị")
    assert only.caption == "Ảnh: Lê Trung Thành"
    assert document.notes == ()


def test_what_is_stored_stays_as_it_is():
    document = read(
        docx(
            *(p(TITLE, style="Title"), p(LEAD, style="Sapo"), p("Một", style="u1"), p(BODY[0])),
            *(p(picture()), p("Hình 1. Sơ đồ"), p("a", number="1"), p("b", number="1", level=1)),
            numbering=lists(("bullet", "·"), ("decimal", "%2.")),
        )
    )
    assert clean(document.body) == document.body
    placed = place(document.body, ["/media/anh/a.jpg"])
    assert clean(placed) == placed == document.body.replace("word-import/0.jpg", "anh/a.jpg")


# Title and sapo


@pytest.mark.parametrize(
    ("blocks", "title", "left"),
    [
        ([p("Tin", style="Title"), p(TEXT)], "Tin", [TEXT]),
        ([p("Một", style="Title"), p("hai", style="Title"), p(TEXT)], "Một hai", [TEXT]),
        ([p("TIN HUYỆN"), p("Tin", style="Title"), p(TEXT)], "Tin", ["TIN HUYỆN", TEXT]),
        ([p("Tin", style="u1"), p(TEXT)], "Tin", [TEXT]),
        ([p("Tin", style="TieuDe1"), p(TEXT)], "Tin", [TEXT]),
        ([p(run("Tin", "b")), p(TEXT)], "Tin", [TEXT]),
        ([p("Tin", align="center"), p("* * *"), p(TEXT)], "Tin", [TEXT]),
        ([p("Tin", style="Dam"), p(TEXT)], "Tin", [TEXT]),
        ([p("Tin có\nhai dòng", align="center"), p(TEXT)], "Tin có hai dòng", [TEXT]),
        ([p("Đổi mới công tác dân vận"), p(TEXT)], "Đổi mới công tác dân vận", [TEXT]),
        ([p(TEXT), p(TEXT)], "", [TEXT, TEXT]),
        ([p("Kính gửi: Ủy ban"), p(TEXT)], "", ["Kính gửi: Ủy ban", TEXT]),
        ([p(), p(run("Tin", "b")), p(" "), p(TEXT)], "Tin", [TEXT]),
    ],
)
def test_title(blocks, title, left):
    document = read(docx(*blocks))
    assert document.title == title
    assert document.body == "\n".join(f"<p>{text}</p>" for text in left)


@pytest.mark.parametrize(
    ("blocks", "summary"),
    [
        ([p(run(LEAD, "b")), p(TEXT)], LEAD),
        ([p(run(LEAD, "i")), p(TEXT)], LEAD),
        ([p(run(LEAD[:20], "b"), run(LEAD[20:], "b", "i")), p(TEXT)], LEAD),
        ([p(LEAD, style="Sapo"), p(TEXT)], LEAD),
        ([p(picture()), p(run(LEAD, "b")), p(TEXT)], LEAD),
        ([p(LEAD), p(TEXT)], ""),
        ([p(run(LEAD, "b")), p(run(TEXT, "b"))], ""),
        ([p(run("Một mục ngắn", "b")), p(TEXT)], ""),
        ([p(run(LEAD[:20], "b"), LEAD[20:]), p(TEXT)], ""),
        ([p(run(LEAD, "b"))], ""),
    ],
)
def test_sapo(blocks, summary):
    document = read(docx(p("Tin", style="Title"), *blocks))
    assert document.summary == summary
    words = to_text(document.body)
    assert TEXT in words or TEXT not in "".join(blocks)
    assert (LEAD in words) == (not summary and LEAD[:20] in "".join(blocks))


# Text


@pytest.mark.parametrize(
    ("blocks", "html"),
    [
        ([p("a ", run("b", "b"), run(" c", "i"))], "<p>a <strong>b</strong> <em>c</em></p>"),
        ([p(run("a", 'b w:val="0"'))], "<p>a</p>"),
        ([p(run("a", 'rStyle w:val="Manh"'))], "<p><strong>a</strong></p>"),
        ([p("m", run("2", 'vertAlign w:val="superscript"'))], "<p>m<sup>2</sup></p>"),
        ([p("H", run("2", 'vertAlign w:val="subscript"'), "O")], "<p>H<sub>2</sub>O</p>"),
        ([p(run("a", "strike"), run("b", 'u w:val="single"'))], "<p><s>a</s><u>b</u></p>"),
        ([p("một\nhai\tba")], "<p>một<br>hai ba</p>"),
        ([p(run("25"), "<w:r><w:noBreakHyphen/></w:r>", run("NQ"))], "<p>25-NQ</p>"),
        ([p("a<b & c")], "<p>a&lt;b &amp; c</p>"),
        ([p("trích", style="Quote")], "<blockquote>\n<p>trích</p>\n</blockquote>"),
        ([p("e\u0323\u0302")], "<p>ệ</p>"),
        ([p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "xong")], "<p>✓xong</p>"),
    ],
)
def test_looks_of_text(blocks, html):
    assert body(*blocks) == html


def test_headings_begin_at_the_second_level_without_gaps():
    html = body(p("Một", style="u2"), p(TEXT), p(run("Hai", "b"), style="u3"), p("Ba", style="Muc"))
    assert html == f"<h2>Một</h2>\n<p>{TEXT}</p>\n<h3>Hai</h3>\n<h2>Ba</h2>"


def test_links_of_all_kinds():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
        '"https://example.org/b" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        f'</w:r>{run("hai")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/c&quot; ">{run("ba")}'
    html = body(
        p(link("một", "l1"), " ", field, " ", f"{simple}</w:fldSimple>"),
        p(
            link("xấu", "l2"),
            " ",
            link("thiếu", "l9"),
            " ",
            f'<w:hyperlink w:anchor="x">{run("neo")}</w:hyperlink>',
        ),
        links={"l1": "https://example.org/?a=1&b=2", "l2": "javascript:alert(1)"},
    )
    rel = 'rel="noopener noreferrer"'
    assert html == (
        f'<p><a href="https://example.org/?a=1&amp;b=2" {rel}>một</a> '
        f'<a href="https://example.org/b" {rel}>hai</a> '
        f'<a href="https://example.org/c" {rel}>ba</a></p>\n<p>xấu thiếu neo</p>'
    )


def test_caption_numbers_of_fields_are_kept():
    sequence = f'<w:fldSimple w:instr=" SEQ Hình ">{run("1")}</w:fldSimple>'
    html = body(p(picture()), p("Hình ", sequence, ". Hội trường", style="Cap"))
    assert "<figcaption>Hình 1. Hội trường</figcaption>" in html


# Lists

OUTLINE = lists(("decimal", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%2.%3."))
BULLETS = lists(("bullet", "\uf0b7"), ("bullet", "o"), ("bullet", "-"))


def test_nested_bullets():
    items = [("a", 0), ("b", 1), ("c", 2), ("d", 0)]
    html = body(*(p(text, number="1", level=at) for text, at in items), numbering=BULLETS)
    inner = "<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>"
    assert html == f"<ul>\n<li>a\n<ul>\n{inner}\n</ul>\n</li>\n<li>d</li>\n</ul>"


def test_numbers_count_on_after_other_text_and_start_again_when_told():
    html = body(
        *(p("a", number="1"), p("b", number="1"), p("giữa"), p("c", number="1")),
        *(p("mới"), p("d", number="2")),
        numbering=OUTLINE,
    )
    assert html == (
        "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<p>giữa</p>\n"
        '<ol start="3">\n<li>c</li>\n</ol>\n<p>mới</p>\n<ol>\n<li>d</li>\n</ol>'
    )


def test_numbers_that_no_list_would_print_stay_as_words():
    html = body(
        *(p("a", number="1"), p("b", number="1", level=1), p("c", number="1", level=2)),
        numbering=OUTLINE,
    )
    assert html == "<ol>\n<li>a</li>\n</ol>\n<p>a) b</p>\n<p>1.a.1. c</p>"


@pytest.mark.parametrize(
    ("form", "text", "third"),
    [
        ("upperRoman", "%1.", "III."),
        ("lowerRoman", "(%1)", "(iii)"),
        ("upperLetter", "Phần %1:", "Phần C:"),
        ("decimalZero", "Số %1", "Số 03"),
        ("decimal", "Điều %1.", "Điều 3."),
    ],
)
def test_forms_of_numbers(form, text, third):
    blocks = [p(word, number="1") for word in ("x", "y", "z")]
    assert body(*blocks, numbering=lists((form, text))).endswith(f"<p>{third} z</p>")


def test_a_numbered_heading_keeps_its_number():
    html = body(p("Kết quả", style="u1", number="1"), numbering=lists(("upperRoman", "%1.")))
    assert html == "<h2>I. Kết quả</h2>"


def test_numbers_that_a_style_gives():
    styles = (
        '<w:style w:type="paragraph" w:styleId="So"><w:name w:val="Mục số"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    blocks = [p("Tin", align="center"), p("a", style="So"), p("b", style="So", number="0")]
    document = read(docx(*blocks, styles=styles, numbering=OUTLINE))
    assert document.body == "<ol>\n<li>a</li>\n</ol>\n<p>b</p>"


# Pictures


@pytest.mark.parametrize(
    ("blocks", "caption"),
    [
        ([p(picture()), p("Đại biểu dự hội nghị", style="Cap")], "Đại biểu dự hội nghị"),
        ([p(picture()), p("Ảnh: Lê Trung Thành")], "Ảnh: Lê Trung Thành"),
        ([p(picture()), p("Hình 2. Sơ đồ")], "Hình 2. Sơ đồ"),
        ([p(picture()), p("Ảnh chụp tại hội nghị")], "Ảnh chụp tại hội nghị"),
        ([p(picture()), p(run("Quang cảnh", "i"))], "Quang cảnh"),
        ([p(picture()), p("Quang cảnh", align="center")], "Quang cảnh"),
        ([p(picture(), "\n", run("Quang cảnh", "i"))], "Quang cảnh"),
        (
            [p(picture()), p(run("Quang cảnh", "i")), p("(Ảnh: Thành)")],
            "Quang cảnh<br>(Ảnh: Thành)",
        ),
        ([p(picture()), p(TEXT)], ""),
        ([p(picture()), p("Anh Nguyễn Văn A cho biết")], ""),
        ([p(picture()), p("Hình thức hội nghị là trực tuyến.")], ""),
        ([p(picture()), p(run("Mục mới", "b"), align="center")], ""),
        ([p("Hội nghị"), p("Ảnh: không có ảnh nào ở trên")], ""),
    ],
)
def test_captions(blocks, caption):
    html = body(*blocks, p(TEXT))
    found = re.findall("<figcaption>(.*)</figcaption>", html)
    assert found == ([caption] if caption else [])
    assert html.endswith(f"<p>{TEXT}</p>")


@pytest.mark.parametrize(
    ("alt", "stored"),
    [
        ("Bí thư trao cờ", "Bí thư trao cờ"),
        ("", ""),
        ("A group of people\n\nDescription automatically generated", ""),
        ("IMG_2023.jpg", ""),
        ("Picture 3", ""),
    ],
)
def test_alternative_texts_of_people_only(alt, stored):
    document = read(docx(p("Tin", style="Title"), p(picture(alt=alt))))
    assert [each.alt for each in document.pictures] == [stored]
    assert [each.alt for each in images(document.body)] == [stored]


def test_pictures_are_placed_in_reading_order_and_one_may_be_left_out():
    media = {"b": PNG + b"b", "a": PNG + b"a"}
    document = read(
        docx(
            p("Tin", style="Title"),
            p(picture("a"), picture("b", kind="anchor")),
            p("Ảnh: X"),
            media=media,
        )
    )
    assert [each.data for each in document.pictures] == [PNG + b"a", PNG + b"b"]
    assert [each.caption for each in document.pictures] == ["", "Ảnh: X"]
    both = place(document.body, ["/media/anh/a.jpg", "/media/anh/b.jpg"])
    assert [each.src for each in images(both)] == ["/media/anh/a.jpg", "/media/anh/b.jpg"]
    one = place(document.body, ["/media/anh/a.jpg", ""])
    assert [each.src for each in images(one)] == ["/media/anh/a.jpg"]
    assert "Ảnh: X" in one


def test_words_that_look_like_a_place_for_a_picture_are_left_alone():
    words = '<img src="/media/word-import/0.jpg">'
    html = body(
        p(run(words)), p("x", link("y", "l1")), links={"l1": "https://e.vn/media/word-import/0.jpg"}
    )
    assert place(html, ["/media/anh/a.jpg"]) == html


# Old encodings


def test_old_fonts_are_named_and_their_letters_kept_until_they_are_converted():
    line = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, ®\u00ada ®Êt n\u00ad\u00adíc tiÕn lªn"
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr>'
        '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>'
    )
    blocks = [p("Tin n\u00adíc", align="center"), p(line), p(run("Unicode", font="Arial"))]
    document = read(docx(*blocks, styles=styles))
    assert document.fonts == {".VnTime", "Arial"}
    assert '<span style="font-family:.VnTime">Céng hoµ' in document.raw_body
    assert "<p>Unicode</p>" in document.raw_body
    assert legacy.inspect_html(document.raw)
    converted = document.converted(legacy.convert_html)
    assert converted.title == "Tin nước"
    assert converted.body.startswith("<p>Cộng hoà xã hội chủ nghĩa Việt Nam, đưa đất n")


def test_the_words_of_a_picture_are_converted_with_the_rest():
    alt, lines = "Bà con hiến đất mở đường", VIETNAMESE[:4]
    blocks = [p(picture(alt=as_tcvn3(alt))), p(as_tcvn3("Hình 1: hội phụ nữ ra quân"), style="Cap")]
    document = read(docx(*(p(as_tcvn3(line)) for line in lines), *blocks))
    (only,) = document.converted(legacy.convert_html).pictures
    assert (only.alt, only.caption) == (alt, "Hình 1: hội phụ nữ ra quân")
    assert [each.alt for each in images(document.converted(legacy.convert_html).body)] == [alt]


def test_a_description_is_words_and_no_markup():
    document = read(docx(p("Tin", style="Title"), p(picture(alt="A & B <hr> C"))))
    assert document.pictures[0].alt == "A & B <hr> C"
    assert document.converted(str).pictures == document.pictures


def test_a_document_is_converted_with_everything_in_it():
    texts = docx(
        p("Tin", style="Title"),
        p(LEAD, style="Sapo"),
        p(picture()),
        p("Ảnh: X"),
        p(TEXT),
        p("Thành", align="right"),
    )
    document = read(texts).converted(lambda html: re.sub("(?<=>)[^<>]+|^[^<>]+", "Đ", html))
    assert isinstance(document, Document)
    assert {document.title, document.summary, document.pictures[0].caption} == {"Đ"}
    assert [aside.text for aside in document.set_aside] == ["Đ"]
    assert document.body.endswith("<figcaption>Đ</figcaption></figure>\n<p>Đ</p>")


def test_soft_hyphens_and_signs_of_an_old_font_are_letters():
    letters = (
        '<w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr><w:t>n</w:t>'
        '<w:softHyphen/><w:sym w:font=".VnTime" w:char="F0ED"/><w:t>c</w:t></w:r>'
    )
    assert "n\u00adíc" in read(docx(p("Tin", style="Title"), p(letters))).raw_body


def test_text_boxes_come_after_their_paragraph_once():
    document = read(docx(p("Tin", style="Title"), p("a", text_box(p("trong hộp"))), p("b")))
    assert document.body == "<p>a</p>\n<p>trong hộp</p>\n<p>b</p>"
    assert document.notes == ("Đã đưa chữ trong 1 hộp văn bản vào bài. Hãy xem lại vị trí.",)


def test_legal_numbers_and_numbers_that_a_list_style_gives():
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:isLgl/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    html = body(p("a", number="1"), p("b", number="1", level=1), numbering=numbering)
    assert html == "<p>II. a</p>\n<p>2.1 b</p>"

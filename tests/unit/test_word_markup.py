"""What Word wraps text in is opened, changes are accepted, tables keep every cell."""

import pytest

from news.text.richtext import clean, to_text
from news.text.word import read
from tests.docx import PNG, blip, cell, docx, p, part, picture, row, run, table, text_box

TITLE = p("Tiêu đề", style="Title")


def body(*blocks: str, **options) -> str:
    """The stored body of a file that has these blocks under a title of its own."""
    return read(docx(TITLE, *blocks, **options)).body


def notes(*blocks: str, **options) -> tuple[str, ...]:
    """What the person who imports such a file is told."""
    return read(docx(TITLE, p("x"), *blocks, **options)).notes


# Changes, comments, what is hidden


def ins(inside: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{inside}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("blocks", "html", "count"),
    [
        ([p("a", ins(run(" b")), " c")], "<p>a b c</p>", 1),
        ([p("a", deleted(" x"), " c")], "<p>a c</p>", 1),
        ([p("a ", deleted("x"), ins(run("b")), " c")], "<p>a b c</p>", 1),
        ([p(ins(run("a")), " b ", deleted("c"), "d", ins(run("e")))], "<p>a b de</p>", 3),
        ([p("a", '<w:moveFrom w:id="3"><w:r><w:t>b</w:t></w:r></w:moveFrom>'),
          p(f'<w:moveTo w:id="3">{run("b")}</w:moveTo>')], "<p>a</p>\n<p>b</p>", 1),
        ([p("a", mark='<w:del w:id="4"/>'), p(" b")], "<p>a b</p>", 0),
        ([p(deleted("a"), mark='<w:del w:id="4"/>'), p("b")], "<p>b</p>", 1),
        ([p(ins(f'<w:del w:id="5">{run("a")}</w:del>'), "b")], "<p>b</p>", 2),
        ([p(run("a", "b", 'rPrChange w:id="6"'))], "<p><strong>a</strong></p>", 0),
    ],
)  # fmt: skip
def test_changes_are_accepted_and_counted(blocks, html, count):
    document = read(docx(TITLE, *blocks))
    assert document.body == html
    expected = (f"Đã chấp nhận {count} chỗ sửa (Track Changes) của tệp.",) if count else ()
    assert document.notes == expected


def test_rows_taken_out_and_put_in():
    rows = [
        row("a", "b"),
        row("c", "d", properties='<w:del w:id="1"/>'),
        row("e", "f", properties='<w:ins w:id="2"/>'),
    ]
    assert to_text(body(table(*rows))) == "a\tb\ne\tf"
    assert notes(table(*rows)) == ("Đã chấp nhận 2 chỗ sửa (Track Changes) của tệp.",)


def test_comments_are_dropped_and_mentioned():
    inside = f'<w:comment w:id="0">{p("Sửa lại câu này")}</w:comment>'
    commented = (
        '<w:commentRangeStart w:id="0"/>'
        f'{run("a")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )
    document = read(docx(TITLE, p(commented), parts={"comments": inside}))
    assert (document.body, document.notes) == ("<p>a</p>", ("Đã bỏ 1 bình luận bên lề.",))


def test_hidden_text_is_never_published():
    document = read(docx(TITLE, p("a", run(" MẬT", "vanish")), p(run("cả đoạn", "vanish"))))
    assert document.body == "<p>a</p>"
    assert document.notes == ("Đã bỏ 2 đoạn chữ ẩn.",)
    assert "MẬT" not in document.raw


def test_notes_go_to_the_end_with_their_numbers():
    parts = {
        "footnotes": f'<w:footnote w:id="-1">{p("---")}</w:footnote>'
        f'<w:footnote w:id="4">{p("<w:r><w:footnoteRef/></w:r>", " Theo báo cáo.")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="1">{p("Nguồn.")}</w:endnote>',
    }
    text = p(
        "a", '<w:r><w:footnoteReference w:id="4"/></w:r>',
        " b", '<w:r><w:endnoteReference w:id="1"/></w:r>',
    )  # fmt: skip
    document = read(docx(TITLE, text, p("c"), parts=parts))
    assert document.body == (
        "<p>a<sup>[1]</sup> b<sup>[2]</sup></p>\n<p>c</p>\n<p>[1] Theo báo cáo.</p>\n"
        "<p>[2] Nguồn.</p>"
    )
    assert document.notes == ("Đã đưa 2 chú thích cuối trang xuống cuối bài.",)


# Wrappers


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml><w:customXmlPr/>{}</w:customXml>",
        '<w:bdo w:val="ltr">{}</w:bdo>',
        '<w:fldSimple w:instr=" DATE ">{}</w:fldSimple>',
        "<w:khongBiet>{}</w:khongBiet>",
        '<mc:AlternateContent><mc:Choice Requires="x">{}</mc:Choice></mc:AlternateContent>',
        '<w:bookmarkStart w:id="0"/>{}<w:bookmarkEnd w:id="0"/><w:proofErr/>',
    ],
)
def test_no_wrapper_hides_words(wrapped):
    assert body(p("a ", wrapped.format(run("b")))) == "<p>a b</p>"
    assert body(wrapped.format(p("b")), p("c")) == "<p>b</p>\n<p>c</p>"


def test_formulas_charts_and_parts_of_other_files_are_mentioned():
    chart = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart/></a:graphicData>"
    told = notes(
        p("<m:oMathPara><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara>"),
        p(f"{chart}</a:graphic></wp:inline></w:drawing></w:r>"),
        '<w:altChunk r:id="r7"/>',
    )
    assert told == (
        "Đã chép 1 công thức thành chữ thường. Hãy kiểm tra lại.",
        "Đã bỏ 1 biểu đồ, sơ đồ. Hãy lưu thành ảnh rồi thêm vào bài.",
        "Không đọc được 1 phần nhúng từ tệp khác.",
    )


def test_macros_are_left_out_and_mentioned():
    assert notes(extra={"word/vbaProject.bin": b"x"}) == (
        "Tệp có macro. Macro không được đọc và không được giữ lại.",
    )


def test_a_table_of_contents_is_set_aside():
    document = read(docx(TITLE, p("1. Mục\t3", style="Toc1"), p("a")))
    assert [(aside.kind, aside.text) for aside in document.set_aside] == [("Mục lục", "1. Mục 3")]
    assert document.body == "<p>a</p>"


def test_heads_and_feet_of_pages_are_set_aside_once():
    page = f"{p('Trang ', run('1'))}{p('Bản tin nội bộ')}"
    document = read(docx(TITLE, p("a"), parts={"header": p("BẢN TIN"), "footer": page}))
    found = [(aside.kind, aside.text) for aside in document.set_aside]
    assert found == [("Đầu trang", "BẢN TIN"), ("Chân trang", "Bản tin nội bộ")]


# Tables


def test_merged_cells_and_the_row_that_repeats_on_every_page():
    html = body(
        table(
            row(cell("STT", merge="restart"), cell("Số liệu", span=2),
                properties="<w:tblHeader/>"),
            row(cell(merge="continue"), "2024", "2025"),
            row("1", cell("a", merge="restart"), "b"),
            row("2", cell(merge="continue"), ""),
        )
    )  # fmt: skip
    assert html == (
        '<table>\n<thead>\n<tr><th rowspan="2" scope="col">STT</th>'
        '<th colspan="2" scope="colgroup">Số liệu</th></tr>\n'
        '<tr><th scope="col">2024</th><th scope="col">2025</th></tr>\n</thead>\n<tbody>\n'
        '<tr><td>1</td><td rowspan="2">a</td><td>b</td></tr>\n<tr><td>2</td><td></td></tr>\n'
        "</tbody>\n</table>"
    )
    assert clean(html) == html


LOOK = '<w:tblLook w:firstRow="1"/>'


@pytest.mark.parametrize(
    ("given", "headed"),
    [
        (table(row(cell(p(run("A", "b"))), cell(p(run("B", "b")))), row("1", "2")), True),
        (table(row(cell(p(run("A", "b"))), cell(p("B"))), row("1", "2")), False),
        (table(row("A", "B"), row("1", "2"), style="Bang", look=LOOK), True),
        (
            table(row("A", "B"), row("1", "2"), style="Bang", look='<w:tblLook w:val="0000"/>'),
            False,
        ),
        (table(row(cell(p(run("A", "b"))), cell(p(run("B", "b"))))), False),
        (table(row(cell(p(run("A", "b")))), row("1")), False),
        (table(row("A", "B", properties="<w:tblHeader/>")), False),
    ],
)
def test_which_row_is_a_head(given, headed):
    html = body(given)
    assert ("<thead>" in html) == headed
    assert "<strong>" not in html or not headed


def test_what_cells_hold_is_kept():
    inner = table(row("x", "y"))
    html = body(table(row(cell("a", "b"), cell(inner, "c")), row(cell(), "d")))
    assert to_text(html).split() == ["a", "b", "x", "y", "c", "d"]
    assert html.count("<table>") == 2


def test_columns_a_row_is_short_of():
    html = body(table(row("a", "b", "c"), row("d", properties='<w:gridBefore w:val="2"/>')))
    assert '<tr><td colspan="2"></td><td>d</td></tr>' in html


def test_tables_that_only_hold_pictures_in_place_are_taken_apart():
    media = {"anh1": PNG, "anh2": PNG + b"2"}
    one = table(row(cell(p(picture()))), row(cell(p("Ảnh: A"))))
    assert body(one, media=media).count("<figcaption>Ảnh: A</figcaption>") == 1
    two = table(
        row(cell(p(picture())), cell(p(picture("anh2")))), row(cell(p("Ảnh: A")), cell(p("Ảnh: B")))
    )
    html = body(two, media=media)
    assert "<table>" not in html
    assert html.index("Ảnh: A") < html.index("word-import/1.jpg") < html.index("Ảnh: B")


# Pictures in all the ways Word keeps them


def test_grouped_old_and_boxed_pictures_are_found():
    group = (
        "<w:r><w:drawing><wp:anchor><wp:docPr descr='Chung'/><a:graphic><a:graphicData><wps:wgp>"
        f"{blip('a')}{blip('b')}</wps:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
    old = '<w:r><w:pict><v:shape alt="Cũ"><v:imagedata r:id="c"/></v:shape></w:pict></w:r>'
    document = read(
        docx(TITLE, p(group), p(old), p("d", text_box(p(picture("d", alt="Hộp")))),
             media={key: PNG + key.encode() for key in "abcd"})
    )  # fmt: skip
    assert [each.data[-1:] for each in document.pictures] == [b"a", b"b", b"c", b"d"]
    assert [each.alt for each in document.pictures] == ["Chung", "Chung", "Cũ", "Hộp"]


@pytest.mark.parametrize(
    ("media", "sentence"),
    [
        ({"anh1": b"\x01\x00\x00\x00EMF"}, "Đã bỏ 1 hình vẽ không đọc được"),
        ({"anh1": b"<svg/>"}, "Đã bỏ 1 hình vẽ không đọc được"),
        ({}, "Đã bỏ 1 hình vẽ không đọc được"),
        ({"anh1": PNG + b"\0" * 20 * 1024 * 1024}, "Đã bỏ 1 hình vẽ không đọc được"),
    ],
)
def test_pictures_that_cannot_be_shown_are_mentioned(media, sentence):
    document = read(docx(TITLE, p("a"), p(picture()), p("Hình 1. Sơ đồ"), media=media))
    assert document.pictures == ()
    assert document.body == "<p>a</p>\n<p>Hình 1. Sơ đồ</p>"
    assert [note[: len(sentence)] for note in document.notes] == [sentence]


def test_pictures_outside_the_file_are_never_fetched():
    linked = '<w:r><w:drawing><wp:inline><a:blip r:link="l1"/></wp:inline></w:drawing></w:r>'
    document = read(docx(TITLE, p("a"), p(linked), links={"l1": "http://192.0.2.1/a.png"}))
    assert document.pictures == ()
    assert document.notes == ("Đã bỏ 1 ảnh không nằm trong tệp. Hãy thêm ảnh từ thư viện.",)


def test_more_pictures_than_any_article_has():
    document = read(docx(TITLE, p("a"), p(*[picture()] * 103)))
    assert len(document.pictures) == 100
    assert document.notes == ("Đã bỏ 3 ảnh vì tệp có quá nhiều ảnh.",)


def test_files_of_the_strict_kind_are_read_too():
    data = part("document", f"<w:body>{TITLE}{p('a')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read(docx(extra={"word/document.xml": data})).body == "<p>a</p>"

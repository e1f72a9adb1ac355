"""The frame of an official letter is set aside and shown; its text becomes the article."""

import pytest

from news.text import legacy
from news.text.word import read
from tests.docx import cell, docx, p, picture, row, run, table

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DATE = "Bảo Hòa, ngày 14 tháng 11 năm 2025"
TEXT = "Thực hiện Kế hoạch số 12-KH/HU, Ủy ban nhân dân huyện báo cáo kết quả như sau: toàn huyện."
HEAD = table(
    row(
        cell("UBND HUYỆN BẢO HÒA", p(run("PHÒNG NỘI VỤ", "b")), "Số: 45/BC-PNV"),
        cell(p(run(NATION, "b")), p(run(MOTTO, "b")), p(run(DATE, "i"))),
    )
)
TAIL = table(
    row(
        cell(p(run("Nơi nhận:", "b", "i")), "- Như trên;", "- Lưu: VT."),
        cell(p(run("TRƯỞNG PHÒNG", "b")), p(picture()), "(Đã ký)", p(run("Trần Văn B", "b"))),
    )
)
TYPE = [p(run("BÁO CÁO", "b"), align="center"), p(run("Kết quả năm 2025", "b"), align="center")]


def aside(document) -> dict[str, list[str]]:
    return {each.kind: each.text.split("\n") for each in document.set_aside}


def test_a_report_as_offices_write_it():
    document = read(
        docx(HEAD, *TYPE, p("Kính gửi: Ủy ban nhân dân huyện"), p(TEXT), p(run("1. Ưu điểm", "b")),
             p(TEXT), TAIL)
    )  # fmt: skip
    assert document.title == "BÁO CÁO Kết quả năm 2025"
    assert document.summary == ""
    assert document.body == (
        f"<p>Kính gửi: Ủy ban nhân dân huyện</p>\n<p>{TEXT}</p>\n"
        f"<p><strong>1. Ưu điểm</strong></p>\n<p>{TEXT}</p>"
    )
    assert aside(document) == {
        "Đầu văn bản": ["UBND HUYỆN BẢO HÒA", "PHÒNG NỘI VỤ", "Số: 45/BC-PNV", NATION, MOTTO, DATE],
        "Nơi nhận": ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
        "Chữ ký": ["TRƯỞNG PHÒNG", "(Đã ký)", "Trần Văn B"],
    }
    # A scanned signature or seal is nothing for a news page.
    assert document.pictures == ()
    assert document.notes == (
        "Không đưa vào bài 1 khối có ảnh (biểu trưng, con dấu, chữ ký) để riêng.",
    )


def test_a_party_letter_without_tables():
    document = read(
        docx(
            p("ĐẢNG BỘ TỈNH HƯNG YÊN\tĐẢNG CỘNG SẢN VIỆT NAM"),
            p("HUYỆN ỦY BẢO HÒA"),
            p("*"),
            p("Số 12-BC/HU\tBảo Hòa, ngày 3 tháng 2 năm 2025"),
            p("-----"),
            *TYPE,
            p(TEXT),
            p("T/M BAN THƯỜNG VỤ", align="right"),
            p("PHÓ BÍ THƯ", align="right"),
            p("Nguyễn Thị C", align="right"),
            p("Nơi nhận:"),
            p("- Tỉnh ủy (báo cáo),"),
            p("- Lưu Văn phòng."),
        )
    )
    assert document.title == "BÁO CÁO Kết quả năm 2025"
    assert document.body == f"<p>{TEXT}</p>"
    found = aside(document)
    assert found["Chữ ký"] == ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thị C"]
    assert found["Nơi nhận"] == ["Nơi nhận:", "- Tỉnh ủy (báo cáo),", "- Lưu Văn phòng."]


def test_what_a_letter_is_about_is_its_title_when_it_has_no_other():
    head = table(
        row(
            cell("UBND HUYỆN", "Số: 7/UBND-VX", "V/v triển khai\ntuyên truyền"), cell(NATION, MOTTO)
        )
    )
    document = read(docx(head, p("Kính gửi: Các xã"), p(TEXT)))
    assert document.title == "Triển khai tuyên truyền"


@pytest.mark.parametrize("motto", [MOTTO, "Độc lập – Tự do – Hạnh phúc", "ĐỘC LẬP-TỰ DO-HẠNH PHÚC"])
def test_mottos_as_they_are_typed(motto):
    document = read(docx(p("UBND XÃ"), p(NATION), p(motto), p(DATE), *TYPE, p(TEXT)))
    assert (document.title, document.body) == ("BÁO CÁO Kết quả năm 2025", f"<p>{TEXT}</p>")


@pytest.mark.parametrize(
    "blocks",
    [
        [p("Kỷ niệm 95 năm ngày thành lập Đảng Cộng sản Việt Nam, huyện tổ chức lễ mít tinh.")],
        [p(TEXT), p("Chủ tịch nước gửi thư chúc mừng."), p("Nơi nhận quà là nhà văn hóa xã. " * 5)],
        [p(TEXT)] * 13 + [p(NATION)] + [p(TEXT)],
        [p(TEXT), p("CHỦ TỊCH HUYỆN THĂM XÃ"), p(TEXT)],
        [p("- một"), p("- hai"), p("ba")],
    ],
)
def test_words_of_a_letter_in_a_text_are_no_frame(blocks):
    document = read(docx(p("Tin", style="Title"), *blocks))
    assert document.set_aside == ()
    assert document.body.count("<p>") == len(blocks)


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        (p(run("Lê Trung Thành", "b"), align="right"), True),
        (p("Tin, ảnh: Lê Trung Thành"), True),
        (p("Bài và ảnh: Thành"), True),
        (p("Nguồn: Báo Hưng Yên"), True),
        (p("Lê Trung Thành"), False),
        (p("Đây là câu cuối của bài viết.", align="right"), False),
    ],
)
def test_bylines(last, byline):
    document = read(docx(p("Tin", style="Title"), p(TEXT), last))
    assert [each.kind for each in document.set_aside] == (["Tác giả, nguồn"] if byline else [])


def test_a_letter_in_old_letters_is_one_too():
    def old(text):
        return run(text, "b", font=".VnTime")

    head = table(
        row(
            cell(p(old("huyÖn b¶o hoµ"))),
            cell(p(old("Céng hoµ x· héi chñ nghÜa ViÖt Nam")),
                 p(old("§éc lËp - Tù do - H¹nh phóc"))),
        )
    )  # fmt: skip
    line = old("Toµn huyÖn cã nhiÒu m« h×nh d©n vËn khÐo ®\u00adîc nh©n réng.")
    document = read(docx(head, p(old("Tin n\u00adíc"), align="center"), p(line), p(line)))
    assert [each.kind for each in document.set_aside] == ["Đầu văn bản"]
    converted = document.converted(legacy.convert_html)
    assert converted.title == "Tin nước"
    assert "Độc lập - Tự do - Hạnh phúc" in converted.set_aside[0].text

"""How it is written: title, punctuation, headings, links, tables, dates and numbers."""

import pytest

from news.checklist import Library, Strength, findings
from news.models import ArticleVersion

WHOLE = {"title": "Tiêu đề", "summary": "Sapo.", "body": "<p>Chữ</p>"}
WHOLE |= {"category_id": 1, "unit_id": 1}


def found(**values) -> list:
    return findings(ArticleVersion(**(WHOLE | values)), Library())


def codes(**values) -> list[str]:
    return [finding.code for finding in found(**values)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("HỘI NGHỊ TỔNG KẾT CÔNG TÁC DÂN VẬN", ["capitals"]),
        ("UBND huyện họp phiên thường kỳ", []),
        ("Hội nghị BCH Đảng bộ huyện", []),
        ("Huyện tổng kết công tác dân vận.", ["full-stop"]),
        ("Một mùa vàng…", []),
        ("Bà con đã sẵn sàng chưa?", []),
    ],
)
def test_the_title_is_a_line_of_prose(title, expected):
    assert codes(title=title) == expected


@pytest.mark.parametrize(
    ("levels", "wrong"),
    [
        ("", 0),
        *(("2", 0), ("2 2", 0), ("2 3 4 2 3", 0)),
        *(("3", 1), ("2 4", 1), ("2 3 2 4", 1), ("4 4", 1)),
    ],
)
def test_headings_go_down_one_level_at_a_time(levels, wrong):
    body = "".join(f"<h{n}>Mục {i}</h{n}><p>Chữ</p>" for i, n in enumerate(levels.split()))
    assert codes(body=body or "<p>Chữ</p>") == ["heading-order"] * wrong


@pytest.mark.parametrize(
    "text",
    [
        *(
            "tại đây",
            "Tại đây.",
            "TẠI ĐÂY",
            "ở đây",
            "xem thêm",
            "Xem thêm…",
            "click",
            "Click here",
        ),
        *("bấm vào đây", "nhấn vào đây", "xem chi tiết tại đây", "Xem tiếp", "chi tiết", "link"),
        *("https://dichvucong.gov.vn/p/home", "www.laocai.gov.vn/tin-tuc", "»", "tải về"),
    ],
)
def test_a_link_that_says_nothing_is_found_and_led_to(text):
    (finding,) = found(body=f'<p>Xem <a href="https://a.vn/x">{text}</a></p>')
    assert (finding.code, finding.strength) == ("link-text", Strength.SHOULD)
    assert finding.place.passage == text


@pytest.mark.parametrize(
    "text",
    [
        *("Nghị quyết 25-NQ/TW", "laocai.gov.vn", "Cổng dịch vụ công", "xem lịch tiếp dân"),
        *("tại đây có mẫu đơn", "Tải mẫu đơn", "chi tiết dự toán", "[1]", "ubnd@laocai.gov.vn"),
    ],
)
def test_a_link_that_says_something_is_left_alone(text):
    assert codes(body=f'<p>Xem <a href="https://a.vn/x">{text}</a></p>') == []


def test_links_of_the_same_words_are_one_finding_until_another_comes():
    link = '<p><a href="https://a.vn/{}">tại đây</a></p>'
    two = found(body=link.format(1) + link.format(2))
    three = found(body="".join(map(link.format, (1, 2, 3))))
    assert len(two) == len(three) == 1
    assert two[0].text.startswith("2 liên kết")
    assert two[0].key != three[0].key


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>Xã</td><td>Hộ</td></tr><tr><td>Gia Phú</td><td>5</td></tr>", ["table-header"]),
        ("<tr><th>Xã</th><th>Hộ</th></tr><tr><td>Gia Phú</td><td>5</td></tr>", []),
        ("<tr><td>Xã</td><td>Hộ</td></tr>", []),
    ],
)
def test_a_table_has_header_cells(table, expected):
    assert codes(body=f"<table>{table}</table>") == expected


@pytest.mark.parametrize(
    "text",
    ["2023-07-31", "31.7.2023", "ngày 31.7.23", "Ngày 31.7.23", "7/31/2023", "(2023-7-1)"],
)
def test_a_date_in_another_order_is_a_hint(text):
    (finding,) = found(body=f"<p>Họp {text}.</p>")
    assert (finding.code, finding.strength) == ("date-form", Strength.HINT)


@pytest.mark.parametrize(
    "text",
    [
        *("31/07/2023", "31/7/2023", "31-7-2023", "tháng 7/2023", "giai đoạn 2021-2025"),
        *("12/2025/NĐ-CP", "31/2023/NĐ-CP", "số 07/31/2023/NQ-HĐND", "mục 1.2.10", "1.2.3"),
        *("Điều 3.2.1", "2021-2025-2030", "TCVN 14423:2026", "lúc 07:30", "12/7/2023"),
        *("https://a.vn/2023-07-31/bai.html", "phiên bản 31.7.23"),
    ],
)
def test_a_date_or_number_in_form_is_no_finding(text):
    assert codes(body=f"<p>Họp {text} nhé.</p>") == []


@pytest.mark.parametrize(
    "text",
    ["1,586,000", "1,586 hộ", "12,500 đồng", "50000 đồng", "1586 hộ và 12345 người", "1586000"],
)
def test_a_large_number_without_points_is_a_hint(text):
    assert codes(body=f"<p>Có {text} rồi</p>") == ["number-form"]


@pytest.mark.parametrize(
    "text",
    [
        *("1.586 hộ", "506.000 đ", "4,125 km", "0,125 ha", "3,5 %", "1,586 tỷ đồng", "12,345 tấn"),
        *(
            "năm 2023",
            "1586 hộ",
            "số 1234567",
            "mã 12345678",
            "mã số: 12345678",
            "tổng đài 18001166",
        ),
        *("25-NQ/TW", "24A-12345", "2.090 mét", "14/14", "5300123456", "12345678/QĐ"),
    ],
)
def test_a_number_in_form_is_no_finding(text):
    assert codes(body=f"<p>Có {text} rồi</p>") == []


@pytest.mark.parametrize("text", ["được ,, và", "hết..", "nhé!!", "sao??", "rồi, ."])
def test_a_doubled_mark_is_a_hint(text):
    assert codes(body=f"<p>Bà con {text}</p>") == ["punctuation"]


@pytest.mark.parametrize(
    "text", ["v.v...", "…", "thế ư?!", "gồm: a, b; c.", "xem: https://a.vn/x, và", "a.m. 7:30"]
)
def test_a_single_mark_is_none(text):
    assert codes(body=f"<p>Bà con {text}</p>") == []


def test_hints_of_a_kind_are_one_with_three_examples():
    days = " ".join(f"2023-07-0{day}" for day in range(1, 8))
    (finding,) = found(body=f"<p>Họp {days}</p>")
    assert finding.text.count("“") == 3
    assert finding.place.passage == "2023-07-01"

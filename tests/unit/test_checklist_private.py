"""Personal numbers and marks of secrecy are found, masked, and never where there are none."""

import pytest

from news.checklist import Library, Strength, findings
from news.checklist.private import mask
from news.models import ArticleVersion

WHOLE = {"title": "Tiêu đề", "summary": "Sapo.", "category_id": 1, "unit_id": 1}


def shoulds(words: str, **values) -> list:
    """What should be mended in an article with this paragraph."""
    text = ArticleVersion(**(WHOLE | {"body": f"<p>{words}</p>"} | values))
    return [f for f in findings(text, Library()) if f.strength is Strength.SHOULD]


@pytest.mark.parametrize(
    ("code", "text", "digits"),
    [
        ("phone", "Liên hệ anh Páo, điện thoại 0912345678.", "0912345678"),
        ("phone", "ĐT: 0912.345.678", "0912.345.678"),
        ("phone", "(0912 345 678)", "0912 345 678"),
        ("phone", "Zalo 038-123-4567, gặp chị Hoa", "038-123-4567"),
        ("phone", "gọi +84912345678 để đăng ký", "+84912345678"),
        ("phone", "gọi (+84) 912 345 678 để đăng ký", "(+84) 912 345 678"),
        ("identity", "ông A, CCCD 010092001234, trú tại thôn 1", "010092001234"),
        ("identity", "Số căn cước công dân: 010 092 001 234", "010 092 001 234"),
        ("identity", "CCCD số 010092001234 cấp ngày 01/02/2021", "010092001234"),
        ("identity", "bà B (số 010192001234) nhận nhà", "010192001234"),
        ("identity", "CMND số 063123456 do Công an tỉnh cấp", "063123456"),
        ("identity", "chứng minh nhân dân số: 063 123 456", "063 123 456"),
        ("identity", "mã định danh cá nhân: 010092001234", "010092001234"),
        ("account", "Số tài khoản: 19034567890123, Vietcombank", "19034567890123"),
        ("account", "STK 0912345678 ngân hàng Agribank", "0912345678"),
        ("account", "số tài khoản của ông Vàng A Páo: 8800 2051 23456", "8800 2051 23456"),
        ("account", "chuyển vào tài khoản số 123.456.7890", "123.456.7890"),
        ("tax-number", "Mã số thuế: 5300123456", "5300123456"),
        ("tax-number", "MST 5300123456-001", "5300123456-001"),
    ],
)
def test_a_personal_number_is_found_masked_and_led_to(code, text, digits):
    (finding,) = shoulds(text)
    assert (finding.code, finding.field) == (code, "body")
    assert finding.place.passage == digits
    assert digits not in finding.text
    assert mask(digits) in finding.text
    assert "ở đoạn 1" in finding.text


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 25-NQ/TW, ngày 03/6/2013; Nghị định 12/2025/NĐ-CP; QĐ 1673/QĐ-UBND",
        "Số 0912/QĐ-UBND ngày 12/3/2024 của Uỷ ban nhân dân huyện",
        "giai đoạn 2021-2025, năm 2023, nhiệm kỳ 2020 - 2025",
        "506.000 đ, 2.340.000 đồng, 1.586 ngày công, 3,5 %, 12.345.678.900 đồng",
        "dài 4,2 km, rộng 5 m, 2.090 mét, cao 3.143 m",
        "Văn phòng UBND huyện, điện thoại 0214.3862.115, fax 02143862116",
        "Văn phòng UBND xã: 0912345678",
        "Đường dây nóng: 0912.345.678 và 0987.654.321",
        "Hotline 19001234, 1800 6601, 113, 114, 115, tổng đài 18001166",
        "từ 07:30 ngày 08/11/2024 đến 17:00 ngày 09/11/2024",
        "đã cấp căn cước công dân cho 123.456.789 công dân",
        "phạt làm giả căn cước 100 000 000 đồng",
        "cấp 12.345 thẻ căn cước, kích hoạt 123456789 tài khoản định danh",
        "số tài khoản định danh điện tử được kích hoạt: 1.234.567",
        "chuyển về số tài khoản 3761.0.9038456.91049 tại Kho bạc Nhà nước huyện",
        "đã nộp thuế 5.300.123.456 đồng; mã số thuế được cấp cho 5300 hộ",
        "toạ độ 22.3356789012, mã hồ sơ H38.15-240731-0001",
        "Xem https://baothang.gov.vn/bai-0912345678 hoặc a0912345678@laocai.gov.vn",
        "ISBN 978-604-12-3456-7, biển số 24A-123.45, 0,912345678 ha",
        "kết quả 14/14 xã, 476 tổ, 53 nhóm, 158 mô hình",
    ],
)
def test_innocent_numbers_are_left_alone(text):
    assert shoulds(text) == []


def test_a_list_of_numbers_asks_one_question():
    rows = "".join(f"<tr><th>Xã {n}</th><td>091234567{n}</td></tr>" for n in range(5))
    (finding,) = shoulds("Danh bạ", body=f"<p>Danh bạ</p><table>{rows}</table>")
    assert "5 số điện thoại cá nhân ở bảng 1" in finding.text


@pytest.mark.parametrize(
    ("field", "where"),
    [
        ("title", "tiêu đề"),
        ("subtitle", "tiêu đề phụ"),
        ("summary", "sapo"),
        ("cover_caption", "chú thích ảnh đại diện"),
    ],
)
def test_every_field_that_citizens_read_is_searched(field, where):
    (finding,) = shoulds("Nội dung", **{field: "Gọi 0912345678"})
    assert finding.field == field
    assert f"ở {where} (" in finding.text


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("<h2>Mục</h2><p>Một</p><p>Hai 0912345678</p>", "đoạn 2"),
        ("<ul><li>Một</li><li>0912345678</li></ul>", "danh sách 1"),
        ("<p>Một</p><h2>Gọi 0912345678</h2>", "tiêu đề mục 1"),
        ("<blockquote><p>Gọi 0912345678</p></blockquote>", "đoạn 1"),
        ("<p>Gọi <strong>0912</strong>345678</p>", "đoạn 1"),
    ],
)
def test_the_place_is_said_as_a_person_counts(body, where):
    (finding,) = shoulds("", body=body)
    assert f"ở {where} (" in finding.text


def test_the_mark_of_a_finding_is_of_the_number_and_not_of_its_place():
    first, again = shoulds("Gọi 0912345678")[0], shoulds("Nay đổi: 0912.345.678 nhé")[0]
    other = shoulds("Gọi 0912345679")[0]
    assert first.key == again.key != other.key


@pytest.mark.parametrize(
    "text",
    [
        *("MẬT", "TỐI MẬT", "(MẬT)", "Tài liệu MẬT của huyện", "văn bản đóng dấu TUYỆT MẬT"),
        *("Độ mật: Mật", "ĐỘ MẬT: TUYỆT MẬT", "Tuyệt mật: không; độ mật: Tối mật"),
    ],
)
def test_a_mark_of_secrecy_is_found(text):
    (finding,) = shoulds(text)
    assert finding.code == "secrecy"


@pytest.mark.parametrize(
    "text",
    [
        "giữ bí mật nhà nước; nuôi ong lấy mật ong; không khí thân mật, mật thiết",
        "MẬT ONG GIA PHÚ ĐƯỢC CÔNG NHẬN OCOP; BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Luật quy định ba độ mật gồm tuyệt mật, tối mật và mật",
        "Tuyệt mật, Tối mật, Mật là ba mức độ; mật độ dân số 120 người/km²",
        "Độ mật: không; ĐÃ GIẢI MẬT; MẬTXCƠVA",
        "bảo mật thông tin, mật khẩu, mật mã, cơ mật, Mật khẩu của bạn",
    ],
)
def test_innocent_words_are_no_mark_of_secrecy(text):
    assert shoulds(text) == []


def test_a_mark_is_of_its_whole_passage():
    first, other = shoulds("Tài liệu MẬT một")[0], shoulds("Tài liệu MẬT hai")[0]
    assert first.key != other.key

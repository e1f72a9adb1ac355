"""The page of search results: what it shows, how it goes on, and that nothing breaks it."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from news.search import bounded, candidates, windows
from news.views.asked import FILTERS
from tests.factories import make_article, make_author, make_category, make_page, make_unit

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


def titles(response) -> list[str]:
    """The titles of the results, as the page shows them."""
    found = re.findall(r'story__link" [^>]*>(.*?)</a>', response.text, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", title)).strip() for title in found]


def link(response, words: str) -> str:
    """The address behind these words of a page link."""
    return unescape(re.search(rf'href="([^"]*)"[^>]*>{words}</a>', response.text)[1])


def test_found_words_are_marked_also_when_typed_without_diacritics(client):
    make_article(title="Mô hình dân vận khéo", body="<p>Tổ <b>dân vận</b> đến nhà & hỏi.</p>")
    page = client.get("/tim-kiem/?q=dan+van").text
    assert "Mô hình <mark>dân vận</mark> khéo" in page
    assert "Tổ <mark>dân vận</mark> đến nhà &amp; hỏi." in page
    assert 'value="dan van"' in page


def test_a_result_says_section_unit_and_date(client):
    unit = make_unit("VHTT", short_name="Phòng Văn hoá")
    article = make_article(title="Lễ hội", category=make_category("Văn hoá"), unit=unit)
    page = client.get("/tim-kiem/?q=lễ hội").text
    assert "Văn hoá" in page
    assert "Phòng Văn hoá" in page
    assert f'href="{article.get_absolute_url()}"' in page
    assert "1 bài có “lễ hội”" in page


def test_an_abbreviation_and_its_long_form_find_each_other(client):
    make_article(title="UBND xã họp")
    make_article(title="Uỷ ban nhân dân huyện trả lời cử tri")
    for typed in ("ubnd", "Ủy ban nhân dân", "uy ban nhan dan"):
        assert len(titles(client.get("/tim-kiem/", {"q": typed}))) == 2


def test_a_whole_sentence_finds_the_title_with_some_of_its_words(client):
    make_article(title="Lịch cắt điện tuần này")
    make_article(title="Lễ hội đền Bảo Hà")
    asked = client.get("/tim-kiem/", {"q": "cho tôi hỏi khi nào thì có lịch cắt điện ở xã nhà"})
    assert titles(asked) == ["Lịch cắt điện tuần này"]


def test_what_only_asks_need_not_stand_in_the_answer(client):
    article = make_article(
        title="Tiêm phòng dại cho đàn vật nuôi",
        body="<p>Chó thả rông không rọ mõm sẽ bị bắt giữ, chủ bị phạt đến 2 triệu đồng.</p>",
    )
    for typed in ("chó thả rông bị phạt bao nhiêu tiền", "cho tha rong bi phat bao nhieu tien"):
        page = client.get("/tim-kiem/", {"q": typed})
        assert article.get_absolute_url() in page.text, typed


def test_what_is_typed_is_never_html(client):
    make_article(title="Tin <script>alert(1)</script>")
    page = client.get("/tim-kiem/", {"q": "<script>alert(1)</script> tin"}).text
    assert "<script>alert" not in page


def test_filters_are_kept_and_wrong_ones_left_out(client):
    section = make_category("Văn hoá")
    make_article(title="Lễ hội một", category=section, unit=make_unit("VHTT"))
    make_article(title="Lễ hội hai", category=make_category("Kinh tế"), unit=make_unit("BTGHU"))
    answer = client.get("/tim-kiem/?q=lễ hội&muc=van-hoa&don-vi=vhtt&luc=30")
    assert titles(answer) == ["Lễ hội một"]
    assert '<option value="van-hoa" selected>' in answer.text
    assert len(titles(client.get("/tim-kiem/?q=lễ hội&muc=khong-co&luc=x&don-vi=?"))) == 2
    nothing = client.get("/tim-kiem/?q=lễ hội&muc=van-hoa&don-vi=btghu")
    assert titles(nothing) == []
    assert len(titles(client.get(link(nothing, "Bỏ các mục lọc và tìm lại")))) == 2


def test_author_and_kind_stand_in_the_address_and_are_kept(client):
    author = make_author("Lê Trung Thành")
    make_article(title="Lễ hội một", author_id=author.pk)
    make_article(title="Lễ hội hai")
    make_page(title="Lễ hội ba")
    by_link = client.get(f"/tim-kiem/?q=lễ hội&tac-gia={author.pk}")
    assert titles(by_link) == ["Lễ hội một"]
    assert f'<option value="{author.pk}" selected>Lê Trung Thành - BTGHU</option>' in by_link.text
    by_name = client.get("/tim-kiem/?q=lễ hội&tac-gia=le trung thanh&loai=tin")
    assert titles(by_name) == ["Lễ hội một"]
    assert 'name="tac-gia" value="le trung thanh"' in by_name.text
    assert '<option value="tin" selected>' in by_name.text
    assert titles(client.get("/tim-kiem/?q=lễ hội&loai=trang")) == ["Lễ hội ba"]


def test_each_filter_can_be_dropped_alone(client):
    section = make_category("Văn hoá")
    make_article(title="Lễ hội", category=section)
    nothing = client.get("/tim-kiem/?q=lễ hội&muc=van-hoa&loai=tep&luc=30")
    assert titles(nothing) == []
    assert "Chuyên mục: Văn hoá" in nothing.text
    assert "Loại: Bài có tệp đính kèm" in nothing.text
    dropped = client.get(link(nothing, "Chỉ bỏ lọc loại “Bài có tệp đính kèm”"))
    assert titles(dropped) == ["Lễ hội"]
    assert "Thời gian đăng: 30 ngày qua" in dropped.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("muc=khong-co", "chuyên mục"),
        ("tac-gia=999999", "tác giả"),
        ("tac-gia=0", "tác giả"),
        ("tac-gia=???", "tác giả"),
        ("don-vi=x&luc=9", "đơn vị, thời gian đăng"),
        ("loai=k:tin", "loại"),
    ],
)
def test_a_filter_that_names_nothing_is_said_and_left_out(client, asked, told):
    make_article(title="Lễ hội")
    answer = client.get(f"/tim-kiem/?q=lễ hội&{asked}")
    assert titles(answer) == ["Lễ hội"]
    assert f"Không có {told} như trong địa chỉ" in answer.text
    assert "Không có" not in client.get("/tim-kiem/?q=lễ hội&muc=&tac-gia= &loai=").text


def test_who_wrote_the_results_is_offered_as_a_filter(client):
    author = make_author("Lê Trung Thành")
    make_article(title="Lễ hội một", author_id=author.pk)
    make_article(title="Lễ hội hai", author_id=make_author("Lý Thị Vân").pk)
    answer = client.get("/tim-kiem/?q=lễ hội&sap=ngay")
    assert titles(client.get(link(answer, "Lê Trung Thành"))) == ["Lễ hội một"]
    assert "Chỉ tìm trong bài của" not in client.get(link(answer, "Lê Trung Thành")).text


def test_an_authors_page_leads_to_a_search_in_what_they_wrote(client):
    author = make_author("Lê Trung Thành")
    make_article(title="Lễ hội", author_id=author.pk)
    page = client.get(author.get_absolute_url()).text
    assert "Tìm trong bài của Lê Trung Thành" in page
    assert f'<input type="hidden" name="tac-gia" value="{author.pk}">' in page


def test_later_pages_keep_the_filters(client):
    author, at = make_author("Lê Trung Thành"), timezone.now() - timedelta(days=2)
    for number in range(12):
        make_article(title=f"Đường {number}", author_id=author.pk, at=at - timedelta(hours=number))
        make_article(title=f"Đường khác {number}", at=at - timedelta(hours=number))
    for rest, words in (("", "2"), ("&sap=ngay", "Cũ hơn")):
        first = client.get(f"/tim-kiem/?q=đường&tac-gia={author.pk}{rest}")
        second = client.get(link(first, words))
        assert len({*titles(first), *titles(second)}) == 12
        assert not any("khác" in title for title in titles(first) + titles(second))


def test_a_section_holds_its_sub_sections(client):
    root = make_category("Văn hoá")
    make_article(title="Lễ hội", category=make_category("Di tích", parent=root))
    assert titles(client.get("/tim-kiem/?q=lễ hội&muc=van-hoa")) == ["Lễ hội"]


def test_later_pages_stay_what_they_were_when_something_new_appears(client):
    at = timezone.now() - timedelta(days=2)
    for number in range(23):
        make_article(title=f"Đường số {number}", at=at - timedelta(hours=number))
    first = client.get("/tim-kiem/?q=đường số")
    second = unescape(re.search(r'href="([^"]*trang=2[^"]*)"', first.text)[1])
    before = titles(client.get(second))
    make_article(title="Đường số mới", at=timezone.now())
    assert titles(client.get(second)) == before
    third = titles(client.get(second.replace("trang=2", "trang=3")))
    assert len({*titles(first), *before, *third}) == 23
    assert titles(client.get(second.replace("trang=2", "trang=9"))) == []


def test_by_date_pages_lead_on_to_the_oldest(client):
    at = timezone.now() - timedelta(days=2)
    for number in range(23):
        make_article(title=f"Đường số {number}", at=at - timedelta(hours=number))
    answer, seen = client.get("/tim-kiem/?q=duong&sap=ngay"), []
    for _ in range(3):
        seen += titles(answer)
        if ">Cũ hơn</a>" in answer.text:
            answer = client.get(link(answer, "Cũ hơn"))
    assert seen == [f"Đường số {number}" for number in range(23)]


def test_nearly_is_said_plainly(client):
    make_article(title="Hội nghị tổng kết")
    page = client.get("/tim-kiem/?q=hồi nghị tổng kết").text
    assert "Không có bài nào ghi đúng “hồi nghị tổng kết”" in page
    assert titles(client.get("/tim-kiem/?q=hồi nghị tổng kết&sap=ngay")) == ["Hội nghị tổng kết"]


def test_nothing_found_helps_on(client):
    make_category("Văn hoá")
    answer = client.get('/tim-kiem/?q="không có gì"')
    assert answer.status_code == 200
    assert "Không tìm thấy bài nào" in answer.text
    assert "Tìm không cần đúng cả cụm từ" in answer.text
    assert "/tin-tuc/van-hoa/" in answer.text


def test_results_are_not_for_search_engines(client):
    answer = client.get("/tim-kiem/?q=a")
    assert answer["X-Robots-Tag"] == "noindex, follow"
    assert '<meta name="robots" content="noindex, follow">' in answer.text
    assert not answer.cookies


STRANGE = [
    *("%ED%A0%80", "%FF%FE", "-1", "0", "9" * 5000, "²", "1e9", "%22%27%5C", "١٢"),
    *("99999999999999999", "9999999999999999-9999999999999999999", "1-1", "a" * 3000, "%E2%80%9C"),
]


@pytest.mark.parametrize("name", ["q", *FILTERS, "sap", "trang", "tu", "sau", "gan"])
def test_no_address_breaks_the_page(client, name):
    make_article(title="Tin mới")
    for value in STRANGE:
        for rest in ("q=tin", "q=tin&sap=ngay", "q=tin&trang=2"):
            address = f"/tim-kiem/?{rest}&{name}={value}"
            assert client.get(address).status_code == 200, address[:120]
    assert client.get(f"/tim-kiem/?{name}=%00").status_code == 400


@pytest.mark.parametrize(
    "asked",
    ["q=đường số", "q=duong", "q=hồi nghị&sap=ngay", "q=kkkk jjjj ww", "q=duong&tac-gia=1"],
)
def test_a_search_takes_few_queries(client, asked, django_assert_max_num_queries):
    for number in range(12):
        author = make_author(f"Người {number}")
        make_article(title=f"Đường {number}", author_id=author.pk, unit=make_unit(f"D{number}"))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/tim-kiem/?{asked}")


def test_the_box_stands_in_every_header_but_not_at_the_sign_in(client):
    for path in ("/", "/tin-tuc/", "/khong-co/"):
        assert 'id="tim-nhanh"' in client.get(path).text
    assert 'id="tim-nhanh"' not in client.get("/dang-nhap/").text


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_is_given_up_politely(client, monkeypatch):
    make_article(title="Tin mới")
    monkeypatch.setattr(candidates, "NEWEST", "ORDER BY pg_sleep(1)::text, published_at, pk")
    monkeypatch.setattr(bounded, "_PRELUDE", "SET LOCAL statement_timeout = '50ms'; ")
    answer = client.get(f"/tim-kiem/?q={quote('tin mới')}")
    assert answer.status_code == 503
    assert "Hãy thêm từ" in answer.text
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)

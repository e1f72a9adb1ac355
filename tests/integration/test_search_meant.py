"""What the words of a question were meant to be, and how the page of results says so."""

import pytest

from news.models import Article
from news.search import counting, windows
from tests.factories import make_article, move
from tests.integration.test_search_page import MOST_QUERIES, link, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


@pytest.fixture
def committee():
    make_article(title="Uỷ ban nhân dân xã họp", body="<p>Xe bus chạy lại. Đảng bộ xã.</p>")


def search(client, typed: str, **more):
    return client.get("/tim-kiem/", {"q": typed, **more})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("uyr ban nhaan daan", "uỷ ban nhân dân"),
        ("uy3 ban nha6n da6n", "uỷ ban nhân dân"),
        ("DDảng bộ", "Đảng bộ"),
        ("UYR BAN NHAAN DAAN", "UỶ BAN NHÂN DÂN"),
    ],
)
def test_leftovers_of_typing_find_what_was_meant_and_the_page_says_so(
    client, committee, typed, meant
):
    answer = search(client, typed)
    assert titles(answer) == ["Uỷ ban nhân dân xã họp"]
    assert f"Hiển thị kết quả cho “{meant}”." in answer.text
    assert f'value="{typed}"' in answer.text
    assert f"Không có bài nào ghi đúng “{meant}”" not in answer.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("uyr ban nhaan daan", "uỷ ban nhân dân"), ("tieem chungr", "tiêm chủng")],
)
def test_keys_are_likelier_than_slips_however_common_the_bare_words_are(
    client, committee, typed, meant
):
    make_article(title="Lịch tiêm chủng", body="<p>Trẻ em.</p>")
    for title in ("Nhận đàn bò giống", "Nhận đan lát", "Nhấn đạn", "Quỹ chung", "Sống chung"):
        make_article(title=title)
    counting.forget()
    counting.catch_up()
    assert f"Hiển thị kết quả cho “{meant}”." in search(client, typed).text


def test_the_typed_words_can_be_looked_for_exactly(client, committee):
    answer = client.get(link(search(client, "uyr nhaan daan"), "Tìm đúng những chữ đã gõ"))
    assert titles(answer) == []
    assert "Không tìm thấy bài nào có “uyr nhaan daan”" in answer.text
    assert "Hiển thị kết quả" not in answer.text


@pytest.mark.parametrize("typed", ["xe bus", '"uyr ban"', "12/2025/NĐ-CP", "uỷ ban", "TW", "U17"])
def test_what_articles_hold_and_what_is_quoted_is_looked_for_as_typed(client, committee, typed):
    assert "Hiển thị kết quả" not in search(client, typed).text


def test_further_pages_go_on_with_what_was_typed(client):
    for number in range(12):
        make_article(title=f"Đường số {number}")
    answer = search(client, "dduowngf", sap="ngay")
    older = client.get(link(answer, "Cũ hơn"))
    assert len(titles(older)) == 2
    assert 'value="dduowngf"' in older.text


@pytest.mark.parametrize("typed", ["uyr ban nhaan daan", "bus"])
def test_reading_takes_one_query_more_at_most(
    client, committee, typed, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES):
        search(client, typed)


@pytest.fixture
def district():
    """Titles whose words follow each other often enough to speak for a word."""
    for ending in ("xã", "huyện", "bản"):
        make_article(title=f"Tiêm chủng mở rộng ở {ending}")
        make_article(title=f"Dự án nước sạch của {ending}", body="<p>Hop Facebok và Xiaomy.</p>")
    make_article(title="Lừa đảo qua mạng")
    counting.forget()
    counting.catch_up()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tiêm chủnq", "tiêm chủng"),
        ("tiêmm chủng mở rộng", "tiêm chủng mở rộng"),
        ("Nươc sạch", "Nước sạch"),
        ("nươc sạhc", "nước sạch"),
        ("nuoc sahc", "nuoc sach"),
        ("lwa dao", "lua dao"),
        ("TIÊMM CHỦNG", "TIÊM CHỦNG"),
    ],
)
def test_slips_are_put_right_where_nothing_holds_the_typed_words(client, district, typed, meant):
    answer = search(client, typed)
    assert f"Không có bài nào có “{typed}”." in answer.text
    assert f"Hiển thị kết quả cho “{meant}”." in answer.text
    assert titles(answer)
    exactly = client.get(link(answer, "Tìm đúng những chữ đã gõ"))
    assert "Hiển thị kết quả" not in exactly.text
    assert f"ó “{typed}”" in exactly.text or f"ng “{typed}”" in exactly.text
    assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize(
    "typed",
    ["Facebok", '"tiêmm chủng"', "12/2025/NĐ-CPP", "tiêm chủng", "UBNDD", "Hop Xiaomy", "xin chào"],
)
def test_words_of_articles_quotes_and_numbers_are_never_changed(client, district, typed):
    page = search(client, typed).text
    assert "Hiển thị kết quả" not in page
    assert "Có phải bạn tìm" not in page


def test_where_no_neighbour_speaks_for_it_a_word_is_only_proposed(client, district):
    answer = search(client, "trường sạhc đẹp")
    assert "Hiển thị kết quả" not in answer.text
    proposed = client.get(link(answer, "trường sạch đẹp"))
    assert 'value="trường sạch đẹp"' in proposed.text
    assert "Có phải bạn tìm" not in proposed.text


def test_nothing_of_a_withdrawn_article_is_proposed(client, district):
    for article in Article.objects.all():
        move(article, "withdraw", note="Sai")
    page = search(client, "tiêm chủnq").text
    assert "Hiển thị kết quả" not in page
    assert "Có phải bạn tìm" not in page


def test_a_tone_left_to_the_end_may_have_lost_the_stroke_of_its_letter(client, committee):
    counting.forget()
    make_article(title="Đảng bộ xã họp")
    counting.catch_up()
    assert "Hiển thị kết quả cho “đảng bộ”." in search(client, "dang3 bo65").text


@pytest.mark.parametrize("typed", ["nươc sạhc", "zzzz xxxx", "sạhc " * 16, "trường sạhc đẹp"])
def test_putting_right_takes_few_queries(client, district, typed, django_assert_max_num_queries):
    windows.forget()
    with django_assert_max_num_queries(MOST_QUERIES):
        search(client, typed)


@pytest.mark.parametrize("typed", ["qk" * 100, "ự" * 39 + " " + "ẫ" * 9, "dta " * 60, "'\\ dta"])
def test_strange_words_are_answered(client, district, typed):
    assert search(client, typed).status_code == 200

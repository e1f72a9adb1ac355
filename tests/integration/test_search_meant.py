"""What the words of a question were meant to be, and how the page of results says so."""

import pytest

from news.search import windows
from tests.factories import make_article
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

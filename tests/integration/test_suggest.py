"""What the search box offers: phrases and titles of public articles, and nothing of any other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news import due
from news.models import Article, State
from news.search import counting, index
from news.search.models import Phrase, Title
from news.search.suggest import suggest
from tests.factories import make_article, make_draft, make_page, move

pytestmark = pytest.mark.django_db
WAYS = ("dân v", "dan v", "DÂN V", "da\u0302n v", "dân  vậ", "dan van", "dân vân")


@pytest.fixture(autouse=True)
def unrested():
    counting.forget()
    yield
    counting.forget()


def publish(*titles: str) -> list[Article]:
    made = [make_article(title=title) for title in titles]
    counting.catch_up()
    return made


def offered(typed: str) -> list[str]:
    return [suggestion.text for suggestion in suggest(typed)]


def change(article: Article, **columns) -> None:
    """Whatever becomes of an article, as the publication's transaction leaves it."""
    Article.objects.filter(pk=article.pk).update(**columns)


@pytest.mark.parametrize("typed", WAYS)
def test_a_phrase_of_titles_is_offered_however_it_is_typed(typed):
    publish("Tổ dân vận khéo ở Khe Vai", "Mô hình dân vận khéo của xã", "Dẫn vốn đi xa")
    assert offered(typed)[0] == "dân vận khéo"
    assert "Dẫn vốn đi xa" not in offered(typed)[:1]


def test_the_more_frequent_comes_first_and_titles_come_last():
    publish(
        "Họp dân vận một", "Họp dân vận hai", "Bàn dân vận ba", "Lo dân vạn chài", "Dân vạn chài"
    )
    assert offered("dan va")[:2] == ["dân vận", "dân vạn chài"]
    assert offered("dân vạn") == ["dân vạn chài", "Lo dân vạn chài"]


def test_a_title_leads_to_its_article():
    article = publish("Đại hội Đảng bộ thị trấn Phố Lu")[0]
    page = make_page(title="Đại ngàn nhìn lại", address="dai-ngan")
    counting.catch_up()
    found = {suggestion.text: suggestion.url for suggestion in suggest("đại ")}
    assert found == {article.title: article.get_absolute_url(), page.title: "/dai-ngan/"}


def test_where_little_begins_so_titles_that_hold_the_words_are_offered():
    publish("Lịch cắt điện tuần này", "Cát bay ở bãi", "Người cắt điếu cày")
    assert offered("cat điệ") == ["Lịch cắt điện tuần này"]
    assert offered("cắt đ") == ["Người cắt điếu cày", "Lịch cắt điện tuần này"]
    assert offered("lịch cắt điện tuần n") == ["Lịch cắt điện tuần này"]


def test_a_phrase_is_not_cut_in_the_middle_and_ends_with_no_weak_word():
    for number in range(3):
        make_article(title=f"Kỳ {number}: uỷ ban nhân dân và bà con họp bàn")
    counting.catch_up()
    assert [s.text for s in suggest("uỷ b") if not s.url] == ["uỷ ban nhân dân"]
    assert [s.text for s in suggest("va b") if not s.url] == []


def test_a_shouted_title_is_not_repeated_shouting():
    for article in publish("Chuyện cũ một", "Chuyện cũ hai"):
        change(article, title="ĐẢNG BỘ HUYỆN HỌP")
        index.put(Article.objects.get(pk=article.pk))
    counting.catch_up()
    assert offered("dang b")[0] == "đảng bộ huyện họp"


@pytest.mark.parametrize("state", [s for s in State if s not in (State.PUBLISHED,)])
def test_only_titles_of_public_articles_are_offered(state):
    for ending in ("một", "hai"):
        make_article(state, title=f"Chuyện kín {ending}")
    counting.catch_up()
    assert offered("chuyện k") == []
    assert not Phrase.objects.filter(key__contains="kin").exists()


def hide(article: Article, how: str) -> None:
    now = timezone.now()
    if how == "withdrawn":
        move(article, "withdraw", note="Sai tên người")
    else:
        later = {"expired": {"expires_at": now}, "later": {"published_at": now + timedelta(days=1)}}
        change(article, **later[how])


@pytest.mark.parametrize("how", ["withdrawn", "expired", "later"])
def test_what_leaves_the_site_leaves_the_suggestions_at_once(how):
    first, second = publish("Chuyện kín của làng", "Chuyện kín của bản")
    assert offered("chuyện k")[0] == "chuyện kín"
    for article in (first, second):
        hide(article, how)
    assert offered("chuyện k") == []


def test_a_phrase_that_another_title_has_finds_its_way_back():
    publish("Bến đò ngang cũ", "Bến đò ngang mới", "Bến đò ngang giữa")
    bears = Phrase.objects.get(key="ben do ngang").article
    hide(bears, "withdrawn")
    counting.catch_up()
    phrase = Phrase.objects.get(key="ben do ngang")
    assert (phrase.count, phrase.article == bears) == (2, False)
    assert "bến đò ngang" in offered("bến")
    assert not Title.objects.filter(pk=bears.pk).exists()


def test_an_expired_article_is_taken_off_the_count_and_counts_again_when_prolonged():
    first, _ = publish("Bến đò ngang cũ", "Bến đò ngang mới")
    hide(first, "expired")
    counting.forget()
    counting.catch_up()
    assert Phrase.objects.get(key="ben do ngang").count == 1
    change(first, expires_at=None)
    counting.forget()
    counting.catch_up()
    assert Phrase.objects.get(key="ben do ngang").count == 2


def test_another_title_takes_the_old_words_away_before_anything_is_counted():
    article, _ = publish("Ông Kín Văn Tên nhận quà", "Ông Kín Văn Tên trao quà")
    other = Article.objects.exclude(pk=article.pk).get()
    for row in (article, other):
        change(row, title="Một người nhận quà")
        index.put(Article.objects.get(pk=row.pk))
    assert offered("kín v") == []
    assert offered("ông k") == []
    counting.catch_up()
    assert not Phrase.objects.filter(key__contains="kin").exists()


def test_a_title_that_is_about_to_be_replaced_is_not_offered_any_more():
    article = publish("Bà Kín Thị Tên nhận quà")[0]
    change(article, due_at=timezone.now() - timedelta(seconds=1), state=State.APPROVED)
    assert offered("bà k") == []


def test_titles_are_counted_once_however_often_they_are_looked_at():
    first, _ = publish("Bến đò ngang cũ", "Bến đò ngang mới")
    for _ in range(3):
        index.put(Article.objects.get(pk=first.pk))
        counting.catch_up()
    assert Phrase.objects.get(key="ben do ngang").count == 2


def test_the_clock_makes_what_is_missing_after_an_upgrade():
    make_article(title="Bến đò ngang cũ")
    make_article(title="Bến đò ngang mới")
    Title.objects.all().delete()
    assert due.everything()["phrases of titles"] == 2
    assert "bến đò ngang" in offered("bến")


def test_a_draft_writes_no_title(client):
    make_draft(title="Bản nháp kín")
    assert not Title.objects.exists()


@pytest.mark.parametrize(
    "typed", ["", "a", " ", "%", "'\\", "(", "🙂🙂", "\ud800x", "đ" * 5000, "1", "_ _", "%%%", "“"]
)
def test_odd_input_is_answered_politely(client, typed):
    publish("Bến đò ngang cũ")
    assert suggest(typed) == []


def test_the_answer_is_json_for_every_cache_that_asks_and_has_no_cookie(client):
    publish("Bến đò ngang cũ", "Bến đò ngang mới")
    answer = client.get("/tim-kiem/goi-y/?q=bến đ")
    assert answer.json()["suggestions"][0] == {"text": "bến đò ngang"}
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    again = client.get("/tim-kiem/goi-y/?q=bến đ", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.head("/tim-kiem/goi-y/?q=bến đ").status_code == 200
    assert client.post("/tim-kiem/goi-y/?q=bến đ").status_code == 405
    assert client.get("/tim-kiem/goi-y/").json() == {"suggestions": []}


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF", "q=" + "a" * 4000, "q=a&q=b"])
def test_no_address_breaks_the_answer(client, query):
    assert client.get(f"/tim-kiem/goi-y/?{query}").status_code in (200, 400)


def test_suggesting_takes_few_queries_and_none_for_one_letter(
    django_assert_num_queries, django_assert_max_num_queries
):
    publish("Bến đò ngang cũ", "Bến đò ngang mới")
    with django_assert_max_num_queries(4):
        assert suggest("bến đò")
    with django_assert_num_queries(0):
        assert suggest("b") == []


def test_a_million_phrases_are_not_walked_through():
    """Each tier and each year is asked by its index, for a few rows."""
    publish("Bến đò ngang cũ", "Bến đò ngang mới")
    article = Article.objects.first()
    many = [
        Phrase(exact=f"an0 x{n}", key=f"an x{n}", whole=True, count=3, tier=1, article=article)
        for n in range(5000)
    ]
    Phrase.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_phrase")
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF) SELECT f.* FROM "
            "generate_series(20, 1, -1) AS t(tier) CROSS JOIN LATERAL (SELECT exact FROM "
            "search_phrase WHERE tier = t.tier AND key >= 'an' AND key < 'ao' ORDER BY key "
            "LIMIT 20) f LIMIT 60"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "search_phrase_tier" in plan
    assert "Seq Scan" not in plan

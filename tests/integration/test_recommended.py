"""What editors recommend above the results: when readers see it, and the screen that keeps it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from news.models import Article
from news.search import windows
from news.search.models import Recommendation
from news.site.models import SiteEvent
from tests import staff
from tests.factories import make_article, make_draft, make_page, make_unit, make_user, move

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/site/portal/goi-y-khi-tim/"
HEAD = "Ban Biên tập gợi ý"


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


@pytest.fixture
def office():
    """The browser of somebody who may."""
    return staff.browser(make_user("secretary"))


def typed(phrases="lịch tiếp dân", articles="", **values) -> dict:
    """The form as a browser sends it."""
    return {"base": "", "phrases": phrases, "articles": articles, "until": "", "luu": "1", **values}


def recommend(*articles, phrases=("lịch tiếp dân",), **values) -> Recommendation:
    """A recommendation."""
    numbers = [article.pk for article in articles]
    return Recommendation.objects.create(phrases=list(phrases), articles=numbers, **values)


def above(client, **asked) -> list[str]:
    """The titles in the frame of what is recommended."""
    page = client.get("/tim-kiem/", asked).text
    frame = re.search(r'<section class="above".*?</section>', page, re.DOTALL)
    return titles(frame[0]) if frame else []


def titles(page: str) -> list[str]:
    """The titles of results in a part of a page."""
    found = re.findall(r'story__link" [^>]*>(.*?)</a>', page, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", title)).strip() for title in found]


@pytest.mark.parametrize(
    "words",
    ["lịch tiếp dân", "lich tiep dan", "LỊCH  TIẾP DÂN", "li\u0323ch tiếp dân", "Lịch tiếp dân."],
)
def test_who_asks_these_words_sees_it_first_and_only_once(client, words):
    article = make_article(title="Nơi gặp lãnh đạo")
    other = make_article(title="Lịch tiếp dân tháng này")
    recommend(article, other)
    page = client.get("/tim-kiem/", {"q": words}).text
    assert above(client, q=words) == ["Nơi gặp lãnh đạo", "Lịch tiếp dân tháng này"]
    assert titles(page).count("Lịch tiếp dân tháng này") == 1
    assert above(client, q=words, sap="ngay") == above(client, q=words)


@pytest.mark.parametrize(
    "words", ["lịch tiếp dân quân", "tiếp dân", "lích tiếp dân", '"lịch tiếp dân"']
)
def test_other_words_do_not(client, words):
    recommend(make_article(title="Nơi gặp lãnh đạo"))
    assert above(client, q=words) == []


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("thủ tục hành chính", "TTHC"),
        ("TTHC xã", "thủ tục hành chính xã"),
        ("uỷ ban nhân dân xã", "ubnd xa"),
        ("25-NQ/TW", "25 -nq/tw"),
    ],
)
def test_other_words_that_mean_the_same_do(client, wanted, words):
    recommend(make_article(title="Nơi gặp lãnh đạo"), phrases=["gì đó khác", wanted])
    assert above(client, q=words) == ["Nơi gặp lãnh đạo"]


def test_only_the_first_page_without_filters_shows_it(client):
    for number in range(12):
        make_article(title=f"Lịch tiếp dân số {number}")
    first = Article.objects.get(title="Lịch tiếp dân số 0")
    recommend(first)
    assert above(client, q="lịch tiếp dân") == [first.title]
    assert above(client, q="lịch tiếp dân", trang=2) == []
    assert above(client, q="lịch tiếp dân", luc="30") == []
    pages = [client.get("/tim-kiem/", {"q": "lịch tiếp dân", "trang": n}).text for n in (1, 2)]
    assert len(titles("".join(pages))) == len({*titles("".join(pages))}) == 12
    assert "Ngoài ra có 11 bài" in pages[0]


def test_what_is_not_before_citizens_is_not_recommended(client):
    article, expired = make_article(title="Nơi gặp"), make_article(title="Đã hết hạn")
    recommend(article, expired)
    assert above(client, q="lịch tiếp dân") == ["Nơi gặp", "Đã hết hạn"]
    Article.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert above(client, q="lịch tiếp dân") == ["Nơi gặp"]
    move(article, "withdraw")
    assert above(client, q="lịch tiếp dân") == []
    assert "Không tìm thấy bài nào" in client.get("/tim-kiem/?q=lịch tiếp dân").text


def test_it_ends_with_its_last_day(client):
    row = recommend(make_article(title="Nơi gặp"), until=timezone.localdate())
    assert above(client, q="lịch tiếp dân") == ["Nơi gặp"]
    Recommendation.objects.filter(pk=row.pk).update(until=timezone.localdate() - timedelta(1))
    assert above(client, q="lịch tiếp dân") == []


def test_it_costs_no_query_and_stands_above_nothing(client, django_assert_max_num_queries):
    page = make_page(title="Lịch tiếp công dân", address="lich-tiep")
    recommend(page, phrases=["gặp chủ tịch"])
    with django_assert_max_num_queries(6):
        text = client.get("/tim-kiem/?q=gap chu tich").text
    assert titles(text) == ["Lịch tiếp công dân"]
    assert "Không có bài nào khác có “gap chu tich”" in text
    assert "Có thể thử" not in text


def test_an_editor_recommends_articles_and_pages_by_their_addresses(office, settings):
    article, page = make_article(), make_page(title="Lịch", address="lich")
    address = settings.SITE_URL + article.get_absolute_url()
    answer = office.post(
        SCREEN, typed("lịch tiếp dân\nLICH TIEP DAN", f"{address}\n/lich/\n{page.pk}")
    )
    assert answer.status_code == 302
    row = Recommendation.objects.get()
    assert (row.phrases, row.articles) == (["lịch tiếp dân"], [article.pk, page.pk])
    assert "Thêm gợi ý khi tìm" in office.get("/quan-tri/site/portal/nhat-ky/").text
    form = office.get(f"{SCREEN}?sua={row.pk}").text
    assert article.get_absolute_url() in form
    base = row.changed_at.isoformat()
    late = timezone.localdate() + timedelta(3)
    office.post(
        f"{SCREEN}?sua={row.pk}", typed("gặp xã", "/lich/", base=base, until=late.isoformat())
    )
    row.refresh_from_db()
    assert (row.phrases, row.articles, row.until) == (["gặp xã"], [page.pk], late)
    for what in ("xoa", "lay-lai"):
        office.post(SCREEN, {"muc": row.pk, "viec": what})
    actions = list(SiteEvent.objects.order_by("serial").values_list("action", flat=True))
    assert actions == ["pick_added", "pick_changed", "pick_removed", "pick_restored"]


def test_the_screen_says_what_readers_do_not_see(office):
    article = make_article(title="Bài sắp gỡ")
    recommend(article)
    move(article, "withdraw")
    page = office.get(SCREEN).text
    assert "Không hiện" in page
    assert "không còn trên trang" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"phrases": ""}, "Hãy ghi ít nhất một lời tìm."),
        ({"phrases": "\n \n"}, "Hãy ghi ít nhất một lời tìm."),
        ({"phrases": "— *"}, "Dòng 1: “— *” không có chữ nào."),
        ({"phrases": "chữ " * 9}, "Dòng 1 quá dài"),
        ({"phrases": "\n".join(f"lời {n}" for n in range(11))}, "Nhiều nhất 10 lời tìm"),
        ({"phrases": "Da Co"}, "“đã có” đã có gợi ý khác"),
        ({"articles": ""}, "Hãy chọn ít nhất một bài hoặc trang."),
        ({"articles": "/tin-tuc/khong-co-99999/"}, "Dòng 1: không có bài hay trang nào"),
        ({"articles": "/tin-tuc/"}, "Dòng 1: không có bài hay trang nào"),
        ({"articles": "9" * 40}, "Dòng 1: không có bài hay trang nào"),
        ({"articles": "https://example.com/"}, "Dòng 1: không có bài hay trang nào"),
        ({"until": "2020-01-01"}, "Ngày này đã qua"),
        ({"until": "hôm nào"}, "Ngày chưa đúng"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, values, sentence):
    article = make_article()
    recommend(article, phrases=["đã có"])
    answer = office.post(SCREEN, typed(**{"articles": str(article.pk), **values}))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert Recommendation.objects.count() == 1


def test_drafts_and_a_fourth_article_are_refused(office):
    draft = make_draft(title="Chưa đăng, không ai được biết")
    answer = office.post(SCREEN, typed(articles=str(draft.pk)))
    assert "Dòng 1: không có bài hay trang nào" in answer.text
    assert draft.title not in answer.text
    four = "\n".join(str(make_article(title=f"Bài {n}").pk) for n in range(4))
    assert "Chọn nhiều nhất 3" in office.post(SCREEN, typed(articles=four)).text
    assert not Recommendation.objects.exists()


def test_what_another_changed_meanwhile_is_not_overwritten(office):
    row = recommend(make_article())
    late = typed(articles=str(row.articles[0]), base="2020-01-01T00:00:00+00:00")
    assert "Người khác vừa sửa gợi ý này" in office.post(f"{SCREEN}?sua={row.pk}", late).text


@pytest.mark.parametrize(
    "data", [{}, {"muc": "x", "viec": "xoa"}, {"muc": "9" * 30, "viec": "len"}]
)
def test_what_is_on_no_button_is_not_found(office, data):
    assert office.post(SCREEN, data).status_code == 404


@pytest.mark.parametrize("role", ["contributor", "editor", "approver", "account_admin"])
def test_others_may_not(role):
    row, other = recommend(make_article()), staff.browser(make_user(role))
    assert other.get(SCREEN).status_code == 403
    assert other.post(SCREEN, typed(articles=str(row.articles[0]))).status_code == 403
    assert other.post(SCREEN, {"muc": row.pk, "viec": "xoa"}).status_code == 403
    row.refresh_from_db()
    assert row.removed_at is None


def test_a_role_for_one_unit_alone_may_not():
    someone = staff.browser(make_user("secretary", unit=make_unit("VHTT")))
    assert someone.post(SCREEN, typed(articles=str(make_article().pk))).status_code == 403
    assert not Recommendation.objects.exists()

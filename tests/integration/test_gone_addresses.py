"""A withdrawn article, page or file: its address may be led elsewhere, and people know of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.addresses import missing, writing
from news.addresses.models import Missed, Redirect
from news.addresses.writing import Line
from news.models import Article, State
from tests import staff
from tests.factories import make_article, make_attachment, make_page, make_user, move

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/addresses/redirect/add/"
MISSED = "/quan-tri/addresses/redirect/thieu/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """An allowance that no test before has used up."""
    monkeypatch.setattr(missing, "allowance", missing.Allowance(missing.MOST_A_MINUTE))


@pytest.fixture
def desk():
    """A secretary's browser."""
    return staff.browser(make_user("secretary"))


def put(old: str, new: str, below: str = ""):
    return writing.write([Line(old, new, below)], None)[0]


def test_a_withdrawn_article_leads_on_once_somebody_says_where(desk, client):
    gone, kept = make_article(State.WITHDRAWN), make_article()
    old, new = gone.get_absolute_url(), kept.get_absolute_url()
    assert client.get(old).status_code == 410
    page = desk.get(MISSED)
    assert old.rstrip("/") in page.text
    assert "Đã gỡ hoặc hết hạn" in page.text
    page = desk.post(ADD, {"old": old, "new": new, "below": "", "note": ""}, follow=True)
    assert f"sẽ được đưa tới {new}" in page.text
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert not Missed.objects.exists()


def test_what_is_before_citizens_is_never_led_away_from(desk, client, django_assert_num_queries):
    article = make_article()
    here = article.get_absolute_url()
    page = desk.post(ADD, {"old": here, "new": "/rss/", "below": "", "note": ""}, follow=True)
    assert "đang hiển thị nên chưa ai bị đưa đi" in page.text
    with django_assert_num_queries(3):
        assert client.get(here).status_code == 200
    move(article, "withdraw", words="Gỡ.")
    assert client.get(here)["Location"] == "/rss/"
    move(article, "republish")
    assert client.get(here).status_code == 200


def test_an_article_that_expired_a_page_and_a_file_lead_on_too(client):
    over = make_article()
    Article.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    make_page(State.WITHDRAWN, address="to-chuc")
    file = make_attachment()
    bearer = make_article(attachments=[file.pk])
    move(bearer, "withdraw", words="Gỡ.")
    for address in (over.get_absolute_url(), "/to-chuc/", file.get_absolute_url()):
        assert client.get(address).status_code == 410
        assert put(address, "/so-do-cong/").kind == "new"
        assert client.get(address)["Location"] == "/so-do-cong/"


def test_a_rule_for_what_lies_below_never_hides_what_is_said_of_a_withdrawal(client):
    page = make_page(address="bo-may/phong-cu")
    put("/bo-may", "/so-do-cong/", "gather")
    assert client.get("/bo-may/khac/")["Location"] == "/so-do-cong/"
    move(page, "withdraw", words="Phòng đã giải thể.")
    answer = client.get("/bo-may/phong-cu/")
    assert answer.status_code == 410
    assert "Phòng đã giải thể." in answer.text


def test_two_withdrawn_articles_never_lead_to_each_other(client):
    one, other, kept = make_article(State.WITHDRAWN), make_article(State.WITHDRAWN), make_article()
    first, second = one.get_absolute_url(), other.get_absolute_url()
    assert put(first, second).kind == "new"
    assert (put(second, first).kind, put(second, first).says) == ("wrong", writing.LOOP)
    assert put(second, kept.get_absolute_url()).kind == "new"
    ends = set(Redirect.objects.values_list("new", flat=True))
    assert ends == {kept.get_absolute_url()}


def test_what_never_was_public_is_a_miss_like_any_other(client):
    draft = make_article(State.DRAFT)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert not Missed.objects.get().gone
    put(draft.get_absolute_url(), "/rss/")
    assert client.get(draft.get_absolute_url())["Location"] == "/rss/"


def test_the_page_of_a_withdrawn_article_asks_little(client, django_assert_max_num_queries):
    gone = make_article(State.WITHDRAWN, title="Bảo Thắng mở đường liên thôn")
    make_article(title="Bảo Thắng mở đường liên thôn, đợt hai")
    client.get("/tin-tuc/bao-thang-mo-duong-1/")
    with django_assert_max_num_queries(6):
        assert client.get(gone.get_absolute_url()).status_code == 410


def test_the_article_itself_offers_it_to_those_who_may(desk):
    gone, kept = make_article(State.WITHDRAWN), make_article()
    words = "Chuyển người đọc sang trang khác"
    editor = staff.browser(make_user("editor"))
    assert words in desk.get(staff.change(gone)).text
    assert words not in desk.get(staff.change(kept)).text
    assert words not in editor.get(staff.change(gone)).text

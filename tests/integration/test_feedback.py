"""What readers send back: bounded, about nobody, and only from our own pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import due
from news.feedback import ratings, reports
from news.feedback.forms import NO_CONSENT, NO_WORDS
from news.feedback.models import DayRating, Report
from news.models import State
from news.pace import Pace
from news.views import feedback
from tests import staff
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_pace(monkeypatch):
    """Each test begins with a fresh minute."""
    monkeypatch.setattr(feedback, "RATINGS", Pace(3))
    monkeypatch.setattr(feedback, "REPORTS", Pace(3))


@pytest.fixture
def article():
    return make_article(title="Đường mới đã mở")


def rate(client, article, score="5", **headers):
    return client.post(f"/danh-gia/{article.pk}/", {"diem": score}, headers=headers)


def tell(client, article, **values):
    return client.post(f"/bao-loi/{article.pk}/", {"words": "Sai số liệu", **values})


def test_a_score_is_a_sum_and_leads_back(client, article):
    for score in ("5", "5", "2"):
        answer = rate(client, article, score)
        assert (answer.status_code, answer.url) == (
            302,
            f"{article.get_absolute_url()}#da-danh-gia",
        )
        assert not answer.cookies
    today = timezone.localdate()
    rows = DayRating.objects.order_by("score").values_list("day", "score", "count")
    assert list(rows) == [(today, 2, 1), (today, 5, 2)]
    found = ratings.total(article)
    assert (found.count, found.mean) == (3, 4.0)
    columns = {field.name for field in DayRating._meta.get_fields()}
    assert columns == {"id", "article", "day", "score", "count"}


def test_the_page_holds_a_plain_form_and_nothing_about_the_reader(client, article):
    page = client.get(article.get_absolute_url())
    assert f'<form class="rate__form" method="post" action="/danh-gia/{article.pk}/">' in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    form = client.get(f"/bao-loi/{article.pk}/")
    assert "csrfmiddlewaretoken" not in form.text
    assert not form.cookies
    assert "public" in form["Cache-Control"]


@pytest.mark.parametrize("score", ["0", "6", "", "x", "5.0", "-1", "9" * 50, "٥", "\x00"])
def test_no_other_score_counts(client, article, score):
    assert rate(client, article, score).status_code == 400
    assert not DayRating.objects.exists()


def test_only_public_articles_take_scores_and_reports(client):
    for state in (State.DRAFT, State.WITHDRAWN):
        other = make_article(state)
        assert rate(client, other).status_code == 404
        assert client.get(f"/bao-loi/{other.pk}/").status_code == 404
    for number in ("0", "9" * 19, "9" * 40):
        assert client.post(f"/danh-gia/{number}/", {"diem": "5"}).status_code == 404
        assert client.get(f"/bao-loi/{number}/").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://khac.example"},
        {"origin": "null"},
    ],
)
def test_pages_of_other_sites_send_nothing(client, article, headers):
    answer = rate(client, article, **headers)
    assert answer.status_code == 429
    assert feedback.ELSEWHERE in answer.text
    assert not DayRating.objects.exists()
    sent = client.post(f"/bao-loi/{article.pk}/", {"words": "Sai"}, headers=headers)
    assert feedback.ELSEWHERE in sent.text
    assert not Report.objects.exists()


def test_our_own_pages_send(client, article):
    own = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert rate(client, article, **own).status_code == 302


def test_a_flood_ends_in_a_sentence(client, article, monkeypatch):
    answers = [rate(client, article).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert feedback.TOO_FAST in rate(client, article).text
    monkeypatch.setattr(ratings, "MOST_A_DAY", 3)
    ratings.add(article, 5)
    assert DayRating.objects.get().count == 3


def test_a_report_reaches_those_who_may_put_it_right(client):
    here, there = make_category("Kinh tế"), make_category("Văn hóa")
    article = make_article(category=here)
    assert tell(client, article, passage="Có 1.586 hộ").url == "/bao-loi/da-nhan/"
    editor, other = make_user("editor", category=here), make_user("editor", category=there)
    found = Report.objects.get()
    assert (found.words, found.passage, found.state) == ("Sai số liệu", "Có 1.586 hộ", "new")
    desk = staff.browser(editor).get("/quan-tri/")
    assert "1 báo lỗi của bạn đọc đang chờ xử lý" in desk.text
    assert "báo lỗi của bạn đọc" not in staff.browser(other).get("/quan-tri/").text
    path = f"/quan-tri/news/article/ban-doc-bao-loi/{found.pk}/"
    assert "Có 1.586 hộ" in staff.browser(editor).get(path).text
    for stranger in (other, make_user("contributor")):
        for method in ("get", "post"):
            answer = getattr(staff.browser(stranger), method)(path, {"state": "closed"})
            assert answer.status_code in (403, 404)
    assert Report.objects.get().state == "new"
    assert list(reports.of(other)) == []


def test_a_report_is_answered_closed_and_opened_again(client, article):
    tell(client, article)
    found, editor = Report.objects.get(), make_user("editor")
    path = f"/quan-tri/news/article/ban-doc-bao-loi/{found.pk}/"
    browser = staff.browser(editor)
    assert "Hãy ghi đã xử lý thế nào" in browser.post(path, {"state": "answered"}).text
    assert browser.post(path, {"state": "lạ", "answer": "x"}).status_code == 200
    assert browser.post(path, {"state": "answered", "answer": "Đã đính chính"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.answer, found.by) == ("answered", "Đã đính chính", editor)
    listed = "/quan-tri/news/article/ban-doc-bao-loi/"
    assert "Sai số liệu" not in browser.get(listed).text
    assert "Sai số liệu" in browser.get(f"{listed}?xem=xong").text
    browser.post(path, {"state": "new", "answer": ""})
    found.refresh_from_db()
    assert (found.state, found.by, found.done_at) == ("new", None, None)


def test_what_waits_too_long_shows(client, article):
    tell(client, article)
    Report.objects.update(at=timezone.now() - timedelta(days=16))
    browser = staff.browser(make_user("editor"))
    assert "1 đã quá hạn" in browser.get("/quan-tri/").text
    assert "Quá hạn" in browser.get("/quan-tri/news/article/ban-doc-bao-loi/").text


def test_contact_needs_consent_which_is_never_ticked_for_anybody(client, article):
    form = client.get(f"/bao-loi/{article.pk}/").text
    assert "checked" not in form
    assert "được xoá 90 ngày sau khi xử lý xong" in form
    answer = tell(client, article, name="Sùng A Páo", contact="0912 000 111")
    assert answer.status_code == 400
    assert NO_CONSENT in answer.text
    assert 'value="Sùng A Páo"' in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not Report.objects.exists()
    tell(client, article, name="Sùng A Páo", contact="0912 000 111", consent="on")
    assert Report.objects.get().consent


def test_consent_without_a_contact_keeps_nothing(client, article):
    tell(client, article, consent="on")
    assert Report.objects.get().consent == ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"words": " "}, NO_WORDS),
        ({"words": "x" * 2001}, "Viết nhiều nhất 2000 ký tự."),
        ({"passage": "x" * 601}, "Viết nhiều nhất 600 ký tự."),
    ],
)
def test_what_does_not_fit_is_said_and_stays_typed(client, article, values, sentence):
    answer = tell(client, article, **values)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Report.objects.exists()


def test_programs_and_floods_write_nothing(client, article, monkeypatch):
    assert tell(client, article, website="http://spam.example").status_code == 302
    assert not Report.objects.exists()
    assert [tell(client, article).status_code for _ in range(5)] == [302, 302, 302, 429, 429]
    monkeypatch.setattr(reports, "MOST_OPEN", 3)
    monkeypatch.setattr(feedback, "REPORTS", Pace(99))
    answer = tell(client, article, words="Vẫn còn đây")
    assert feedback.FULL in answer.text
    assert "Vẫn còn đây" in answer.text
    assert Report.objects.count() == 3


def test_words_of_readers_are_text_everywhere(client, article):
    tell(client, article, words="<script>x()</script>", passage="<b>đậm</b>")
    found = Report.objects.get()
    browser = staff.browser(make_user("editor"))
    for path in ("", f"{found.pk}/"):
        page = browser.get(f"/quan-tri/news/article/ban-doc-bao-loi/{path}").text
        assert "<script>x()" not in page
        assert "<b>đậm" not in page


def test_contacts_are_forgotten_after_a_while(client, article):
    tell(client, article, name="Sùng A Páo", contact="0912 000 111", consent="on")
    found, editor = Report.objects.get(), make_user("editor")
    reports.decide(found, Report.State.CLOSED, "Bài không sai", editor)
    assert due.ERRANDS["contacts of readers"]() == 0
    Report.objects.update(done_at=timezone.now() - reports.KEPT - timedelta(hours=1))
    assert due.ERRANDS["contacts of readers"]() == 1
    found.refresh_from_db()
    assert (found.name, found.contact, found.consent, found.words) == ("", "", "", "Sai số liệu")


def test_staff_see_totals_of_what_they_may_open():
    article, draft = make_article(title="Bài có điểm"), make_article(title="Bài khác")
    for score in (5, 4, 4):
        ratings.add(article, score)
    editor, writer = make_user("editor"), make_user("contributor")
    page = staff.browser(editor).get(staff.change(article)).text
    assert "3 lượt, trung bình 4,3 trên 5." in page
    assert "trung bình" not in staff.browser(editor).get(staff.change(draft)).text
    listed = "/quan-tri/news/article/danh-gia/"
    assert "Bài có điểm" in staff.browser(editor).get(listed).text
    assert "Bài có điểm" not in staff.browser(writer).get(listed).text
    for query in ("?tu=x&den=y", "?tu=9999-12-31", "?den=2000-01-01"):
        assert staff.browser(editor).get(listed + query).status_code == 200

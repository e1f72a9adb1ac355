"""After publication: changes readers hear of, corrections, notices, withdrawals."""

import json
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from news import workflow
from news.models import DUE, Article, Correction, State
from news.text.vietnamese import machine_time
from news.workflow import Refused, refusal
from tests import staff
from tests.factories import make_article, make_user, move

pytestmark = pytest.mark.django_db
CORRECTION = {"change": "correction", "mistake": "Có 15 hộ", "words": "Có 51 hộ"}


def page_of(client, article) -> str:
    """The article's public page."""
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def revised(article, **given):
    """Another version of a live article, published with what is given."""
    editor = make_user("editor")
    workflow.save(article, {"summary": f"Bản sửa {timezone.now()}"}, editor, base=1)
    article.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve"):
        move(article, action, editor if action == "submit" else None)
    return move(article, "publish", **given)


def test_a_small_change_shows_nothing_and_moves_no_date(client):
    article = make_article()
    before = article.published_at
    revised(article, change="minor")
    assert (article.changed_at, article.published_at) == (None, before)
    page = page_of(client, article)
    assert "Cập nhật:" not in page
    assert "dateModified" not in page
    assert "modified_time" not in page


def test_a_great_change_shows_when_and_moves_no_list(client):
    article, other = make_article(), None
    other = make_article(at=article.published_at + timedelta(minutes=1))
    revised(article, change="update")
    page = page_of(client, article)
    assert "Cập nhật:" in page
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])
    assert data["dateModified"] == machine_time(article.changed_at)
    assert list(Article.objects.public().newest_first()) == [other, article]
    assert not article.corrections.exists()


def test_a_scheduled_version_tells_readers_when_it_takes_its_turn():
    article = make_article()
    revised(article, change="update", at=timezone.now() + timedelta(hours=1))
    assert article.changed_at is None
    Article.objects.filter(pk=article.pk).update(due_at=timezone.now())
    workflow.switch(article.pk)
    article.refresh_from_db()
    assert article.published_version == 2
    assert article.changed_at is not None


def test_a_correction_comes_with_the_new_version(client):
    article = make_article()
    event = revised(article, **CORRECTION)
    note = article.corrections.get()
    assert (note.version, note.by, note.at) == (2, event.actor, article.changed_at)
    page = page_of(client, article)
    assert "Đính chính" in page
    assert page.index("Có 15 hộ") < page.index("Có 51 hộ")
    assert event.after["mistake"] == "Có 15 hộ"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"change": "correction", "words": "Có 51 hộ"}, "đã đăng sai"),
        ({"change": "correction", "mistake": "Có 15 hộ"}, "lời cho người đọc"),
        ({"change": "update", "words": "  "}, "lời cho người đọc"),
        ({"change": "", "words": "Có 51 hộ"}, "cập nhật hay đính chính"),
        ({"change": "lạ", "words": "Có 51 hộ"}, "cập nhật hay đính chính"),
        ({**CORRECTION, "words": "x" * 2001}, "dài nhất"),
        ({**CORRECTION, "mistake": "\n \t"}, "đã đăng sai"),
    ],
)
def test_half_a_note_is_refused(given, word):
    article = make_article()
    with pytest.raises(Refused, match=word):
        move(article, "correct", make_user("publisher"), **given)
    assert not Correction.objects.exists()


def scheduled(**given):
    """A live article whose second version waits, with who scheduled it."""
    article = make_article()
    event = revised(article, **given, at=timezone.now() + timedelta(hours=1))
    return article, event.actor


def due_of(article) -> dict:
    """All that is said of the waiting version."""
    return Article.objects.filter(pk=article.pk).values(*DUE).get()


NOTHING_DUE = dict.fromkeys(DUE, "") | dict.fromkeys(("due_at", "due_by_id", "due_failed_at"))


def test_a_correction_waits_with_its_version_and_appears_at_the_switch(client):
    article, publisher = scheduled(**CORRECTION)
    assert (article.changed_at, article.corrections.count()) == (None, 0)
    assert "Có 51 hộ" not in page_of(client, article)
    Article.objects.filter(pk=article.pk).update(due_at=timezone.now())
    page = page_of(client, article)
    note = article.corrections.get()
    article.refresh_from_db()
    assert (note.kind, note.wrong, note.text) == ("correction", "Có 15 hộ", "Có 51 hộ")
    assert (note.version, note.by, note.at) == (2, publisher, article.changed_at)
    assert page.index("Có 15 hộ") < page.index("Có 51 hộ")
    event = article.events.get(action="switch")
    assert (event.actor, event.note, event.after["mistake"]) == (None, "Có 51 hộ", "Có 15 hộ")
    assert due_of(article) == NOTHING_DUE
    workflow.switch(article.pk)
    assert article.corrections.count() == 1


def test_an_update_with_words_waits_too_and_a_small_change_says_nothing(client):
    article, _ = scheduled(change="update", mistake="Thừa", words="Thêm danh sách")
    small, _ = scheduled(change="minor", words="Thừa")
    Article.objects.update(due_at=timezone.now())
    assert "Thêm danh sách" in page_of(client, article)
    assert article.corrections.get().wrong == ""
    assert "Cập nhật:" not in page_of(client, small)
    assert not small.corrections.exists()


def test_half_a_correction_does_not_wait():
    with pytest.raises(Refused, match="đã đăng sai"):
        scheduled(change="correction", words="Có 51 hộ")


@pytest.mark.parametrize("action", ["unschedule", "return", "withdraw"])
def test_what_was_to_be_told_goes_with_the_hour(action):
    article, _ = scheduled(**CORRECTION)
    event = move(article, action, make_user("publisher"))
    assert due_of(article) == NOTHING_DUE
    assert event.before["due_words"] == "Có 51 hộ"
    assert not Correction.objects.exists()


def test_a_change_of_the_text_drops_what_was_to_be_told():
    article, _ = scheduled(change="update")
    workflow.save(article, {"title": "Sửa lần nữa"}, make_user("publisher"), base=2)
    assert due_of(article) == NOTHING_DUE


def test_scheduling_again_tells_what_was_chosen_last():
    article, _ = scheduled(**CORRECTION)
    publisher = make_user("publisher")
    given = {"change": "update", "words": "Thêm ảnh", "at": timezone.now() + timedelta(hours=2)}
    move(article, "publish", publisher, **given)
    assert article.due_note == {"change": "update", "words": "Thêm ảnh"}
    assert article.due_by == publisher
    move(article, "publish", publisher, change="minor")
    assert (due_of(article), article.corrections.count()) == (NOTHING_DUE, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"due_change": "update"},
        {"due_failure": "Lỗi"},
        {"due_at": timezone.now(), "due_change": "correction", "due_words": "Có 51 hộ"},
        {"due_at": timezone.now(), "due_change": "lạ"},
        {"due_at": timezone.now(), "due_words": "Có 51 hộ"},
        {"due_at": timezone.now(), "due_change": "update", "due_words": "Có 51 hộ"},
    ],
)
def test_the_database_keeps_no_half_of_what_waits(values):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(state=State.APPROVED)
    with pytest.raises(IntegrityError, match="article_due"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)


def test_both_staff_pages_show_what_waits_and_the_form_keeps_the_choice():
    article, _ = scheduled(**CORRECTION)
    form = staff.browser(make_user("publisher")).get(staff.change(article)).content.decode()
    read = staff.browser(article.created_by).get(staff.change(article)).content.decode()
    for page in (form, read):
        told = page[page.index('class="notice due"') :][:1500]
        assert "Đính chính" in told
        assert told.index("Có 15 hộ") < told.index("Có 51 hộ")
    assert re.search(r'value="correction"[^>]*checked', form)
    assert '<textarea name="mistake"' not in read
    small, _ = scheduled(change="minor")
    page = staff.browser(make_user("publisher")).get(staff.change(small)).content.decode()
    assert "không ghi gì cho người đọc" in page


def test_a_note_is_scheduled_from_the_staff_page():
    article = make_article()
    editor = make_user("editor")
    workflow.save(article, {"title": "Bản sửa"}, editor, base=1)
    article.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve"):
        move(article, action, editor if action == "submit" else None)
    at = timezone.localtime(timezone.now() + timedelta(days=1))
    moved = {"base_version": "2", "_move": "publish", "note": "", **CORRECTION}
    moved |= {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}
    answer = staff.browser(make_user("publisher")).post(
        f"/quan-tri/news/article/{article.pk}/chuyen/", moved
    )
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.due_note == CORRECTION


def test_words_for_readers_of_a_first_publication_are_no_note():
    article = make_article(State.APPROVED)
    move(article, "publish", **CORRECTION)
    assert (article.changed_at, article.corrections.count()) == (None, 0)


@pytest.mark.parametrize("statement", ["UPDATE news_correction SET text = 'x'", None])
def test_a_note_is_written_once(statement):
    article = make_article()
    move(article, "correct", make_user("publisher"), **CORRECTION)
    statement = statement or "DELETE FROM news_correction"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_only_a_page_that_is_read_gets_a_note():
    chief = make_user("publisher")
    for article in (make_article(State.WITHDRAWN), make_article(State.DRAFT)):
        given = {"version": 1, **CORRECTION}
        assert "không hiện trên trang" in refusal(article, "correct", chief, **given)


def test_the_staff_page_writes_a_note_and_keeps_a_record(client):
    article, chief = make_article(), make_user("publisher")
    browser = staff.browser(chief)
    path = staff.address(article, "correct")
    assert "Ghi lên trang" in browser.get(path).content.decode()
    answer = browser.post(path, {"base_version": "1", **CORRECTION})
    assert answer.status_code == 302
    event = article.events.get(action="correct")
    assert (event.actor, event.note, event.after["change"]) == (chief, "Có 51 hộ", "correction")
    assert "Có 51 hộ" in page_of(client, article)


def test_a_bad_note_is_given_back_with_a_sentence():
    browser, article = staff.browser(make_user("publisher")), make_article()
    answer = browser.post(
        staff.address(article, "correct"), {"base_version": "1", "change": "update"}
    )
    assert "Hãy viết lời cho người đọc" in answer.content.decode()
    answer = browser.post(staff.address(article, "correct"), {})
    assert answer.status_code == 200
    for unseen in ("\u200b", "\ufeff\u00ad", "\u200b\n\u2060"):
        sent = {"base_version": "1", "change": "correction", "mistake": unseen, "words": unseen}
        answer = browser.post(staff.address(article, "correct"), sent)
        assert "Hãy viết lời cho người đọc" in answer.content.decode()


@pytest.mark.parametrize("role", ["contributor", "editor", "secretary", "account_admin"])
def test_nobody_else_writes_to_readers(role):
    browser, article = staff.browser(make_user(role)), make_article()
    path = staff.address(article, "correct")
    assert browser.get(path).status_code in (403, 404)
    posted = browser.post(path, {"base_version": "1", **CORRECTION})
    assert posted.status_code in (403, 404)
    assert not Correction.objects.exists()


def test_the_page_of_corrections_shows_the_newest_first(client):
    first, second = make_article(), make_article()
    chief = make_user("publisher")
    move(first, "correct", chief, **CORRECTION)
    move(second, "correct", chief, **{**CORRECTION, "words": "Có 61 hộ"})
    move(second, "correct", chief, change="update", words="Thêm một ảnh")
    page = client.get("/dinh-chinh/").content.decode()
    assert page.index("Có 61 hộ") < page.index("Có 51 hộ")
    assert "Thêm một ảnh" not in page
    assert '<a href="/dinh-chinh/">' in client.get("/").content.decode()


def test_the_page_of_corrections_names_nothing_that_is_not_public(client):
    article = make_article(title="Bài sẽ gỡ")
    move(article, "correct", make_user("publisher"), **CORRECTION)
    move(article, "withdraw")
    page = client.get("/dinh-chinh/").content.decode()
    assert "Bài sẽ gỡ" not in page
    assert "Có 51 hộ" not in page


def test_corrections_are_paged_within_two_queries(client, django_assert_max_num_queries):
    article, chief = make_article(), make_user("publisher")
    rows = [
        Correction(
            article=article, kind="correction", wrong="a", text=f"Đúng {n}", version=1, by=chief
        )
        for n in range(41)
    ]
    Correction.objects.bulk_create(rows)
    for path, count in (("", 20), ("trang/2/", 20), ("trang/3/", 1)):
        with django_assert_max_num_queries(2):
            page = client.get(f"/dinh-chinh/{path}").content.decode()
        assert page.count('class="note"') == count
    assert client.get("/dinh-chinh/trang/1/").status_code == 301
    for number in ("0", "4", "501", "9" * 40):
        assert client.get(f"/dinh-chinh/trang/{number}/").status_code == 404


def test_a_withdrawal_tells_readers_why_and_never_the_inner_reason(client):
    article = make_article()
    move(article, "withdraw", note="Đơn thư nội bộ", words="Bài đăng nhầm số liệu quý III.")
    response = client.get(article.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "Bài đăng nhầm số liệu quý III." in page
    assert "Đơn thư nội bộ" not in page
    move(article, "republish")
    assert article.public_notice == ""


def test_an_article_may_stay_with_a_notice(client):
    article = make_article()
    move(
        article,
        "notice",
        make_user("approver"),
        note="Đang hỏi Sở",
        words="Bài đang được kiểm tra lại.",
    )
    page = page_of(client, article)
    assert "Bài đang được kiểm tra lại." in page
    assert "Đang hỏi Sở" not in page
    assert article.is_public()
    assert article in Article.objects.public()
    assert article.get_absolute_url() not in client.get("/").content.decode()
    assert article.get_absolute_url() in client.get("/tin-tuc/").content.decode()
    move(article, "unnotice", make_user("publisher"))
    assert "Bài đang được kiểm tra lại." not in page_of(client, article)


def test_a_notice_says_something():
    article, chief = make_article(), make_user("publisher")
    sentence = refusal(article, "notice", chief, version=1, note="Lý do", words=" ")
    assert "Hãy viết thông báo" in sentence


def test_a_notice_stays_with_the_next_version_and_goes_with_a_withdrawal():
    article = make_article()
    move(article, "notice", make_user("publisher"), words="Đang kiểm tra lại.")
    revised(article, change="minor")
    assert article.public_notice == "Đang kiểm tra lại."
    move(article, "withdraw")
    assert (article.noticed_at, article.public_notice) == (None, "")


def test_the_panel_asks_what_the_new_version_is_to_readers():
    live, first = make_article(), make_article(State.APPROVED)
    workflow.save(live, {"title": "Bản sửa"}, make_user("editor"), base=1)
    live.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve"):
        move(live, action, make_user("editor") if action == "submit" else None)
    browser = staff.browser(make_user("publisher"))
    asks, other = "Với người đọc, bản này là", "<summary>Việc khác</summary>"
    page = browser.get(staff.change(live)).content.decode()
    assert asks in page.partition(other)[0]
    assert asks not in browser.get(staff.change(first)).content.decode()
    moved = {"base_version": "2", "_move": "publish", "note": "", **CORRECTION}
    answer = browser.post(f"/quan-tri/news/article/{live.pk}/chuyen/", moved)
    assert answer.status_code == 302
    assert live.corrections.get().wrong == "Có 15 hộ"


def test_who_merely_hands_a_text_on_is_asked_for_it_only_beside_the_urgent_way():
    live, chief = make_article(), make_user("publisher", "secretary")
    workflow.save(live, {"title": "Bản sửa"}, make_user("editor"), base=1)
    page = staff.browser(chief).get(staff.change(live)).content.decode()
    first, _, others = page.partition("<summary>Việc khác</summary>")
    assert "Với người đọc, bản này là" not in first
    assert "Với người đọc, bản này là" in others
    assert page.count('name="words"') == 1

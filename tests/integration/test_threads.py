"""Threads of events: made by editors, chosen on the form, kept by versions, read from the start."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import archive, differences, versions, workflow
from news.models import Article, State, Thread
from tests import staff
from tests.factories import make_article, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return Thread.objects.create(title="Đường lên ba thôn", slug="duong-len-ba-thon")


def publish(thread, *days: int) -> list[Article]:
    """Public articles of a thread, so many days ago."""
    now = timezone.now()
    told = {"thread_id": thread.pk}
    return [make_article(title=f"Ngày {d}", at=now - timedelta(days=d), **told) for d in days]


def titles(response) -> list[str]:
    return [article.title for article in response.context["pages"].articles]


def course(response) -> list[str]:
    return [article.title for _, articles in response.context["days"] for article in articles]


def test_a_thread_is_read_newest_first_and_from_the_beginning(client, thread):
    publish(thread, 3, 1, 2)
    make_article(title="Bài khác")
    page = thread.get_absolute_url()
    assert titles(client.get(page)) == ["Ngày 1", "Ngày 2", "Ngày 3"]
    assert course(client.get(f"{page}tu-dau/")) == ["Ngày 3", "Ngày 2", "Ngày 1"]
    assert client.get(f"{page}tu-dau/1/").url == f"{page}tu-dau/"
    assert client.get(f"{page}tu-dau/2/").status_code == 404


def test_articles_join_in_any_order_and_none_is_lost(client, thread, monkeypatch):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    monkeypatch.setattr(archive, "PAGE_LIMIT", 3)
    publish(thread, 1, 2, 3, 4, 5, 6)
    listing = archive.of_thread(thread)
    assert listing.last_number() == 3
    page = thread.get_absolute_url()
    answers = [client.get(f"{page}tu-dau/{n}/", follow=True) for n in (1, 2, 3)]
    found = [title for answer in answers for title in course(answer)]
    assert found == [f"Ngày {day}" for day in (6, 5, 4, 3, 2, 1)]


def test_the_parts_lead_to_each_other(client, thread, monkeypatch):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    publish(thread, 3, 2, 1)
    page = f"{thread.get_absolute_url()}tu-dau/"
    assert f'href="{page}2/" rel="next"' in client.get(page).text
    assert f'href="{page}" rel="prev"' in client.get(f"{page}2/").text


def test_an_article_shows_the_others_of_its_thread_and_names_nobody_twice(
    client, thread, django_assert_max_num_queries
):
    first, *others = publish(thread, 5, 4, 3)
    make_article(State.DRAFT, title="Điều kín", thread_id=thread.pk)
    with django_assert_max_num_queries(3):
        answer = client.get(first.get_absolute_url())
    around = answer.context["around"]
    assert [row.title for row in around.thread] == ["Ngày 3", "Ngày 4"]
    assert first not in [*around.thread, *around.newest]
    assert not set(around.thread) & set(around.newest)
    assert "Đọc cả dòng sự kiện từ đầu" in answer.text
    assert "Điều kín" not in answer.text
    assert set(others) == set(around.thread)


def test_a_thread_without_public_articles_is_nowhere(client, thread):
    make_article(State.DRAFT, thread_id=thread.pk)
    make_article(State.WITHDRAWN, thread_id=thread.pk)
    path = thread.get_absolute_url()
    for page in (path, f"{path}tu-dau/", f"/rss/dong-su-kien/{thread.slug}.xml"):
        assert client.get(page).status_code == 404
    for page in ("/dong-su-kien/", "/sitemap/trang.xml"):
        assert thread.slug not in client.get(page).text
    assert "Chưa có dòng sự kiện nào." in client.get("/dong-su-kien/").text


def test_the_list_of_threads_says_which_go_on(client, thread):
    ended = Thread.objects.create(title="Mùa lũ", slug="mua-lu", open=False)
    publish(thread, 2)
    publish(ended, 1)
    text = client.get("/dong-su-kien/").text
    assert text.index("Đường lên ba thôn") < text.index("Mùa lũ")
    assert "Đã kết thúc" in text
    assert "đã kết thúc" in client.get(ended.get_absolute_url()).text


def test_pages_of_a_thread_cost_few_queries(client, thread, django_assert_max_num_queries):
    publish(thread, 3, 2, 1)
    path = thread.get_absolute_url()
    for page in (path, f"{path}tu-dau/", f"{path}trang/1/", "/dong-su-kien/"):
        with django_assert_max_num_queries(6) as queries:
            assert client.get(page).status_code == 200
        assert "OFFSET" not in " ".join(query["sql"] for query in queries)


def test_an_editor_chooses_a_thread_and_a_version_keeps_it(thread):
    editor = make_user("editor")
    article = make_draft(editor)
    data = staff.posted(article, thread=str(thread.pk))
    assert staff.browser(editor).post(staff.change(article), data).status_code == 302
    article.refresh_from_db()
    assert article.thread == thread
    first, second = article.versions.order_by("number")
    assert [part.label for part in differences.between(first, second)] == ["Dòng sự kiện"]
    restored = versions.load(article, first)
    assert restored.thread_id is None


def test_an_ended_thread_takes_no_new_article_but_keeps_its_own(thread):
    editor = make_user("editor")
    inside, outside = make_draft(editor, thread_id=thread.pk), make_draft(editor)
    Thread.objects.update(open=False)
    client = staff.browser(editor)
    answer = client.post(staff.change(outside), staff.posted(outside, thread=str(thread.pk)))
    assert answer.status_code == 200
    assert "thread" in answer.context["adminform"].form.errors
    data = staff.posted(inside, title="Tiêu đề mới", thread=str(thread.pk))
    assert client.post(staff.change(inside), data).status_code == 302


@pytest.mark.parametrize("value", ["0", "-1", "9" * 30, "a", "\x00", "1,2"])
def test_a_thread_that_is_none_is_refused_at_the_field(thread, value):
    editor = make_user("editor")
    article = make_draft(editor)
    answer = staff.browser(editor).post(staff.change(article), staff.posted(article, thread=value))
    assert answer.status_code in (200, 400)
    assert Article.objects.get(pk=article.pk).thread_id is None


def test_editors_make_threads_whose_address_stays():
    client = staff.browser(make_user("editor"))
    data = {"title": "Kỷ niệm 80 năm", "slug": "", "description": "", "open": "on"}
    assert client.post("/quan-tri/news/thread/add/", data).status_code == 302
    made = Thread.objects.get()
    assert made.slug == "ky-niem-80-nam"
    again = client.post("/quan-tri/news/thread/add/", data)
    assert again.status_code == 200
    client.post(staff.change(made), {**data, "title": "Tên khác", "slug": "khac"})
    made.refresh_from_db()
    assert (made.title, made.slug) == ("Tên khác", "ky-niem-80-nam")


def test_moving_to_another_thread_asks_for_approval_like_any_word(thread):
    article = make_article(thread_id=thread.pk)
    editor = make_user("editor")
    workflow.save(article, {"thread_id": None}, editor, base=1)
    article.refresh_from_db()
    assert article.thread_id == thread.pk

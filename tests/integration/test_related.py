"""What an article is followed by: chosen by hand first, then by key words; and how it is kept."""

import json

import pytest

from news import differences, relating
from news.models import Article, State
from news.text import qr
from news.views.around import LOOKED_AT
from news.views.around import around as beside
from tests import staff
from tests.attached import pdf
from tests.bench.test_pages_bench import fill
from tests.factories import (
    make_article,
    make_attachment,
    make_category,
    make_draft,
    make_image,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db


def around(client, article):
    return client.get(article.get_absolute_url()).context["around"]


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def test_chosen_articles_stand_first_in_their_order_then_those_with_its_words(
    client, django_assert_max_num_queries
):
    section = make_category("Dân vận")
    one, two = (make_article(title=f"Chọn {n}", category=make_category(f"Mục {n}x")) for n in "ab")
    for number in range(3):
        tags = ["hiến đất", "đường"] if number == 1 else ["đường"]
        make_article(title=f"Chung {number}", category=section, tags=tags)
    make_article(title="Không chung", category=section)
    article = make_article(
        category=section, tags=["Đường", "Hiến đất"], related=[two.pk, one.pk], title="Bài chính"
    )
    with django_assert_max_num_queries(3):
        found = around(client, article)
    assert titles(found.related)[:3] == [two.title, one.title, "Chung 1"]
    assert "Bài chính" not in titles([*found.related, *found.newest])
    shown = [*found.related, *found.newest, *found.thread]
    assert len(shown) == len(set(shown))


def test_what_is_withdrawn_or_not_yet_public_is_left_out(client):
    gone, draft = make_article(title="Sẽ gỡ"), make_draft(title="Điều kín")
    article = make_article(related=[gone.pk, draft.pk, 999999], category=make_category("Khác"))
    assert titles(around(client, article).related) == ["Sẽ gỡ"]
    move(gone, "withdraw")
    page = client.get(article.get_absolute_url())
    assert page.context["around"].related == []
    assert "Điều kín" not in page.text


def post(user, article, related: str):
    return staff.browser(user).post(staff.change(article), staff.posted(article, related=related))


def test_a_section_without_further_articles_leads_on_to_all_news(client):
    section = make_category("Dân vận")
    article = make_article(category=section, tags=["đường"])
    akin = make_article(category=section, tags=["đường"])
    elsewhere = make_article(title="Ở mục khác", category=make_category("Kinh tế"))
    found = around(client, article)
    assert (found.newest, found.of_section) == ([elsewhere], False)
    assert akin not in found.newest
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Tin mới" in page
    assert "Cùng chuyên mục" not in page


def test_among_so_many_newest_of_its_section_those_with_its_words_are_found():
    section = make_category("Dân vận")
    article = make_article(category=section, tags=["Đường"])
    # Of these, one an hour, not all are read as the newest.
    fill(LOOKED_AT + 2, section, None)
    rows = list(Article.objects.exclude(pk=article.pk).newest_first())
    for row in (rows[30], rows[LOOKED_AT - 1], rows[LOOKED_AT]):
        Article.objects.filter(pk=row.pk).update(tags=["đường"], tag_keys=["duong"])
    found = beside(Article.objects.get(pk=article.pk))
    assert article.tag_keys == ["duong"]
    assert found.related == [rows[30], rows[LOOKED_AT - 1]]
    assert (found.newer, found.older) == (rows[0], rows[1])
    assert (found.newest, found.of_section) == (rows[2:7], True)


def test_addresses_are_pasted_and_kept_in_order():
    editor = make_user("editor")
    article, first, second = make_draft(editor), make_article(), make_article()
    text = f"http://testserver{second.get_absolute_url()}?x=1\n\n{first.pk}\n{first.pk}\n"
    assert post(editor, article, text).status_code == 302
    article.refresh_from_db()
    assert article.related == [second.pk, first.pk]
    old, new = article.versions.order_by("number")
    assert [part.label for part in differences.between(old, new)] == ["Bài liên quan"]
    page = staff.browser(editor).get(staff.change(article)).text
    assert second.get_absolute_url() in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("không phải địa chỉ", relating.NO_ADDRESS.format(1, "không phải địa chỉ")),
        ("999999999", relating.UNKNOWN.format(1)),
        ("9" * 40, "không phải địa chỉ"),
        ("https://example.vn/\n0", relating.UNKNOWN.format(2)),
    ],
)
def test_a_wrong_line_is_named_and_stays_typed(text, sentence):
    editor = make_user("editor")
    article = make_draft(editor)
    answer = post(editor, article, text)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["adminform"].form.errors["related"])
    assert text.splitlines()[0] in answer.text
    assert Article.objects.get(pk=article.pk).related == []


def test_too_many_and_itself_are_refused():
    editor = make_user("editor")
    article = make_draft(editor)
    assert relating.ITSELF.format(1) in post(editor, article, str(article.pk)).text
    many = "\n".join(str(make_article().pk) for _ in range(relating.MOST + 1))
    assert relating.TOO_MANY in post(editor, article, many).text


def test_nobody_names_or_finds_what_they_may_not_see():
    writer = make_user("contributor")
    article, foreign = make_draft(writer), make_draft(title="Điều kín của người khác")
    answer = post(writer, article, str(foreign.pk))
    assert relating.UNKNOWN.format(1) in answer.text
    assert "Điều kín của người khác" not in answer.text
    public = make_article(title="Điều ai cũng đọc được")
    make_article(State.WITHDRAWN, title="Điều đã gỡ")
    found = staff.browser(writer).get("/quan-tri/news/article/tim-bai/?q=dieu").json()
    assert [row["title"] for row in found["articles"]] == [public.title]


@pytest.mark.parametrize("words", ["", " ", "!!!", "x" * 5000, "'\"\\;--", "&|!:*"])
def test_strange_words_find_nothing_and_break_nothing(words):
    make_article()
    client = staff.browser(make_user("editor"))
    answer = client.get("/quan-tri/news/article/tim-bai/", {"q": words})
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"articles": []}


def test_what_stands_may_stay_though_its_person_may_not_see_it():
    writer = make_user("contributor")
    foreign = make_draft(title="Điều kín của người khác")
    article = make_draft(writer, related=[foreign.pk])
    page = staff.browser(writer).get(staff.change(article)).text
    assert "Điều kín của người khác" not in page
    assert post(writer, article, str(foreign.pk)).status_code == 302
    article.refresh_from_db()
    assert article.related == [foreign.pk]


def test_an_article_is_handed_on_by_links_that_load_nothing(client):
    article = make_article(title='Đường "mới" & cầu')
    page = client.get(article.get_absolute_url()).text
    assert (
        "https://www.facebook.com/sharer/sharer.php?u=http%3A%2F%2Ftestserver%2Ftin-tuc%2F" in page
    )
    assert "mailto:?subject=%C4%90%C6%B0%E1%BB%9Dng%20%22m%E1%BB%9Bi%22" in page
    short = qr.symbol(f"http://testserver/tin-tuc/bai-{article.pk}/")
    assert f'<path d="{short.path}" />' in page
    assert client.get(f"/tin-tuc/bai-{article.pk}/").status_code == 301


def test_a_kept_file_stands_alone_and_says_where_it_is_from(client, django_assert_max_num_queries):
    image = make_image("Bà con mở đường")
    file = make_attachment(data=pdf(), title="Kế hoạch")
    body = (
        f'<p>Xem <a href="/tin-tuc/">tin khác</a>.</p><p><img src="{image.file.url}" alt="Cầu"></p>'
    )
    article = make_article(
        title="Đường mới", body=body, cover_id=image.pk, cover_alt="Bìa", attachments=[file.pk]
    )
    path = f"{article.get_absolute_url()}luu/"
    with django_assert_max_num_queries(4):
        answer = client.get(path)
    text = answer.text
    assert answer["Content-Disposition"] == 'attachment; filename="duong-moi.html"'
    assert text.count('src="data:image/jpeg;base64,') == 2
    assert "srcset" not in text
    assert 'href="http://testserver/tin-tuc/"' in text
    assert f"http://testserver{article.get_absolute_url()}" in text
    assert "Kế hoạch" in text
    assert "<script" not in text
    assert "&quot;" not in text.partition("</style>")[0].partition("<style>")[2]


def test_pictures_beyond_the_room_and_missing_ones_stay_addresses(client, monkeypatch):
    image = make_image()
    article = make_article(cover_id=image.pk, cover_alt="Bìa")
    monkeypatch.setattr("news.views.saved.MOST_BYTES", 10)
    text = client.get(f"{article.get_absolute_url()}luu/").text
    assert "data:" not in text
    assert 'src="http://testserver/media/' in text
    image.file.storage.delete(image.file.name)
    assert client.get(f"{article.get_absolute_url()}luu/").status_code == 200


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_what_is_not_public_is_not_kept(client, state):
    article = make_article(state)
    assert client.get(f"/tin-tuc/x-{article.pk}/luu/").status_code == 404

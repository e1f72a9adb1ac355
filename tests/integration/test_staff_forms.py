"""The article form loses nothing: refused forms, stale saves, two people at once, bytes kept."""

import threading

import pytest
from django.db import connection

from news import versions, workflow
from news.models import Article, ArticleEvent, State
from tests import staff
from tests.factories import make_article, make_author, make_draft, make_image, make_unit, make_user

TYPED = {
    "title": "Hội nghị “dân vận khéo” <2026> & tổng kết",
    "subtitle": "Phụ đề có dấu ' và \"",
    "summary": "Dòng một\nDòng hai của sapo",
    "body": "<h2>Mục 1</h2><p>Chữ <strong>đậm</strong> và 1.586 người</p>",
    "cover_alt": "Bà con thôn Nậm Trang",
    "cover_caption": "Ảnh: BTGHU",
    "source_name": "Báo Lào Cai",
    "source_url": "khong phai dia chi",
    "tags": "dân vận, nông thôn mới",
    "note": "Nhờ chị xem giúp",
}
DIACRITICS = "Thuỷ lợi, uỷ ban; NFD: u\u031bo\u031b\u0301c; 1.586\u00a0hộ; 12/2025/NĐ-CP"


@pytest.fixture
def writer(db):
    user = make_user("contributor")
    return user, staff.browser(user)


def form_of(answer):
    return answer.context["adminform"].form


def test_a_refused_form_shows_every_typed_value_again(writer):
    image, unit = make_image(), make_unit("MTTQ")
    author = make_author("Trần Văn Bình", unit)
    choices = {"cover": image.pk, "unit": unit.pk, "author": author.pk, "genre": "bai"}
    data = staff.posted(**TYPED, **choices, co_authors=[author.pk])
    answer = writer[1].post(staff.ARTICLE_ADD, data)
    form = form_of(answer)
    assert answer.status_code == 200
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert {name: str(form[name].value()) for name in choices} == {
        k: str(v) for k, v in choices.items()
    }
    for piece in ("&lt;2026&gt; &amp; tổng kết", "dân vận, nông thôn mới", image.file.url):
        assert piece in answer.text
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Ô này không được để trống."),
        ("title", "a" * 256, "255"),
        ("source_url", "khong phai dia chi", "Địa chỉ web chưa đúng"),
        ("source_url", "javascript:alert(1)", "Địa chỉ web chưa đúng"),
        ("tags", ", ".join(f"từ {n}" for n in range(14)), "Nhiều nhất 12 từ khoá"),
        ("tags", "a" * 61, "Mỗi từ khoá dài nhất 60 ký tự"),
        ("note", "a" * 2001, "2000"),
        ("summary", "a" * 2001, "2000"),
        ("cover", "abc", "Hãy chọn"),
        ("category", "999999", "Hãy chọn"),
        ("genre", "tho", "tho"),
        ("body", "<p>" + "a" * 2_000_001, "2.000.000 ký tự"),
    ],
)
def test_an_error_stands_in_vietnamese_at_its_field(writer, field, value, sentence):
    answer = writer[1].post(staff.ARTICLE_ADD, staff.posted(**{field: value}))
    errors = form_of(answer).errors
    assert list(errors) == [field]
    assert sentence.replace(".", "") in errors[field][0].replace(".", "")
    assert errors[field][0] in answer.text.replace("&quot;", '"')
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("missing", "field", "sentence"),
    [
        ({"summary": ""}, "summary", "Chưa có sapo"),
        ({"body": ""}, "body", "Chưa có nội dung"),
        ({"category": ""}, "category", "Chưa chọn chuyên mục"),
        ({"unit": "", "author": ""}, "unit", "Chưa chọn đơn vị"),
    ],
)
def test_what_a_move_asks_for_is_said_at_its_field_and_nothing_is_saved(
    writer, missing, field, sentence
):
    data = staff.posted(_move="submit", **missing)
    answer = writer[1].post(staff.ARTICLE_ADD, data)
    assert sentence in form_of(answer).errors[field][0]
    assert data["title"] in answer.text
    assert not Article.objects.exists()


def test_a_text_too_long_to_store_comes_back_in_its_field(writer):
    body = "<p>Mở đầu</p>" + "<b>x</b>" * 300_000
    answer = writer[1].post(staff.ARTICLE_ADD, staff.posted(body=body))
    assert "Chưa lưu được" in answer.text
    assert "&amp;lt;p&amp;gt;Mở đầu" in answer.text


def test_a_stale_save_shows_both_texts_and_keeps_what_was_typed(writer):
    user, client = writer
    article = make_draft(user, title="Bản một", body="<p>Đoạn cũ</p>")
    data = staff.posted(article, title="Bản của tôi", body="<p>Đoạn của tôi</p>")
    editor = make_user("editor", full_name="Trần Thị Bình")
    workflow.save(article, {"body": "<p>Đoạn của Bình</p>"}, editor, base=1)
    answer = client.post(staff.change(article), data)
    assert "Trần Thị Bình" in answer.text
    choices = {choice.name: choice for choice in form_of(answer).conflict()}
    assert choices["title"].prefer == "mine"
    assert choices["body.0"].theirs == ["Đoạn của Bình"]
    assert choices["body.0"].mine == ["Đoạn của tôi"]
    assert form_of(answer)["title"].value() == "Bản của tôi"
    assert versions.latest(Article.objects.get()).body == "<p>Đoạn của Bình</p>"


def test_a_stale_move_is_refused_and_recorded_nowhere(writer):
    article = make_article(State.PENDING)
    data = staff.posted(article, _move="approve")
    workflow.save(article, {"title": "Đổi phút chót"}, make_user("editor"), base=1)
    answer = staff.browser(make_user("approver")).post(staff.change(article), data)
    assert "đã có bản 2" in answer.text
    assert not ArticleEvent.objects.filter(action="approve").exists()


@pytest.mark.django_db
def test_unsaved_changes_are_not_published_with_a_move():
    article = make_article(State.PENDING, title="Đã gửi")
    data = staff.posted(article, title="Chưa ai duyệt", _move="approve")
    answer = staff.browser(make_user("approver")).post(staff.change(article), data)
    assert "Bạn đã sửa bài nhưng chưa lưu" in answer.text
    assert "Chưa ai duyệt" in answer.text
    article.refresh_from_db()
    assert (article.state, article.title) == (State.PENDING, "Đã gửi")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    article = make_draft()
    people = [make_user("editor"), make_user("editor")]
    data, answers, start = staff.posted(article), {}, threading.Barrier(2)

    def save(person):
        client = staff.browser(person)
        start.wait()
        answer = client.post(staff.change(article), {**data, "title": f"Của {person.pk}"})
        answers[person.pk] = answer.status_code
        connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [200, 302]
    assert list(article.versions.values_list("number", flat=True)) == [2, 1]
    winner = next(pk for pk, status in answers.items() if status == 302)
    assert versions.latest(Article.objects.get()).title == f"Của {winner}"


@pytest.mark.parametrize("body", ["", TYPED["body"], f"<p>{DIACRITICS}</p>", DIACRITICS])
def test_opening_and_saving_again_makes_no_new_version(writer, body):
    client, image = writer[1], make_image()
    cover = {"cover": image.pk, "cover_alt": image.alt}
    typed = {**TYPED, "title": DIACRITICS, "source_url": "https://baolaocai.vn/a?b=1&c=2"}
    client.post(staff.ARTICLE_ADD, staff.posted(**{**typed, **cover, "body": body}))
    article, before = Article.objects.get(), staff.stored()
    form = form_of(client.get(staff.change(article)))
    shown = {name: form[name].value() for name in form.fields}
    again = {name: "" if value is None else value for name, value in shown.items()}
    again["tags"] = form["tags"].field.prepare_value(again["tags"])
    assert client.post(staff.change(article), again).status_code == 302
    assert staff.stored() == before


def test_co_authors_are_saved_and_keep_their_order(writer):
    user, client = writer
    names = ("Vũ Thuỳ Dung", "Bùi Văn An", "Lý A Páo")
    pks = [make_author(name).pk for name in names]
    client.post(staff.ARTICLE_ADD, staff.posted(author=pks[0], co_authors=pks[1:]))
    article = Article.objects.get()
    assert set(article.co_authors) == set(pks[1:])
    article = workflow.save(article, {"co_authors": [pks[2], pks[1]]}, user, base=1)
    answer = client.post(
        staff.change(article), staff.posted(article, author=pks[0], co_authors=pks[1:])
    )
    assert answer.status_code == 302
    assert versions.latest(article).co_authors == [pks[2], pks[1]]
    assert article.versions.count() == 2


def test_co_authors_show_in_the_preview_of_what_is_typed(writer):
    pk = make_author("Lý A Páo").pk
    answer = writer[1].post(staff.PREVIEW, staff.posted(co_authors=[pk]))
    assert "Lý A Páo" in answer.text


def test_a_save_says_so_and_stays_on_the_article(writer):
    answer = writer[1].post(staff.ARTICLE_ADD, staff.posted(), follow=True)
    assert answer.redirect_chain == [(staff.change(Article.objects.get()), 302)]
    assert "Đã lưu. Bạn có thể viết tiếp." in answer.text


@pytest.mark.django_db
def test_only_a_new_article_puts_the_caret_into_the_title():
    """Of an article that exists the notices and moves above the title come first."""
    editor = staff.browser(make_user("editor"))
    article = make_article(State.EDITING)
    assert "autofocus" in str(editor.get(staff.ARTICLE_ADD).context["adminform"].form["title"])
    form = editor.get(staff.change(article)).context["adminform"].form
    assert "autofocus" not in str(form["title"])


@pytest.mark.django_db
def test_a_missing_reason_is_asked_for_where_it_can_be_seen():
    """The field stands under “Việc khác”, which is folded while there is a main move."""
    article = make_article(State.SUBMITTED)
    publisher = staff.browser(make_user("publisher"))
    opened = publisher.get(staff.change(article)).content.decode()
    assert "<details>\n        <summary>Việc khác" in opened
    data = staff.posted(article, _move="urgent")
    page = publisher.post(staff.change(article), data).content.decode()
    assert "Vui lòng nhập lý do đăng khẩn" in page
    assert "<details open>\n        <summary>Việc khác" in page

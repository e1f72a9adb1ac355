"""Nobody loses a sentence: what is typed is kept, given back, compared and merged."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from news import sittings, versions, workflow
from news.models import Article, Sitting, State
from tests import staff
from tests.factories import make_article, make_attachment, make_draft, make_user

pytestmark = pytest.mark.django_db

KEEP = "/quan-tri/news/article/dang-go/"
SESSION = "/tai-khoan/phien/"
TOKEN = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


def left(token=TOKEN):
    return f"{KEEP}{token}/"


def keep(client, article=None, token=TOKEN, typed=None, **values):
    data = {"sitting": token, "article": article.pk if article else "", **values}
    data.setdefault("base_version", article.latest_version if article else 0)
    if typed is not None:
        data["typed"] = json.dumps(typed)
    return client.post(KEEP, data)


@pytest.fixture
def writer():
    user = make_user("contributor", full_name="Lê Trung Thành")
    return user, staff.browser(user)


def test_what_is_typed_is_kept_and_no_version_is_made(writer):
    user, client = writer
    article = make_draft(user)
    answer = keep(client, article, typed={"title": "Đang gõ", "body": "<p>Dở dang"})
    assert answer.json()["kept"]
    kept = Sitting.objects.get()
    assert (kept.typed["title"], kept.typed["body"]) == ("Đang gõ", "<p>Dở dang")
    assert article.versions.count() == 1


def test_one_form_is_one_sitting_however_often_it_is_kept(writer):
    user, client = writer
    article = make_draft(user)
    for number in range(3):
        keep(client, article, typed={"title": f"Lần {number}"})
    assert Sitting.objects.get().typed == {"title": "Lần 2"}


def test_a_title_too_long_to_be_saved_is_kept_all_the_same(writer):
    assert keep(writer[1], typed={"title": "a" * 900}).status_code == 200
    assert len(Sitting.objects.get().typed["title"]) == 900


def test_a_new_form_offers_what_was_left_behind_and_gives_it_back(writer):
    _, client = writer
    keep(client, typed={"title": "Bài chưa lưu", "body": "<p>Chữ</p>", "tags": "dân vận"})
    page = client.get(staff.ARTICLE_ADD)
    assert "Bạn có bài gõ dở chưa lưu" in page.text
    given_back = client.get(f"{staff.ARTICLE_ADD}?lay-lai={TOKEN}")
    form = given_back.context["adminform"].form
    assert (form["title"].value(), form["tags"].value()) == ("Bài chưa lưu", "dân vận")
    assert "<p>Chữ</p>" in str(form["body"]).replace("&lt;", "<").replace("&gt;", ">")
    assert form["sitting"].value() == TOKEN


def test_what_equals_the_stored_text_is_not_offered(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": article.title})
    assert client.get(staff.change(article)).context["left"] is None
    assert Sitting.objects.get().ended_at


def test_what_differs_is_offered_with_a_comparison(writer):
    user, client = writer
    article = make_draft(user, title="Bản đã lưu")
    keep(client, article, typed={"title": "Bản gõ dở"})
    assert client.get(staff.change(article)).context["left"].token == TOKEN
    page = client.get(left()).text
    assert "<del>" in page
    assert "gõ dở" in page


def test_a_save_ends_the_sitting(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": "Đang gõ"})
    client.post(staff.change(article), staff.posted(article, title="Đã lưu", sitting=TOKEN))
    kept = Sitting.objects.get()
    assert (kept.typed, kept.typed_at) == ({}, None)
    assert client.get(staff.change(article)).context["left"] is None


def test_a_refused_save_keeps_what_was_typed(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": ""})
    client.post(staff.change(article), staff.posted(article, title="", sitting=TOKEN))
    assert Sitting.objects.get().typed_at


def test_a_text_left_behind_is_thrown_away_only_when_asked(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": "Gõ dở"})
    answer = client.post(left())
    assert answer["Location"] == staff.change(article)
    assert client.get(left()).status_code == 404


def test_a_browsers_old_copy_is_known_once_it_was_saved_or_kept(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": "Đang gõ"})
    assert keep(client, article, typed={"title": "Cũ hơn"}, age="60000").json() == {"known": True}
    sittings.end(user, TOKEN)
    assert keep(client, article, typed={"title": "Cũ hơn"}, age="60000").json() == {"known": True}
    newer = keep(client, article, token=OTHER, typed={"title": "Máy này giữ"}, age="60000")
    assert newer.json()["kept"]


def test_only_its_person_reads_or_ends_a_sitting(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": "Bí mật"})
    chief = staff.browser(make_user("publisher"))
    assert chief.get(left()).status_code == 404
    assert chief.post(left()).status_code == 404
    assert "Bí mật" not in chief.get(f"{staff.change(article)}?lay-lai={TOKEN}").text
    keep(chief, article, typed={"title": "Của người khác"})
    assert Sitting.objects.filter(token=TOKEN).count() == 2
    assert Sitting.objects.get(user=user).typed == {"title": "Bí mật"}


def test_nobody_sits_at_an_article_they_may_not_open(writer):
    stranger = staff.browser(make_user("contributor"))
    article = make_draft(writer[0])
    assert keep(stranger, article, typed={"title": "x"}).status_code == 404
    outsider = staff.browser(make_user("account_admin"))
    assert keep(outsider, typed={"title": "x"}).status_code == 403
    assert not Sitting.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("sitting", "", 400),
        ("sitting", "ngắn", 400),
        ("sitting", "x" * 33, 400),
        ("typed", "không phải JSON", 400),
        ("typed", "[1, 2]", 400),
        ("typed", '{"title": 5}', 400),
        ("typed", '{"title": {"a": "b"}}', 400),
        ("typed", '{"title": "\\u0000"}', 400),
        ("typed", '{"title": "\\ud800"}', 400),
        ("typed", "[" * 100000, 400),
        ("article", "999999", 404),
        ("article", "abc", 404),
        ("article", "-1", 404),
        ("base_version", "x", 200),
        ("age", "9" * 30, 200),
    ],
)
def test_strange_messages_are_answered_and_break_nothing(writer, name, value, status):
    data = {"sitting": TOKEN, "article": "", "base_version": "0", "typed": '{"title": "a"}'}
    assert writer[1].post(KEEP, data | {name: value}).status_code == status


def test_fields_that_are_not_the_forms_are_not_kept(writer):
    keep(writer[1], typed={"title": "a", "state": "published", "note": "x", "pledge": "on"})
    assert Sitting.objects.get().typed == {"title": "a"}


def test_too_much_is_said_and_what_was_kept_stays(writer, monkeypatch):
    _, client = writer
    keep(client, typed={"title": "Ngắn"})
    monkeypatch.setattr(sittings, "MOST_CHARACTERS", 10)
    answer = keep(client, typed={"title": "Dài hơn mười chữ"})
    assert (answer.status_code, answer.json()["sentence"]) == (413, sittings.TOO_MUCH)
    assert Sitting.objects.get().typed == {"title": "Ngắn"}


def test_nobody_fills_the_table(writer, monkeypatch):
    monkeypatch.setattr(sittings, "MOST_SITTINGS", 3)
    for number in range(6):
        keep(writer[1], token=f"{number:032d}", typed={"title": str(number)})
    assert Sitting.objects.count() == 3


def test_an_ended_session_is_sent_to_the_door_and_a_new_ticket_is_given():
    user = make_user("contributor")
    client = staff.browser(user)
    assert client.get(SESSION).json()["user"] == user.username
    client.logout()
    assert keep(client, typed={"title": "x"}).status_code == 302
    assert client.get(SESSION).json()["user"] == ""


def test_another_person_at_the_same_article_is_named(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article)
    editor = staff.browser(make_user("editor"))
    assert "Lê Trung Thành đang sửa bài này" in editor.get(staff.change(article)).text
    Sitting.objects.update(started_at=timezone.now() - timedelta(minutes=2, seconds=5))
    answer = keep(editor, article, token=OTHER).json()
    assert answer["others"] == ["Lê Trung Thành đang sửa bài này, từ 2 phút trước."]
    # Never a false alarm about oneself.
    assert keep(client, article).json()["others"] != []
    assert all("Thành" not in line for line in keep(client, article).json()["others"])


def test_somebody_who_left_is_not_named(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article)
    Sitting.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert keep(staff.browser(make_user("editor")), article, token=OTHER).json()["others"] == []


def test_who_takes_over_is_told_to_the_other_and_nothing_is_lost(writer):
    user, client = writer
    article = make_draft(user)
    keep(client, article, typed={"title": "Đang gõ"})
    editor = make_user("editor", full_name="Trần Thị Bình")
    staff.browser(editor).post(staff.address(article, "take"))
    told = keep(client, article, typed={"title": "Đang gõ tiếp"}).json()
    assert told["taken"] == "Trần Thị Bình"
    assert Sitting.objects.get(user=user).typed == {"title": "Đang gõ tiếp"}


def test_an_open_form_learns_of_a_newer_version_and_of_the_loss_of_its_right(writer):
    user, client = writer
    article = make_draft(user)
    workflow.save(article, {"title": "Của biên tập"}, make_user("editor"), base=1)
    assert keep(client, article).json()["newest"] == 2
    Article.objects.update(state=State.SUBMITTED)
    assert keep(client, article).json()["editable"] is False


# Two who save


@pytest.fixture
def conflict(writer):
    """The writer's form, opened on version 1, after an editor saved version 2."""
    user, client = writer
    body = "<p>Đoạn một</p>\n<p>Đoạn hai</p>\n<p>Đoạn ba</p>"
    article = make_draft(user, title="Tiêu đề", body=body)
    data = staff.posted(article, body=body.replace("một", "một của tôi"), sitting=TOKEN)
    theirs = {"body": body.replace("ba", "ba của Bình"), "title": "Tiêu đề của Bình"}
    workflow.save(article, theirs, make_user("editor", full_name="Trần Thị Bình"), base=1)
    return article, client, data


def test_a_stale_save_is_refused_with_what_there_is_to_choose(conflict):
    article, client, data = conflict
    page = client.post(staff.change(article), data)
    names = [(choice.name, choice.prefer) for choice in page.context["conflict"]]
    assert names == [("title", "theirs"), ("body.0", "mine"), ("body.2", "theirs")]
    assert article.versions.count() == 2


def test_mine_is_kept_with_one_click(conflict):
    article, client, data = conflict
    answer = client.post(staff.change(article), data | {"keep_mine": "2"})
    assert answer.status_code == 302
    assert "một của tôi" in versions.latest(Article.objects.get()).body


def test_mine_is_not_kept_over_a_version_nobody_has_seen(conflict):
    article, client, data = conflict
    workflow.save(article, {"title": "Lần ba"}, make_user("editor"), base=2)
    answer = client.post(staff.change(article), data | {"keep_mine": "2"})
    assert "đã có bản 3" in answer.text


def test_both_are_merged_and_read_again_before_they_are_saved(conflict):
    article, client, data = conflict
    answer = client.post(staff.address(article, "merge"), data)
    assert article.versions.count() == 2
    form = client.get(answer["Location"]).context["adminform"].form
    assert form["title"].value() == "Tiêu đề của Bình"
    assert "một của tôi" in form["body"].value()
    assert "ba của Bình" in form["body"].value()
    assert form["base_version"].value() == 2
    merged = data | {"title": form["title"].value(), "body": form["body"].value()}
    client.post(staff.change(article), merged | {"base_version": "2"})
    assert versions.latest(Article.objects.get()).number == 3


def test_a_choice_is_obeyed(conflict):
    article, client, data = conflict
    chosen = {"merge.title": "mine", "merge.body.2": "mine"}
    answer = client.post(staff.address(article, "merge"), data | chosen)
    form = client.get(answer["Location"]).context["adminform"].form
    assert form["title"].value() == "Tiêu đề"
    assert "của Bình" not in form["body"].value()


def test_a_stranger_merges_nothing(conflict):
    article, _, data = conflict
    client = staff.browser(make_user("contributor"))
    assert client.post(staff.address(article, "merge"), data).status_code == 404
    live = make_article()
    assert client.post(staff.address(live, "take")).status_code == 404


def test_old_letters_that_were_typed_come_back_whole(writer):
    old = (
        "<p>"
        + "ChÝnh quyÒn c\u00c1c x\u00b7 vËn ®éng nh©n d©n hiÕn ®Êt, n\u00adíc s¹ch vÒ b¶n"
        + "</p>"
    )
    keep(writer[1], typed={"title": "Bài cũ", "body": old})
    page = writer[1].get(f"{staff.ARTICLE_ADD}?lay-lai={TOKEN}")
    body = page.context["adminform"].form["body"]
    assert "n\uf0adíc" in str(body.field.widget.format_value(body.value()))


def test_attached_files_survive_a_merge(writer):
    user, client = writer
    first, second = make_attachment(user, title="Một"), make_attachment(user, title="Hai")
    article = make_draft(user, attachments=[first.pk])
    data = staff.posted(article, title="Của tôi", attachments=str(first.pk), sitting=TOKEN)
    both = {"attachments": [first.pk, second.pk]}
    workflow.save(article, both, make_user("editor"), base=1)
    answer = client.post(staff.address(article, "merge"), data)
    form = client.get(answer["Location"]).context["adminform"].form
    assert form["title"].value() == "Của tôi"
    assert f'value="{first.pk},{second.pk}"' in str(form["attachments"])


@pytest.mark.parametrize(("age", "known"), [(3000, True), (1000, False)])
def test_a_copy_is_known_to_the_part_of_a_second(age, known):
    """A save is over within a second; its copy must not come back as a text left behind."""
    writer = make_user("contributor")
    article = make_draft(writer)
    sittings.keep(writer, TOKEN, article, 1, {"title": "Đã lưu"})
    Sitting.objects.update(ended_at=timezone.now() - timedelta(seconds=2), typed_at=None)
    answer = keep(staff.browser(writer), article, typed={"title": "Đã lưu"}, age=age)
    assert ("known" in answer.json()) is known

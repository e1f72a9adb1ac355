"""Article by article: requests made by hand reach no article, unit, author or state of others."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from news import workflow
from news.models import Article, ArticleEvent, State
from tests import staff
from tests.factories import (
    WAYS,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

BUTTONS = [
    *({"_move": name} for name in workflow.TRANSITIONS),
    *({"_move": name} for name in ("", "delete", "Publish", "submit\0", "__class__")),
    *({name: "1"} for name in ("_save", "_continue", "_addanother", "_popup")),
    {"_to_field": "id", "_save": "1"},
    {"_popup": "1", "_to_field": "created_by", "_save": "1"},
]
# Columns that no form writes, as somebody would put them in by hand.
COLUMNS = {
    "state": "published",
    "created_by": "1",
    "published_at": "2020-01-01 00:00",
    "published_at_0": "01/01/2020",
    "published_at_1": "00:00",
    "published_version": "1",
    "latest_version": "77",
    "expires_at": "2020-01-02 00:00",
    "withdrawn_at": "",
    "slug": "tu-dat",
    "byline": "Chủ tịch huyện",
    "needs_work": "x",
    "external_id": "x",
    "id": "1",
    "pk": "1",
}


@pytest.fixture
def officer():
    """A contributor of the unit BTGHU, with a browser."""
    user = make_user("contributor", unit=make_unit("BTGHU"))
    return user, staff.browser(user)


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("unit", ["BTGHU", "MTTQ"])
def test_nothing_sent_by_hand_touches_an_article_of_somebody_else(officer, unit, state):
    article = make_article(state, unit=make_unit(unit))
    before, events = staff.stored(), ArticleEvent.objects.done().count()
    for button in BUTTONS:
        data = staff.posted(article, title="Chiếm bài", note="Lý do", **button)
        answer = officer[1].post(staff.change(article), data)
        assert answer.status_code in (302, 400, 403), button
        assert "Chiếm bài" not in answer.text
    assert (staff.stored(), ArticleEvent.objects.done().count()) == (before, events)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_nothing_sent_by_hand_touches_ones_own_article_once_it_is_sent(officer, state):
    article = make_article(state, user=officer[0], unit=make_unit("BTGHU"))
    before, events = staff.stored(), ArticleEvent.objects.done().count()
    for button in BUTTONS:
        data = staff.posted(article, title="Sửa lén", note="Lý do", **button)
        assert officer[1].post(staff.change(article), data).status_code in (200, 400), button
    assert (staff.stored(), ArticleEvent.objects.done().count()) == (before, events)


@pytest.mark.parametrize("state", WAYS)
def test_moves_that_no_button_offers_are_refused(state):
    article, user = make_article(state), make_user("publisher")
    offered = {move.name for move in workflow.available(article, user)}
    before, client = staff.stored(), staff.browser(user)
    for name in {*workflow.TRANSITIONS, "", "delete", "Publish", "perform"} - offered - {""}:
        data = staff.posted(article, _move=name, note="Lý do")
        assert client.post(staff.change(article), data).status_code == 200, name
    assert staff.stored() == before


@pytest.mark.parametrize("name", ["publish", "return", "withdraw", "republish", "import", "write"])
def test_a_new_article_takes_no_move_but_being_sent(officer, name):
    data = staff.posted(_move=name, note="Lý do", unit=make_unit("BTGHU").pk)
    assert officer[1].post(staff.ARTICLE_ADD, data).status_code == 200
    assert not Article.objects.exists()


def test_who_may_approve_approves_nothing_of_his_own():
    user = make_user("contributor", "approver")
    article = make_article(State.PENDING, user=user)
    answer = staff.browser(user).post(staff.change(article), staff.posted(article, _move="approve"))
    assert "Người viết hoặc người sửa cuối không tự duyệt" in answer.text
    article.refresh_from_db()
    assert article.state == State.PENDING


@pytest.mark.parametrize("page", ["history", "preview", "change"])
def test_another_units_article_opens_to_no_editor_of_this_unit(page):
    article = make_article(State.SUBMITTED, unit=make_unit("MTTQ"))
    client = staff.browser(make_user("editor", unit=make_unit("BTGHU")))
    for query in ("", "?ban=1", "?_popup=1", "?_to_field=id", "?_changelist_filters=q%3D1"):
        assert client.get(staff.address(article, page) + query).status_code in (302, 404, 403)


def test_a_section_officer_works_in_his_section_only():
    mine, other = make_category("Kinh tế"), make_category("Văn hoá")
    client = staff.browser(make_user("editor", category=mine))
    for category, status in ((mine, 200), (other, 302)):
        article = make_article(State.SUBMITTED, category=category)
        assert client.get(staff.change(article)).status_code == status
    draft = staff.posted(category=other.pk)
    assert "Hãy chọn" in client.post(staff.ARTICLE_ADD, draft).text or not Article.objects.filter(
        title=draft["title"]
    )


def foreign(field: str) -> dict:
    """A value of the field that belongs to another unit."""
    unit = make_unit("MTTQ")
    author = make_author("Trần Văn Khác", unit).pk
    return {"unit": unit.pk, "author": author, "co_authors": [author, author]}[field]


@pytest.mark.parametrize("field", ["unit", "author", "co_authors"])
def test_nobody_files_or_signs_for_another_unit(officer, field):
    value = foreign(field)
    answer = officer[1].post(staff.ARTICLE_ADD, staff.posted(**{field: value}))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() >= {field}
    assert not Article.objects.exists()


@pytest.mark.parametrize("value", ["0", "-1", "99999999", "9" * 30, "abc", "1_0", "\0", "१", "1.5"])
@pytest.mark.parametrize(
    "field", ["cover", "category", "unit", "author", "co_authors", "audio", "genre", "attachments"]
)
def test_a_choice_that_does_not_exist_is_an_error_at_its_field(officer, field, value):
    answer = officer[1].post(staff.ARTICLE_ADD, staff.posted(**{field: value}))
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not Article.objects.exists()


def test_columns_that_no_form_holds_are_not_written(officer):
    user, client = officer
    data = staff.posted(unit=make_unit("BTGHU").pk, **COLUMNS)
    assert client.post(staff.ARTICLE_ADD, data).status_code == 302
    article = Article.objects.get()
    assert (article.state, article.created_by, article.latest_version) == ("draft", user, 1)
    assert (article.published_at, article.published_version, article.expires_at) == (None,) * 3
    assert article.slug.startswith("bai-viet-thu")
    assert (article.byline, article.needs_work, article.external_id) == ("BTGHU", "", None)


def test_a_live_articles_dates_and_address_follow_no_form():
    article, client = make_article(), staff.browser(make_user("publisher"))
    before = Article.objects.filter(pk=article.pk).values().get()
    data = staff.posted(article, title="Sửa", **{**COLUMNS, "published_at": str(timezone.now())})
    assert client.post(staff.change(article), data).status_code == 302
    after = Article.objects.filter(pk=article.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"state", "latest_version", "updated_at"}


BASES = ["", "0", "2", "99999999999999999999", "-1", "abc", "1.5", "0x1", "9" * 5000, "\0", "None"]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("button", [{"_save": "1"}, {"_move": "submit"}])
def test_a_forged_base_version_saves_and_moves_nothing(officer, base, button):
    article = make_draft(officer[0], unit=make_unit("BTGHU"))
    before = staff.stored()
    data = staff.posted(article, title="Đè lên", **button) | {"base_version": base}
    answer = officer[1].post(staff.change(article), data)
    assert answer.status_code == 200
    assert "Đè lên" in answer.text
    assert staff.stored() == before


def test_without_a_base_version_nothing_is_saved(officer):
    article = make_draft(officer[0], unit=make_unit("BTGHU"))
    data = staff.posted(article, title="Đè lên")
    del data["base_version"]
    assert officer[1].post(staff.change(article), data).status_code == 200
    assert article.versions.count() == 1


def test_of_a_field_sent_twice_one_value_counts(officer):
    unit = make_unit("BTGHU")
    data = staff.posted(unit=[make_unit("MTTQ").pk, unit.pk], base_version=["5", "0"])
    assert officer[1].post(staff.ARTICLE_ADD, data).status_code == 302
    assert Article.objects.get().unit == unit


def test_a_preview_of_what_is_typed_saves_nothing(officer):
    article = make_draft(officer[0])
    before = staff.stored()
    for button in BUTTONS:
        data = staff.posted(article, title="Chỉ xem thử", **{**COLUMNS, **button})
        answer = officer[1].post(staff.PREVIEW, data)
        assert "Chỉ xem thử" in answer.text, button
    assert staff.stored() == before


@pytest.mark.parametrize(
    "listing", ["news/article", "news/category", "authors/unit", "media/image"]
)
def test_lists_change_nothing_for_those_who_only_look(listing):
    category = make_category()
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(category.pk)}
    data = {**rows, "form-0-position": "9", "_save": "1", "action": "delete_selected"}
    client = staff.browser(make_user("editor"))
    answer = client.post(f"/quan-tri/{listing}/", {**data, "_selected_action": str(category.pk)})
    assert answer.status_code < 500
    category.refresh_from_db()
    assert category.position == 0


@pytest.mark.parametrize("role", ["contributor", "account_admin", "approver"])
def test_the_order_of_sections_is_the_secretarys(role):
    category = make_category()
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(category.pk)}
    client = staff.browser(make_user(role))
    data = {**rows, "form-0-position": "9", "_save": "1"}
    assert client.post("/quan-tri/news/category/", data).status_code == 403


@pytest.mark.parametrize("state", WAYS)
def test_every_illegal_move_by_hand_is_answered_in_words_and_recorded(state):
    """To the address of moves: by a leader, by the writer, and by people who may not open it."""
    writer = make_user("contributor")
    article = make_article(state, user=writer)
    hidden = make_user("editor", unit=make_unit("KHAC"))
    before = staff.stored()
    for user in (make_user("publisher"), writer, hidden, make_user("account_admin")):
        client = staff.browser(user)
        offered = {move.name for move in workflow.available(article, user)}
        illegal = [*workflow.TRANSITIONS, "delete", "Publish"]
        for name in [name for name in illegal if name not in offered]:
            data = {"_move": name, "base_version": article.latest_version, "note": "Lý do"}
            answer = client.post(f"{staff.ARTICLES}{article.pk}/chuyen/", data)
            event = article.events.filter(refused=True, actor=user).order_by("serial").last()
            assert (event.action, event.address) == (name, "127.0.0.1"), (user, name)
            if answer.status_code == 302:
                assert event.note in [str(said) for said in get_messages(answer.wsgi_request)]
            else:
                assert answer.status_code == 404
                assert event.note.endswith(".")
    assert staff.stored() == before
    assert not article.events.done().filter(actor=hidden).exists()


@pytest.mark.parametrize(
    ("path", "data", "action"),
    [
        ("{}/chuyen/", {"_move": "withdraw", "base_version": "x", "at_0": "x"}, "withdraw"),
        ("{}/change/", {"_move": "withdraw", "base_version": "1"}, "withdraw"),
        ("{}/dinh-chinh/", {"base_version": "1", "change": "update", "words": "Mới"}, "correct"),
        ("nhieu-bai/", {"_move": "bin", "bai": "{}:1"}, "bin"),
    ],
)
@pytest.mark.parametrize("role", ["editor", "account_admin"])
def test_no_other_address_and_no_bad_field_hides_an_illegal_move(path, data, action, role):
    article = make_article(unit=make_unit("MTTQ"))
    user = make_user(role, unit=make_unit("KHAC"))
    before = staff.stored()
    data = {name: value.format(article.pk) for name, value in data.items()}
    answer = staff.browser(user).post(staff.ARTICLES + path.format(article.pk), data)
    assert answer.status_code < 500
    tried = article.events.filter(refused=True, actor=user)
    if role == "editor" or "bai" not in data:
        assert [event.action for event in tried] == [action]
    assert staff.stored() == before


def test_an_attempt_on_what_does_not_exist_is_no_error(officer):
    for number in ("77777", "9" * 30):
        answer = officer[1].post(f"{staff.ARTICLES}{number}/chuyen/", {"_move": "publish"})
        assert answer.status_code == 404
        answer = officer[1].post(f"{staff.ARTICLES}{number}/change/", {"_move": "publish"})
        assert answer.status_code in (302, 404)
    assert not ArticleEvent.objects.filter(refused=True).exists()

"""The workflow: every move in every state by every role, and what a move does."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import ROLES
from news import workflow
from news.models import Article, ArticleEvent, State
from news.transitions import TRANSITIONS
from news.workflow import Refused, perform, refusal
from tests import factories
from tests.factories import WAYS, make_article, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db

# Which roles may make a move on an article that somebody else wrote.
MAY = {
    "write": {"editor", "secretary", "approver", "publisher"},
    "edit": {"editor", "secretary", "approver", "publisher"},
    "revise": {"editor", "secretary", "approver", "publisher"},
    "submit": {"editor", "secretary", "approver", "publisher"},
    "return": {"editor", "secretary", "approver", "publisher"},
    "publish": {"approver", "publisher"},
    "withdraw": {"approver", "publisher"},
    "republish": {"approver", "publisher"},
    "import": set(),
}
ROLE_KEYS = [role.key for role in ROLES]


def test_the_table_of_rights_names_every_move():
    assert set(MAY) == set(TRANSITIONS)


@pytest.mark.parametrize("state", WAYS)
def test_every_move_by_every_role_in(state):
    article = make_article(state)
    for action, role in itertools.product(TRANSITIONS, ROLE_KEYS):
        move, user = TRANSITIONS[action], make_user(role)
        live = article.is_live or action != "withdraw"
        expected = state in move.sources and role in MAY[action] and live
        sentence = refusal(article, action, user, version=article.latest_version, note="Lý do")
        assert (sentence == "") == expected, (state, action, role, sentence)


@pytest.mark.parametrize("state", WAYS)
def test_a_refused_move_changes_nothing(state):
    article = make_article(state)
    outsider = make_user("account_admin")
    before = Article.objects.filter(pk=article.pk).values().get()
    for action in TRANSITIONS:
        with pytest.raises(Refused):
            perform(article, action, outsider, version=article.latest_version, note="Lý do")
    assert Article.objects.filter(pk=article.pk).values().get() == before


@pytest.mark.parametrize("action", [m.name for m in TRANSITIONS.values() if m.needs_note])
def test_a_reason_is_asked_for(action):
    state = next(s for s in WAYS if s in TRANSITIONS[action].sources and s != State.DRAFT)
    state = State.PUBLISHED if action == "withdraw" else state
    article = make_article(state)
    publisher = make_user("publisher")
    version = article.latest_version
    assert "lý do" in refusal(article, action, publisher, version=version, note=" ")
    assert refusal(article, action, publisher, version=version, note="Sai số liệu") == ""


def test_a_move_is_recorded_with_who_when_from_to_version_and_address():
    article = make_article(State.SUBMITTED)
    publisher = make_user("publisher")
    event = perform(article, "publish", publisher, version=1, address="2001:db8::1")
    assert (event.from_state, event.to_state) == (State.SUBMITTED, State.PUBLISHED)
    assert (event.actor, event.version, event.address) == (publisher, 1, "2001:db8::1")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE news_articleevent SET note = 'x'", "DELETE FROM news_articleevent"],
)
def test_the_record_cannot_be_changed(statement):
    make_article(State.SUBMITTED)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ArticleEvent.objects.filter(note="Lý do").exists()


def test_nobody_publishes_what_they_wrote():
    writer = make_user("contributor", "publisher")
    article = make_article(State.SUBMITTED, user=writer)
    assert "Người viết" in refusal(article, "publish", writer, version=1)


def test_nobody_publishes_what_they_changed_last():
    article = make_article(State.SUBMITTED)
    publisher, other = make_user("publisher"), make_user("publisher")
    article = workflow.save(article, {"title": "Tiêu đề đã sửa"}, publisher, base=1)
    assert "người sửa cuối" in refusal(article, "publish", publisher, version=2)
    assert refusal(article, "publish", other, version=2) == ""


def test_an_approval_of_an_older_version_is_refused():
    article = make_article(State.SUBMITTED)
    editor, publisher = make_user("editor"), make_user("publisher")
    workflow.save(article, {"title": "Tiêu đề đã sửa"}, editor, base=1)
    with pytest.raises(Refused, match="đã có bản 2"):
        perform(article, "publish", publisher, version=1)


def test_a_stale_save_is_refused_and_names_who_saved():
    article = make_draft()
    editor = make_user("editor", full_name="Trần Thị Bình")
    workflow.save(article, {"title": "Của chị Bình"}, editor, base=1)
    with pytest.raises(Refused, match="Trần Thị Bình"):
        workflow.save(article, {"title": "Của tôi"}, article.created_by, base=1)
    assert article.versions.first().title == "Của chị Bình"


def test_a_contributor_loses_the_right_to_edit_once_sent():
    article = make_article(State.SUBMITTED)
    with pytest.raises(Refused, match="không có quyền"):
        workflow.save(article, {"title": "Sửa lén"}, article.created_by, base=1)


def test_an_incomplete_draft_is_saved_but_not_sent():
    writer = make_user("contributor")
    article = workflow.save(Article(created_by=writer), {"title": "Chỉ có tên"}, writer, base=0)
    assert article.pk
    sentence = refusal(article, "submit", writer, version=1)
    for word in ("sapo", "nội dung", "chuyên mục", "ký tên"):
        assert word in sentence


def test_a_picture_without_description_keeps_an_article_back():
    image = factories.make_image()
    body = (
        f'<p>Chữ</p><figure class="image"><img src="{image.file.url}" alt="anh tin bai"></figure>'
    )
    article = make_draft(body=body)
    assert "Ảnh thứ 1" in refusal(article, "submit", article.created_by, version=1)


def test_editing_a_live_article_leaves_the_public_page_alone():
    article = make_article(title="Bản đang đăng")
    editor = make_user("editor")
    workflow.save(article, {"title": "Bản sửa"}, editor, base=1)
    article.refresh_from_db()
    assert (article.title, article.state) == ("Bản đang đăng", State.DRAFT)
    assert article.is_public()
    assert (article.published_version, article.latest_version) == (1, 2)


def test_publishing_the_new_version_switches_it_and_keeps_address_and_date():
    article = make_article(title="Bản đang đăng")
    slug, published_at = article.slug, article.published_at
    editor, publisher = make_user("editor"), make_user("publisher")
    workflow.save(article, {"title": "Bản sửa"}, editor, base=1)
    perform(article, "submit", editor, version=2)
    perform(article, "publish", publisher, version=2)
    article.refresh_from_db()
    assert (article.title, article.slug) == ("Bản sửa", slug)
    assert article.published_at == published_at


def test_a_withdrawn_article_leaves_at_once_and_can_return():
    article = make_article(State.WITHDRAWN)
    assert not article.is_public()
    perform(article, "republish", make_user("publisher"), version=1)
    article.refresh_from_db()
    assert article.is_public()


def test_a_save_without_change_is_no_version():
    article = make_draft()
    same = article.versions.get().content()
    workflow.save(article, same, article.created_by, base=1)
    assert article.versions.count() == 1


def test_rights_end_at_the_unit():
    here, there = make_unit("BTGHU"), make_unit("MTTQ")
    article = make_article(State.SUBMITTED, unit=there)
    assert refusal(article, "publish", make_user("publisher", unit=here), version=1)
    assert not refusal(article, "publish", make_user("publisher", unit=there), version=1)


def test_the_system_moves_nothing_but_imports():
    article = make_article(State.SUBMITTED)
    for action in TRANSITIONS:
        assert refusal(article, action, None, version=1, note="Lý do")


def test_withdrawing_a_page_leaves_the_work_on_its_next_version_alone():
    article = make_article()
    editor, publisher = make_user("editor"), make_user("publisher")
    workflow.save(article, {"title": "Bản sửa chưa ai duyệt"}, editor, base=1)
    perform(article, "withdraw", publisher, version=2, note="Sai số liệu")
    article.refresh_from_db()
    assert (article.state, article.is_live) == (State.DRAFT, False)
    assert refusal(article, "republish", publisher, version=2)
    perform(article, "submit", editor, version=2)
    perform(article, "publish", publisher, version=2)
    article.refresh_from_db()
    assert (article.title, article.is_public()) == ("Bản sửa chưa ai duyệt", True)


def test_rights_for_a_unit_here_and_a_section_there_do_not_add_up():
    here, there = make_unit("BTGHU"), make_unit("MTTQ")
    news, notices = factories.make_category("Tin"), factories.make_category("Thông báo")
    writer = make_user("contributor", unit=here, category=news)
    factories.assign(writer, "contributor", unit=there, category=notices)
    make_draft(writer, unit=here, category=news)
    with pytest.raises(Refused, match="Hãy chọn nơi khác"):
        make_draft(writer, unit=here, category=notices)

"""The workflow: every move in every state by every role, and what a move does."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.roles import ROLES
from news import workflow
from news.models import Article, ArticleEvent, Category, State
from news.transitions import TRANSITIONS
from news.workflow import Refused, perform, refusal
from tests import factories
from tests.factories import WAYS, make_article, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db

DESK = {"editor", "secretary", "approver", "publisher"}
DECIDE = {"approver", "publisher"}
# Which roles may make a move on an article that somebody else wrote. By hand: a test that read
# accounts/roles.py would prove nothing about it.
MAY = {
    **dict.fromkeys(("write", "edit", "revise", "submit", "receive", "propose", "remind"), DESK),
    **dict.fromkeys(("return", "bin", "unbin"), DESK),
    **{name: {"approver"} for name in ("approve", "reject")},
    **dict.fromkeys(("amend", "publish", "urgent", "confirm", "unschedule"), DECIDE),
    **dict.fromkeys(("withdraw", "republish", "expire"), DECIDE),
    **dict.fromkeys(("correct", "notice", "unnotice"), DECIDE),
    **{name: set() for name in ("import", "switch", "hand_over")},
}
# Who takes a text back from the leaders, by the state it is in.
MAY_IN = {("return", State.PENDING): DECIDE, ("return", State.APPROVED): DECIDE}
# The states a move begins in, by the number of steps where that matters.
D, S, E, P = State.DRAFT, State.SUBMITTED, State.EDITING, State.PENDING
A, L, R, X, W = (
    *(State.APPROVED, State.PUBLISHED, State.RETURNED, State.REJECTED, State.WITHDRAWN),
)
FROM = {
    **{name: {D, R} for name in ("write", "submit")},
    "edit": {S, E, P},
    "amend": {A},
    "revise": {L, W},
    "receive": {4: {S}},
    "propose": {4: {E}, 3: {S, E}, 2: {S, E}},
    "approve": {4: {P}, 3: {P}},
    "publish": {4: {A}, 3: {A}, 2: {P, A}},
    "urgent": {D, R, S, E, P, A},
    "return": {S, E, P, A},
    "reject": {P},
    "withdraw": {L},
    "expire": {L},
    "remind": {L},
    **{name: {L} for name in ("correct", "notice")},
    "republish": {W},
    "bin": {D, R, X},
    "import": {D},
    "hand_over": set(),
    # Only with something that these articles do not have: a flag, a moment, a place in the bin.
    **{name: set() for name in ("confirm", "unschedule", "unnotice", "unbin", "switch")},
}
# What the writer may do with an article of their own, having no other role than contributor.
OWN = {"write", "submit", "bin"}
ROLE_KEYS = [role.key for role in ROLES]


def begins(action: str, steps: int) -> set:
    """The states of FROM for a section of so many steps."""
    places = FROM[action]
    return places.get(steps, set()) if isinstance(places, dict) else places


def asked(action: str, article, user) -> str:
    """The refusal of a move that lacks nothing but the right or the state."""
    given = {"version": article.latest_version, "note": "Lý do", "pledge": True}
    given |= {"words": "Lời cho người đọc", "change": "update"}
    return refusal(article, action, user, **given)


def test_the_tables_of_the_test_name_every_move():
    assert set(MAY) == set(FROM) == set(TRANSITIONS)


@pytest.mark.parametrize("steps", [2, 3, 4])
@pytest.mark.parametrize("state", WAYS)
def test_every_move_by_every_role_in(state, steps):
    article, people = make_article(state), {role: make_user(role) for role in ROLE_KEYS}
    Category.objects.update(steps=steps)
    article.refresh_from_db()
    for action, role in itertools.product(TRANSITIONS, ROLE_KEYS):
        may = role in MAY_IN.get((action, state), MAY[action])
        expected = state in begins(action, steps) and may
        sentence = asked(action, article, people[role])
        assert (sentence == "") == expected, (state, steps, action, role, sentence)


@pytest.mark.parametrize("steps", [2, 3, 4])
@pytest.mark.parametrize("state", WAYS)
def test_every_move_by_those_who_wrote_it(state, steps):
    """The relation to the article: a writer without a role, one with every role, a stranger."""
    writer = make_user("contributor")
    article = make_article(state, user=writer)
    Category.objects.update(steps=steps)
    article.refresh_from_db()
    stranger, chief = make_user("contributor"), make_user("contributor", *DESK)
    Article.objects.filter(pk=article.pk).update(created_by=chief)
    theirs = Article.objects.get(pk=article.pk)
    for action in TRANSITIONS:
        fits = state in begins(action, steps)
        assert (asked(action, article, writer) == "") == (fits and action in OWN), action
        assert asked(action, article, stranger), action
        eyes = action in ("approve", "republish") or (action == "publish" and state != A)
        human = action not in ("import", "switch")
        assert (asked(action, theirs, chief) == "") == (fits and human and not eyes), action


@pytest.mark.parametrize("state", WAYS)
def test_a_refused_move_changes_nothing_and_is_on_record(state):
    article = make_article(state)
    outsider = make_user("account_admin")
    before = Article.objects.filter(pk=article.pk).values().get()
    for action in TRANSITIONS:
        with pytest.raises(Refused):
            perform(article, action, outsider, version=article.latest_version, note="Lý do")
    assert Article.objects.filter(pk=article.pk).values().get() == before
    tried = article.events.filter(refused=True, actor=outsider)
    assert sorted(event.action for event in tried) == sorted(TRANSITIONS)


def test_what_a_button_answers_with_a_sentence_is_not_on_record():
    article = make_article(State.PENDING)
    with pytest.raises(Refused, match="lý do"):
        factories.move(article, "reject", note=" ")
    with pytest.raises(Refused, match="đã có bản"):
        factories.move(article, "approve", version=7)
    assert not article.events.filter(refused=True).exists()


@pytest.mark.parametrize("action", [m.name for m in TRANSITIONS.values() if m.needs_note])
def test_a_reason_is_asked_for(action):
    state = {"notice": State.PUBLISHED, "withdraw": State.PUBLISHED, "return": State.EDITING}.get(
        action, State.PENDING
    )
    article, chief = make_article(state), make_user("approver")
    given = {"version": article.latest_version, "pledge": True, "words": "Lời"}
    for nothing in (" ", "\u200b\u3164\n\u2800"):
        assert "lý do" in refusal(article, action, chief, note=nothing, **given)
    assert refusal(article, action, chief, note="Sai số liệu", **given) == ""


def test_a_move_is_recorded_with_who_when_from_to_version_and_address():
    article = make_article(State.PENDING)
    chief = make_user("approver", "secretary")
    event = perform(article, "approve", chief, version=1, address="2001:db8::1")
    assert (event.from_state, event.to_state) == (State.PENDING, State.APPROVED)
    assert (event.actor, event.version, event.address) == (chief, 1, "2001:db8::1")
    assert event.role == "Lãnh đạo duyệt, Thư ký biên tập"
    assert (event.before, event.after) == ({"state": "pending"}, {"state": "approved"})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE news_articleevent SET note = 'x'", "DELETE FROM news_articleevent"],
)
def test_the_record_cannot_be_changed(statement):
    make_article(State.SUBMITTED)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ArticleEvent.objects.filter(note="Lý do").exists()


def test_nobody_approves_what_they_wrote():
    writer = make_user("contributor", "approver")
    article = make_article(State.PENDING, user=writer)
    assert "Người viết" in asked("approve", article, writer)


def test_nobody_approves_what_they_changed_last():
    article = make_article(State.PENDING)
    chief, other = make_user("approver"), make_user("approver")
    article = workflow.save(article, {"title": "Tiêu đề đã sửa"}, chief, base=1)
    assert "người sửa cuối" in asked("approve", article, chief)
    assert asked("approve", article, other) == ""


def test_who_wrote_it_may_publish_what_another_has_approved():
    writer = make_user("contributor", "publisher")
    article = make_article(State.APPROVED, user=writer)
    assert asked("publish", article, writer) == ""


def test_where_one_person_is_the_office_four_eyes_are_not_asked_for(settings):
    writer = make_user("contributor", "approver")
    article = make_article(State.PENDING, user=writer)
    settings.SELF_APPROVAL = True
    assert asked("approve", article, writer) == ""


def test_a_change_of_an_approved_text_asks_for_approval_again():
    article = make_article(State.APPROVED)
    workflow.save(article, {"title": "Tiêu đề đã sửa"}, make_user("publisher"), base=1)
    article.refresh_from_db()
    assert article.state == State.PENDING


def test_an_approval_of_an_older_version_is_refused():
    article = make_article(State.PENDING)
    workflow.save(article, {"title": "Tiêu đề đã sửa"}, make_user("editor"), base=1)
    with pytest.raises(Refused, match="đã có bản 2"):
        perform(article, "approve", make_user("approver"), version=1)


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
    sentence = refusal(article, "submit", writer, version=1, pledge=True)
    for word in ("sapo", "nội dung", "chuyên mục", "ký tên"):
        assert word in sentence


def test_a_picture_without_description_keeps_an_article_back():
    image = factories.make_image()
    body = (
        f'<p>Chữ</p><figure class="image"><img src="{image.file.url}" alt="anh tin bai"></figure>'
    )
    article = make_draft(body=body)
    assert "Ảnh thứ 1" in asked("submit", article, article.created_by)


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
    workflow.save(article, {"title": "Bản sửa"}, make_user("editor"), base=1)
    article.refresh_from_db()
    for action in WAYS[State.PUBLISHED]:
        factories.move(article, action, make_user("editor") if action == "submit" else None)
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
    article = make_article(State.PENDING, unit=there)
    assert asked("approve", article, make_user("approver", unit=here))
    assert not asked("approve", article, make_user("approver", unit=there))


def test_the_system_moves_nothing_but_imports():
    article = make_article(State.SUBMITTED)
    for action in TRANSITIONS:
        assert asked(action, article, None)


def test_withdrawing_a_page_leaves_the_work_on_its_next_version_alone():
    article = make_article()
    editor, publisher = make_user("editor"), make_user("publisher")
    workflow.save(article, {"title": "Bản sửa chưa ai duyệt"}, editor, base=1)
    perform(article, "withdraw", publisher, version=2, note="Sai số liệu")
    article.refresh_from_db()
    assert (article.state, article.is_live) == (State.DRAFT, False)
    assert asked("republish", article, publisher)
    for action in WAYS[State.PUBLISHED]:
        factories.move(article, action, editor if action == "submit" else None)
    assert (article.title, article.is_public()) == ("Bản sửa chưa ai duyệt", True)


def test_rights_for_a_unit_here_and_a_section_there_do_not_add_up():
    here, there = make_unit("BTGHU"), make_unit("MTTQ")
    news, notices = factories.make_category("Tin"), factories.make_category("Thông báo")
    writer = make_user("contributor", unit=here, category=news)
    factories.assign(writer, "contributor", unit=there, category=notices)
    make_draft(writer, unit=here, category=news)
    with pytest.raises(Refused, match="Hãy chọn nơi khác"):
        make_draft(writer, unit=here, category=notices)


def test_the_pledge_is_asked_for_and_kept_with_who_and_when():
    article = make_draft()
    assert "bí mật nhà nước" in refusal(article, "submit", article.created_by, version=1)
    event = factories.move(article, "submit")
    assert event.after["pledge"] is True
    assert (event.actor, event.at.date()) == (article.created_by, timezone.now().date())


def test_a_section_without_editors_sends_straight_to_approval():
    Category.objects.create(name="Thông báo", slug="thong-bao", steps=2)
    article = make_draft()
    factories.move(article, "submit")
    assert article.state == State.PENDING
    factories.move(article, "publish")
    assert article.is_public()


def test_in_two_steps_publishing_is_the_approval():
    Category.objects.create(name="Thông báo", slug="thong-bao", steps=2)
    writer = make_user("contributor", "publisher")
    article = make_draft(writer)
    factories.move(article, "submit")
    assert "Người viết" in asked("publish", article, writer)


def test_a_sub_section_has_the_steps_of_its_section():
    parent = factories.make_category("Tin", steps=3)
    child = factories.make_category("Tin xã", parent=parent)
    assert (child.workflow_steps, factories.make_category("Khác").workflow_steps) == (3, 4)


def test_an_urgent_text_goes_online_at_once_and_waits_for_somebody_else():
    article, publisher = make_draft(), make_user("publisher")
    factories.move(article, "urgent", publisher, note="Bão số 3 vào bờ")
    assert (article.is_public(), article.urgent_by) == (True, publisher)
    assert "không tự xác nhận" in asked("confirm", article, publisher)
    factories.move(article, "confirm", make_user("approver"))
    assert article.urgent_by is None
    assert "không phải tin khẩn" in asked("confirm", article, make_user("approver"))


def test_a_bin_keeps_everything_and_gives_it_back():
    article = make_draft()
    writer = article.created_by
    factories.move(article, "bin", writer)
    assert asked("submit", article, writer).startswith("Bài đang ở trong thùng rác")
    with pytest.raises(Refused, match="thùng rác"):
        workflow.save(article, {"title": "Sửa trong thùng"}, writer, base=1)
    factories.move(article, "unbin", writer)
    assert asked("submit", article, writer) == ""


def test_what_citizens_have_seen_is_withdrawn_and_never_binned():
    article = make_article()
    workflow.save(article, {"title": "Bản sửa"}, make_user("editor"), base=1)
    article.refresh_from_db()
    assert "đã từng đăng" in asked("bin", article, make_user("publisher"))


def test_a_rejected_text_ends_there_but_a_live_article_goes_on():
    dead, live = make_article(State.REJECTED), make_article()
    editor = make_user("editor")
    with pytest.raises(Refused, match="chép thành bài mới"):
        workflow.save(dead, {"title": "Thử lại"}, editor, base=1)
    workflow.save(live, {"title": "Bản sửa"}, editor, base=1)
    live.refresh_from_db()
    for action in WAYS[State.REJECTED]:
        factories.move(live, action, editor if action == "submit" else None)
    workflow.save(live, {"title": "Bản sửa khác"}, editor, base=2)
    live.refresh_from_db()
    assert (live.state, live.is_public()) == (State.DRAFT, True)

"""The checklist in the newsroom: what blocks a move, what a reason lets stand, what is recorded."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from news import versions, workflow
from news.checklist import Strength, findings, waivers
from news.models import Article, ArticleVersion, State, Waiver
from news.workflow import Refused, perform, refusal, waive
from tests import staff
from tests.factories import make_article, make_draft, make_image, make_unit, make_user, move

pytestmark = pytest.mark.django_db

PHONE = "<p>Gọi anh Páo 0912345678</p>"
REASON = "Anh Páo đồng ý cho đăng"


def should(article, code="phone"):
    """The finding of this kind on the newest version."""
    found = findings(versions.latest(article))
    return next(f for f in found if f.code == code and f.strength is Strength.SHOULD)


def ticked(*found, reason=REASON) -> dict:
    """The form's fields that keep these findings."""
    reasons = {waivers.reason_name(finding.key): reason for finding in found}
    return {waivers.NAME: [finding.key for finding in found], **reasons}


def keep(article, user=None, **values):
    waive(article, {should(article).key: REASON, **values}, user or article.created_by)


@pytest.fixture
def draft(db):
    return make_draft(body=PHONE)


def test_what_should_be_mended_blocks_until_a_reason_is_recorded(draft):
    writer = draft.created_by
    sentence = refusal(draft, "submit", writer, version=1, pledge=True)
    assert "số điện thoại cá nhân" in sentence
    assert "0912345678" not in sentence
    assert "Vẫn giữ" in sentence
    keep(draft)
    assert refusal(draft, "submit", writer, version=1, pledge=True) == ""


def test_a_waiver_says_who_when_what_and_why(draft):
    keep(draft)
    row = Waiver.objects.get()
    assert (row.actor, row.reason, row.version, row.code) == (draft.created_by, REASON, 1, "phone")
    assert row.at
    assert "091•••78" in row.text
    assert "0912345678" not in row.text


def test_another_text_revives_the_finding_and_the_record_stays(draft):
    writer = draft.created_by
    keep(draft)
    draft = workflow.save(draft, {"body": PHONE.replace("678", "679")}, writer, base=1)
    assert "số điện thoại" in refusal(draft, "submit", writer, version=2, pledge=True)
    assert Waiver.objects.count() == 1


def test_a_change_elsewhere_revives_nothing(draft):
    writer = draft.created_by
    keep(draft)
    draft = workflow.save(draft, {"body": "<p>Mới</p>" + PHONE}, writer, base=1)
    assert refusal(draft, "submit", writer, version=2, pledge=True) == ""


def test_a_waiver_is_of_its_article(draft):
    keep(draft)
    other = make_draft(draft.created_by, body=PHONE)
    assert refusal(other, "submit", other.created_by, version=1, pledge=True)


def test_hints_block_nothing():
    article = make_draft(title="chữ " * 20, body="<p>Ngày 31.7.2023</p>")
    assert findings(versions.latest(article))
    assert refusal(article, "submit", article.created_by, version=1, pledge=True) == ""


def test_publishing_asks_again_for_what_an_editor_changed():
    article = make_article(State.PENDING)
    editor, approver = make_user("editor"), make_user("approver")
    article = workflow.save(article, {"body": PHONE}, editor, base=1)
    assert "số điện thoại" in refusal(article, "approve", approver, version=2)
    keep(article, editor)
    assert perform(article, "approve", approver, version=2)


def test_a_waiver_changes_no_pair_of_eyes():
    writer = make_user("contributor", "approver")
    article = make_draft(writer, body=PHONE)
    approver = make_user("approver")
    keep(article, approver)
    for action in ("submit", "receive", "propose"):
        move(article, action)
    assert "Người viết" in refusal(article, "approve", writer, version=1)
    assert refusal(article, "approve", approver, version=1) == ""


def test_an_import_is_held_back_by_a_must_only():
    content = {**versions.latest(make_draft(body=PHONE)).content()}
    article = workflow.save(Article(), content, None, base=0)
    assert refusal(article, "import", None, version=1) == ""
    article = workflow.save(article, {"summary": ""}, None, base=1)
    assert "sapo" in refusal(article, "import", None, version=2)


@pytest.mark.parametrize("reason", ["", " ", "…", "1", "a", "x" * 501])
def test_a_reason_must_say_something(draft, reason):
    with pytest.raises(Refused, match="ý do"):
        waive(draft, {should(draft).key: reason}, draft.created_by)
    assert not Waiver.objects.exists()


def test_a_must_and_a_hint_and_what_is_not_there_cannot_be_kept(draft):
    writer = draft.created_by
    draft = workflow.save(draft, {"summary": "", "title": "chữ " * 20}, writer, base=1)
    other = make_draft(body="<p>Gọi 0987654321</p>")
    latest = findings(versions.latest(draft))
    others = [f for f in latest if f.strength is not Strength.SHOULD] + [should(other)]
    assert len(others) == 3
    for key in (*(finding.key for finding in others), "phone.x", "", "phone"):
        with pytest.raises(Refused):
            waive(draft, {key: REASON}, writer)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "account_admin", "system_admin"])
def test_who_may_not_edit_may_not_keep(draft, role):
    with pytest.raises(Refused, match="quyền"):
        keep(draft, make_user(role))
    assert not Waiver.objects.exists()


def test_a_writer_keeps_nothing_once_sent(draft):
    keep(draft)
    perform(draft, "submit", draft.created_by, version=1, pledge=True)
    draft = workflow.save(draft, {"body": "<p>0987654321</p>"}, make_user("editor"), base=1)
    with pytest.raises(Refused, match="quyền"):
        keep(draft)


def test_the_first_reason_for_a_text_stays(draft):
    keep(draft)
    waive(draft, {should(draft).key: "Lý do khác"}, make_user("editor"))
    assert [row.reason for row in Waiver.objects.all()] == [REASON]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE news_waiver SET reason = 'x'", "DELETE FROM news_waiver"],
)
def test_the_record_cannot_be_changed(draft, statement):
    keep(draft)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_library_decides_that_a_picture_decorates():
    plain, decorative = make_image(alt=""), make_image(alt="", decorative=True)
    figure = '<figure class="image"><img src="{}" alt=""></figure>'
    body = "".join(figure.format(image.file.url) for image in (plain, decorative))
    text = ArticleVersion(**{**versions.latest(make_draft()).content(), "body": body})
    text.cover_id = decorative.pk
    with CaptureQueriesContext(connection) as queries:
        found = findings(text)
    assert [(f.code, f.place.number) for f in found] == [("picture-alt", 1)]
    assert len(queries) == 1


def test_a_text_without_pictures_asks_the_database_nothing():
    text = ArticleVersion(title="Gọi 0912345678", body=PHONE)
    with CaptureQueriesContext(connection) as queries:
        assert findings(text)
    assert not queries.captured_queries


# The form


@pytest.fixture
def desk(draft):
    return draft, staff.browser(draft.created_by)


def send(desk, **values):
    article, client = desk
    article.refresh_from_db()
    versions.load(article)
    return client.post(staff.change(article), staff.posted(article, **values))


def test_the_panel_shows_what_is_stored_and_masks_numbers(desk):
    article, client = desk
    page = client.get(staff.change(article)).text
    panel = page[page.index("data-checklist") : page.index('id="filing"')]
    for words in ("Theo bản 1 đã lưu", "091•••78", "Vẫn giữ", "Có tiêu đề, sapo, nội dung"):
        assert words in panel
    assert 'href="#id_body"' in panel
    assert "Phải sửa" not in panel


def test_a_new_article_is_told_what_it_will_need(draft):
    page = staff.browser(draft.created_by).get(staff.ARTICLE_ADD).text
    assert "Bài cần có tiêu đề" in page
    assert "Phải sửa" not in page


def test_a_refused_move_shows_what_was_typed_and_keeps_tick_and_reason(desk):
    draft = desk[0]
    answer = send(desk, _move="submit", summary="", **ticked(should(draft)))
    panel = answer.context["checklist"]
    assert [row.finding.code for row in panel.musts] == ["no-summary"]
    assert [(row.ticked, row.reason) for row in panel.shoulds] == [(True, REASON)]
    assert "Theo những gì vừa gửi" in answer.text
    assert f'value="{REASON}"' in answer.text
    assert not Waiver.objects.exists()


def test_a_field_that_was_refused_is_not_said_to_be_missing(desk):
    answer = send(desk, title="a" * 256)
    assert answer.context["checklist"].musts == []


def test_a_move_with_its_reason_goes_through_in_one_step(desk):
    draft = desk[0]
    answer = send(desk, _move="submit", **ticked(should(draft)))
    assert answer.status_code == 302
    assert Article.objects.get(pk=draft.pk).state == State.SUBMITTED
    assert Waiver.objects.get().reason == REASON


def test_a_plain_save_records_the_reason_and_the_panel_shows_it(desk):
    draft = desk[0]
    send(desk, **ticked(should(draft)))
    page = desk[1].get(staff.change(draft)).text
    assert "Chỗ vẫn giữ" in page
    assert page.count(REASON) == 2
    assert 'name="waive"' not in page
    history = desk[1].get(staff.address(draft, "history")).text
    assert REASON in history
    assert "091•••78" in history


def test_a_new_article_is_sent_with_its_reason():
    writer = make_user("contributor")
    client, data = staff.browser(writer), staff.posted(body=PHONE, _move="submit")
    answer = client.post(staff.ARTICLE_ADD, data)
    (row,) = answer.context["checklist"].shoulds
    answer = client.post(staff.ARTICLE_ADD, data | ticked(row.finding))
    assert answer.status_code == 302
    assert Article.objects.get().state == State.SUBMITTED
    assert Waiver.objects.get().actor == writer


def test_what_was_mended_meanwhile_needs_no_waiver_and_gets_none(desk):
    draft = desk[0]
    answer = send(desk, body="<p>Không còn số</p>", _move="submit", **ticked(should(draft)))
    assert answer.status_code == 302
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "."])
def test_a_tick_without_a_reason_is_refused_and_saves_nothing(desk, reason):
    before = staff.stored()
    answer = send(desk, title="Đổi tên", **ticked(should(desk[0]), reason=reason))
    assert "Hãy ghi lý do" in answer.text
    assert staff.stored() == before
    assert not Waiver.objects.exists()


def test_a_crafted_key_is_refused_and_saves_nothing(desk):
    article = desk[0]
    other = make_draft(body="<p>Gọi 0987654321</p>")
    empty = findings(ArticleVersion())
    for finding in (should(other), *empty):
        before = staff.stored()
        answer = send(desk, title="Đổi tên", _move="submit", **ticked(finding))
        assert answer.status_code == 200
        assert staff.stored() == before
    article.refresh_from_db()
    assert article.state == State.DRAFT
    assert not Waiver.objects.exists()


def test_a_crafted_must_is_refused_with_its_sentence(desk):
    missing = findings(ArticleVersion())[1]
    answer = send(desk, summary="", _move="submit", **ticked(missing))
    assert "Điều bắt buộc" in answer.text
    assert not Waiver.objects.exists()


def test_a_post_by_somebody_who_may_not_edit_records_nothing(draft):
    keep(draft)
    perform(draft, "submit", draft.created_by, version=1, pledge=True)
    number = should(
        workflow.save(draft, {"body": "<p>0987654321</p>"}, make_user("editor"), base=1)
    )
    outsider = make_user("editor", unit=make_unit("MTTQ"))
    for user in (draft.created_by, make_user("contributor"), outsider):
        send((draft, staff.browser(user)), **ticked(number))
    assert Waiver.objects.count() == 1


def test_a_leader_keeps_and_approves_in_one_step():
    article = make_article(State.PENDING)
    article = workflow.save(article, {"body": PHONE}, make_user("editor"), base=1)
    desk = article, staff.browser(make_user("approver"))
    assert send(desk, _move="approve").status_code == 200
    assert send(desk, _move="approve", **ticked(should(article))).status_code == 302
    move(article, "publish")
    assert article.is_public()
    page = staff.browser().get(article.get_absolute_url()).text
    assert REASON not in page
    assert "Vẫn giữ" not in page


def test_a_stale_waiver_is_refused(desk):
    draft = desk[0]
    data = staff.posted(draft, **ticked(should(draft)))
    workflow.save(draft, {"title": "Của người khác"}, make_user("editor"), base=1)
    assert "đã có bản 2" in desk[1].post(staff.change(draft), data).text
    assert not Waiver.objects.exists()


def test_fifty_findings_ask_the_database_no_more_than_one(desk):
    article, client = desk

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(staff.change(article))
        return len(queries)

    few = asked()
    body = "".join(f"<p>Gọi 09123456{number}</p>" for number in range(10, 60))
    workflow.save(article, {"body": body}, article.created_by, base=1)
    assert len(client.get(staff.change(article)).context["checklist"].shoulds) == 50
    assert asked() == few

"""Notes beside an article: who may read and write them, what becomes of their passages."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import conversation, workflow
from news.models import Note, Notice, State
from tests import staff
from tests.factories import make_article, make_category, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db

BODY = "<p>Đoạn mở đầu của bài.</p><p>Thu 1.500.000 đồng mỗi <b>hộ</b> dân.</p><p>Đoạn kết.</p>"
PASSAGE = "1.500.000 đồng mỗi hộ"


def address(article):
    return staff.address(article, "talk")


def say(client, article, do="note", **values):
    return client.post(address(article), {"do": do, **values}, follow=True)


@pytest.fixture
def article():
    writer = make_user("contributor", full_name="Lê Trung Thành")
    return make_article(State.SUBMITTED, user=writer, body=BODY)


@pytest.fixture
def editor():
    return make_user("editor", full_name="Trần Thị Bình")


def thread(article):
    article.refresh_from_db()
    (found,) = conversation.threads(article)
    return found


def test_a_note_on_a_passage_an_answer_and_done(article, editor):
    desk, writer = staff.browser(editor), staff.browser(article.created_by)
    say(desk, article, talk_text="Số này lấy ở đâu?", talk_passage=PASSAGE, talk_block="2")
    note = Note.objects.get()
    assert (note.author, note.passage, note.block, note.version) == (editor, PASSAGE, 2, 1)
    page = writer.get(staff.change(article)).text
    assert "Số này lấy ở đâu?" in page
    assert "đoạn 2" in page
    say(writer, article, f"answer.{note.pk}", **{f"answer.{note.pk}": "Báo cáo của huyện."})
    say(writer, article, f"resolve.{note.pk}")
    found = thread(article)
    assert [answer.text for answer in found.answers] == ["Báo cáo của huyện."]
    assert (found.open, found.note.resolved_by) == (False, article.created_by)
    page = say(desk, article, f"reopen.{note.pk}").text
    assert "Trần Thị Bình mở lại lúc" in page
    assert (thread(article).open, thread(article).note.reopened_by) == (True, editor)


def test_a_passage_survives_edits_around_it_and_its_end_is_told(article, editor):
    conversation.write(article, editor, "Kiểm tra lại", passage=PASSAGE, block=2)
    moved = "<p>Thêm.</p><p>Nữa.</p>" + BODY.replace("Thu 1", "Chỉ thu 1")
    workflow.save(article, {"body": moved}, editor, base=1)
    assert thread(article).place == 4
    page = staff.browser(editor).get(staff.change(article)).text
    assert "Chỗ này đã đổi" not in page
    article.refresh_from_db()
    workflow.save(article, {"body": moved.replace("1.500.000", "2.000.000")}, editor, base=2)
    assert thread(article).place is None
    assert "Chỗ này đã đổi" in staff.browser(editor).get(staff.change(article)).text


def test_of_two_like_passages_the_nearer_is_meant():
    note = Note(passage="giống nhau", block=4)
    blocks = ["đầu", "giống nhau", "khác", "khác", "khác", "rất giống nhau"]
    assert conversation.place(note, blocks) == 5


def test_a_stranger_neither_reads_nor_writes(article, editor):
    note = conversation.write(article, editor, "Chỉ cho người trong bài")
    elsewhere = make_user("editor", unit=make_unit("KHAC"))
    for user in (make_user("contributor"), elsewhere, make_user("account_admin"), make_user()):
        client = staff.browser(user)
        assert client.get(address(article)).status_code in (403, 404)
        for do in ("note", f"answer.{note.pk}", f"resolve.{note.pk}", f"correct.{note.pk}"):
            values = {"talk_text": "x", f"answer.{note.pk}": "x", f"correct.{note.pk}": "x"}
            assert say(client, article, do, **values).status_code in (403, 404)
    assert Note.objects.get().resolved_at is None


def test_a_note_is_reached_through_its_own_article_only(article, editor):
    note = conversation.write(article, editor, "Của bài kia")
    own = make_draft(make_user("contributor"))
    client = staff.browser(own.created_by)
    for do in (f"resolve.{note.pk}", f"answer.{note.pk}", f"correct.{note.pk}"):
        assert say(client, own, do, **{f"answer.{note.pk}": "x"}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "xoá"},
        {"do": "note"},
        {"do": "note", "talk_text": " \u200b "},
        {"do": "note", "talk_text": "a" * 5000},
        {"do": "note", "talk_text": "\0"},
        {"do": "delete.1"},
    ],
)
def test_what_is_no_note_is_answered_with_a_sentence(article, editor, sent):
    answer = staff.browser(editor).post(address(article), sent)
    assert answer.status_code == 200
    assert answer.context["talk_refused"].endswith(".")
    assert not Note.objects.exists()


def test_a_refused_note_is_not_lost(article, editor):
    sent = {"do": "note", "talk_text": "b" * 5000, "talk_passage": PASSAGE}
    page = staff.browser(editor).post(address(article), sent).text
    assert "b" * 5000 in page
    assert PASSAGE in page


@pytest.mark.parametrize("junk", ["99999999999", "x", "-1", "²", "1 OR 1=1"])
def test_numbers_that_are_none(article, editor, junk):
    client = staff.browser(editor)
    assert say(client, article, f"resolve.{junk}").status_code == 404
    assert say(client, article, talk_text="a", talk_passage="b", talk_block=junk).status_code == 200


def test_an_answer_has_no_answers(article, editor):
    note = conversation.write(article, editor, "Hỏi")
    answer = conversation.write(article, editor, "Đáp", parent=note)
    with pytest.raises(conversation.Unfit, match="ghi chú đầu tiên"):
        conversation.write(article, editor, "Đáp nữa", parent=answer)


def test_words_are_corrected_at_once_or_never(article, editor):
    note = conversation.write(article, editor, "Sai chính tảr")
    client = staff.browser(editor)
    say(client, article, f"correct.{note.pk}", **{f"correct.{note.pk}": "Sai chính tả"})
    note.refresh_from_db()
    assert (note.text, note.corrected_at is None) == ("Sai chính tả", False)
    with pytest.raises(conversation.Unfit, match="10 phút"):
        conversation.correct(note, article.created_by, "Của người khác")
    late = timezone.now() - timedelta(minutes=11)
    old = Note.objects.create(article=article, version=1, author=editor, text="Cũ", at=late)
    with pytest.raises(conversation.Unfit, match="10 phút"):
        conversation.correct(old, editor, "Mới")
    for change in ({"text": "Mới"}, {"author": article.created_by}, {"passage": "x"}):
        with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
            Note.objects.filter(pk=old.pk).update(**change)
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        Note.objects.filter(pk=note.pk)._raw_delete("default")


def test_the_database_wants_words_and_a_name():
    article = make_draft()
    values = {"article": article, "version": 1, "author": article.created_by}
    for wrong in ({"text": ""}, {"text": "a", "resolved_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(**values, **wrong)


def test_only_those_who_may_see_the_article_are_named(article, editor):
    unit, section = make_unit("KHAC"), make_category("Mục khác")
    make_user("editor", unit=unit, full_name="Người Đơn Vị Khác")
    make_user("editor", category=section, full_name="Người Mục Khác")
    make_user("contributor", full_name="Cộng Tác Viên Khác")
    make_user("publisher", full_name="Người Bị Khoá", is_active=False)
    make_user("approver", unit=article.unit, full_name="Phạm Văn Duyệt")
    names = list(conversation.colleagues(article, editor))
    assert sorted(names) == ["Lê Trung Thành", "Phạm Văn Duyệt"]
    text = "@Phạm Văn Duyệt @Người Đơn Vị Khác @Trần Thị Bình xem giúp"
    note = conversation.write(article, editor, text)
    assert [str(user) for user in note.mentioned.all()] == ["Phạm Văn Duyệt"]
    (notice,) = Notice.objects.filter(kind="mention")
    assert (str(notice.recipient), notice.article) == ("Phạm Văn Duyệt", article)


def test_of_names_that_begin_alike_the_longer_is_meant(article, editor):
    make_user("editor", full_name="Lê An")
    longer = make_user("editor", full_name="Lê An Bình")
    note = conversation.write(article, editor, "Nhờ @Lê An Bình")
    assert list(note.mentioned.all()) == [longer]


def test_two_of_one_name_are_told_apart(article, editor):
    first = make_user("editor", full_name="Lê An", username="an1")
    make_user("editor", full_name="Lê An", username="an2")
    note = conversation.write(article, editor, "Nhờ @Lê An (an1)")
    assert list(note.mentioned.all()) == [first]


def test_whoever_is_answered_is_told(article, editor):
    note = conversation.write(article, editor, "Hỏi")
    conversation.write(article, article.created_by, "Đáp", parent=note)
    assert Notice.objects.get(kind="answer").recipient == editor
    conversation.write(article, editor, "Tự đáp", parent=note)
    assert Notice.objects.filter(kind="answer").count() == 1


def test_open_notes_stand_beside_the_approval_and_do_not_block_it():
    article = make_article(State.PENDING)
    approver = make_user("approver")
    note = conversation.write(article, make_user("editor"), "Ảnh này mờ")
    client = staff.browser(approver)
    page = client.get(staff.change(article)).text
    assert "Còn 1 ghi chú chưa xong" in page
    conversation.resolve(note, approver)
    assert "chưa xong" not in client.get(staff.change(article)).text
    conversation.reopen(note, approver)
    workflow.perform(article, "approve", approver, version=article.latest_version)


def test_the_script_gets_the_conversation_alone(article, editor):
    sent = {"do": "note", "talk_text": "Nhanh"}
    answer = staff.browser(editor).post(address(article), sent, headers={"X-Part": "1"})
    assert answer.status_code == 200
    assert "Nhanh" in answer.text
    assert "<html" not in answer.text


def test_a_note_is_shown_as_text(article, editor):
    conversation.write(article, editor, "<script>alert(1)</script>", passage="<b>x</b>")
    page = staff.browser(editor).get(staff.change(article)).text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_nothing_of_it_reaches_a_page_for_citizens(client):
    article = make_article(body=BODY)
    secret = "Ghi chú nội bộ không ai được thấy"
    editor = make_user("editor", full_name="Tên Nội Bộ")
    conversation.write(article, editor, secret, passage=PASSAGE)
    pages = [article.get_absolute_url(), "/", "/tin-tuc/", article.category.get_absolute_url()]
    for path in pages:
        page = client.get(path).text
        assert secret not in page
        assert "Tên Nội Bộ" not in page
    preview = staff.browser(editor).get(staff.address(article, "preview")).text
    assert secret not in preview


def test_the_reason_of_a_rejection_stands_at_the_top_for_its_writer():
    article = make_article(State.REJECTED)
    page = staff.browser(article.created_by).get(staff.change(article)).text
    assert "từ chối duyệt lúc" in page
    assert page.index("từ chối duyệt lúc") < page.index("Bạn có thể chép thành bài mới")


def test_many_notes_ask_no_more_of_the_database(article, editor):
    client, counts = staff.browser(editor), []
    for number in range(2):
        for _ in range(1 + 9 * number):
            note = conversation.write(article, editor, "Xem", passage=PASSAGE)
            conversation.write(article, article.created_by, "Rồi", parent=note)
        client.get(address(article))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(article))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_a_passage_leads_from_the_conversation_page_into_the_article():
    """The page has no text to jump in."""
    editor = make_user("editor")
    article = make_article(State.EDITING, body="<p>Thu đạt 1.586 tỷ đồng.</p>")
    note = conversation.write(article, editor, "Lấy ở đâu?", passage="1.586 tỷ đồng", block=1)
    page = staff.browser(editor).get(staff.address(article, "talk")).content.decode()
    assert f'href="{staff.change(article)}#ghi-chu-{note.pk}"' in page
    assert 'href="#id_body"' not in page

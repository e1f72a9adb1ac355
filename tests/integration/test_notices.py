"""Who is told what: those whose move is next, those it concerns, nobody else and nothing twice."""

import contextlib
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import notices, workflow
from news.models import Article, Notice, Sitting, State
from news.rights import holders, sees, viewers
from tests import staff
from tests.factories import (
    WAYS,
    assign,
    make_article,
    make_category,
    make_draft,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/thong-bao/"
CHOICE = "/quan-tri/thong-bao/cach-bao-tin/"


def told(*users) -> list[str]:
    """The kinds of what these people were told, the oldest first."""
    rows = Notice.objects.filter(recipient__in=users).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def board():
    """One person of each role in the article's own unit, by role."""
    unit = make_unit()
    roles = ("contributor", "editor", "secretary", "approver", "publisher")
    return {role: make_user(role, unit=unit) for role in roles}


def walk(article, board, *actions):
    people = {"submit": "contributor", "receive": "editor", "propose": "editor"}
    people |= {"approve": "approver", "publish": "publisher", "return": "editor"}
    people |= {"reject": "approver", "withdraw": "publisher", "urgent": "publisher"}
    for action in actions:
        move(article, action, board[people[action]])


def test_each_move_is_told_to_those_whose_move_is_next_and_to_the_writer(board):
    article = make_draft(board["contributor"])
    walk(article, board, "submit")
    # Leaders and publishers may do an editor's work as well.
    assert {notice.recipient for notice in Notice.objects.all()} == {
        board[role] for role in ("editor", "secretary", "approver", "publisher")
    }
    Notice.objects.all().delete()
    walk(article, board, "receive")
    assert told() == []
    walk(article, board, "propose")
    assert told(board["approver"]) == ["next"]
    assert Notice.objects.count() == 1
    walk(article, board, "approve")
    assert told(board["publisher"]) == ["next"]
    assert told(board["contributor"]) == ["approve"]
    walk(article, board, "publish", "withdraw")
    assert told(board["contributor"]) == ["approve", "publish", "withdraw"]


@pytest.mark.parametrize(("way", "kind"), [("return", "return"), ("reject", "reject")])
def test_the_writer_hears_of_a_return_and_a_rejection(board, way, kind):
    article = make_draft(board["contributor"])
    first = ["submit"] if way == "return" else ["submit", "receive", "propose"]
    walk(article, board, *first, way)
    assert told(board["contributor"]) == [kind]
    sentence = Notice.objects.get(recipient=board["contributor"]).sentence
    assert str(board["editor" if way == "return" else "approver"]) in sentence
    assert "Lý do" in sentence


def test_wrong_units_and_sections_hear_nothing(board):
    own, section = make_category(), make_category("Mục khác")
    unit = make_unit("KHAC")
    strangers = [make_user(role, unit=unit) for role in ("editor", "approver", "publisher")]
    strangers += [make_user("approver", category=section), make_user("approver", is_active=False)]
    strangers += [make_user("account_admin"), make_user(), make_user(is_superuser=True)]
    article = make_draft(board["contributor"], category=own)
    walk(article, board, "submit", "receive", "propose", "approve", "publish")
    assert told(*strangers) == []
    assert told(board["approver"]) != []


def test_nobody_is_told_of_their_own_move(board):
    article = make_draft(board["editor"])
    move(article, "submit", board["editor"])
    assert told(board["editor"]) == []
    assert told(board["secretary"]) == ["next"]


def test_four_eyes_keep_the_writer_from_being_asked_to_decide(board):
    writer = make_user("approver", unit=make_unit())
    article = make_draft(writer)
    move(article, "submit", writer)
    walk(article, board, "receive")
    Notice.objects.all().delete()
    walk(article, board, "propose")
    assert told(writer) == []
    assert told(board["approver"]) == ["next"]


def test_a_writer_who_publishes_hears_once_that_it_waits_for_them(board):
    writer = make_user("publisher", unit=make_unit())
    article = make_draft(writer)
    move(article, "submit", writer)
    walk(article, board, "receive", "propose", "approve")
    assert told(writer) == ["next"]


def test_in_two_steps_publishing_is_what_waits(board):
    section = make_category("Hai bước", steps=2)
    article = make_draft(board["contributor"], category=section)
    walk(article, board, "submit")
    assert set(told(board["approver"], board["publisher"])) == {"next"}
    assert told(board["editor"]) == []
    sentence = Notice.objects.filter(recipient=board["publisher"]).get().sentence
    assert sentence.endswith("chờ bạn xuất bản.")


def test_an_urgent_one_waits_for_another_to_confirm(board):
    article = make_draft(board["contributor"])
    walk(article, board, "urgent")
    assert told(board["approver"]) == ["next"]
    assert told(board["publisher"]) == []
    assert told(board["contributor"]) == ["urgent"]


def test_a_refused_move_tells_nobody(board):
    article = make_draft(board["contributor"])
    with pytest.raises(workflow.Refused):
        move(article, "publish", board["contributor"])
    assert not Notice.objects.exists()


@pytest.mark.parametrize("permission", ["news.approve_article", "news.edit_submitted_article"])
def test_the_holders_of_a_right_are_those_who_have_it(permission):
    units, sections = [make_unit(), make_unit("KHAC")], [make_category(), make_category("Khác")]
    child = make_category("Con", parent=sections[0])
    for unit in (None, *units):
        for category in (None, *sections, child):
            for role in ("contributor", "editor", "approver"):
                make_user(role, unit=unit, category=category)
    both = make_user("contributor", unit=units[0])
    assign(both, "approver", unit=units[1])
    people = list(type(both).objects.all())
    for given in ({"category": child}, {"category": sections[0]}, {"unit": units[1]}):
        article = make_draft(both, **{"unit": units[0], **given})
        fresh = [type(both).objects.get(pk=user.pk) for user in people]
        may = {u for u in fresh if sees(u, article) and u.has_perm(permission, article)}
        assert set(holders(article, permission)) == may
        assert set(viewers(article)) == {u for u in fresh if sees(u, article)}
    empty = make_draft(both)
    Article.objects.filter(pk=empty.pk).update(unit=None, category=None)
    empty.refresh_from_db()
    fresh = [type(both).objects.get(pk=user.pk) for user in people]
    assert set(viewers(empty)) == {u for u in fresh if sees(u, empty)}


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_approvals_give_one_move_one_event_and_one_notice():
    unit = make_unit()
    publisher = make_user("publisher", unit=unit)
    article = make_article(State.PENDING, unit=unit)
    approvers = [make_user("approver", unit=unit) for _ in range(20)]
    Notice.objects.all().delete()
    made, barrier = [], threading.Barrier(20)

    def approve(user):
        barrier.wait()
        with contextlib.suppress(workflow.Refused):
            made.append(workflow.perform(article, "approve", user, version=1))
        connection.close()

    threads = [threading.Thread(target=approve, args=[user]) for user in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert article.events.filter(action="approve", refused=False).count() == 1
    assert Notice.objects.filter(recipient=publisher).count() == 1
    assert Notice.objects.filter(recipient=article.created_by).count() == 1


def test_a_notice_is_written_with_its_event_or_not_at_all(board, monkeypatch):
    article = make_draft(board["contributor"])
    monkeypatch.setattr(Notice.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        walk(article, board, "submit")
    article.refresh_from_db()
    assert (article.state, article.events.count()) == (State.DRAFT, 0)


def test_whoever_loses_an_article_to_another_is_told(board):
    article = make_draft(board["contributor"])
    Sitting.objects.create(user=board["contributor"], article=article, base_version=1)
    client = staff.browser(board["editor"])
    client.post(staff.address(article, "take"))
    assert told(board["contributor"]) == ["taken"]
    assert told(board["editor"]) == []


def test_the_bell_counts_and_opening_the_article_reads(board):
    article = make_draft(board["contributor"])
    walk(article, board, "submit")
    client = staff.browser(board["editor"])
    assert ">1<span" in client.get("/quan-tri/").text
    page = client.get(LIST).text
    assert article.title in page
    assert "chờ bạn nhận bài biên tập" in page
    client.get(staff.change(article))
    assert ">1<span" not in client.get("/quan-tri/").text
    assert told(board["editor"]) == ["next"]


def test_one_is_marked_read_or_all(board):
    editor, client = board["editor"], staff.browser(board["editor"])
    for _ in range(3):
        walk(make_draft(board["contributor"]), board, "submit")
    first = Notice.objects.filter(recipient=editor).first()
    client.post(LIST, {"doc": first.pk})
    assert notices.unread(editor) == 2
    client.post(LIST, {"doc": "tat-ca"})
    assert notices.unread(editor) == 0
    assert notices.unread(board["secretary"]) == 3


@pytest.mark.parametrize("junk", ["", "x", "²", "9" * 30, "-1", "1.5"])
def test_what_is_no_notice_marks_nothing(board, junk):
    walk(make_draft(board["contributor"]), board, "submit")
    answer = staff.browser(board["editor"]).post(LIST, {"doc": junk})
    assert answer.status_code == 302
    assert notices.unread(board["editor"]) == 1


def test_nobody_reads_or_marks_anothers_notices(board):
    walk(make_draft(board["contributor"]), board, "submit")
    theirs = Notice.objects.get(recipient=board["editor"])
    stranger = staff.browser(make_user("editor", unit=make_unit("KHAC")))
    stranger.post(LIST, {"doc": theirs.pk})
    stranger.post(LIST, {"doc": "tat-ca"})
    assert notices.unread(board["editor"]) == 1
    assert theirs.article.title not in stranger.get(LIST).text


def test_an_article_that_is_no_longer_ones_own_business_is_not_shown(board):
    article = make_draft(board["contributor"])
    walk(article, board, "submit")
    board["editor"].assignments.update(unit=make_unit("KHAC"))
    client = staff.browser(board["editor"])
    assert article.title not in client.get(LIST).text
    assert notices.unread(type(board["editor"]).objects.get(pk=board["editor"].pk)) == 0


@pytest.mark.parametrize("path", [LIST, CHOICE])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(path, method):
    assert staff.browser(make_user()).generic(method, path).status_code == 405


@pytest.mark.parametrize("path", [LIST, CHOICE])
def test_strangers_are_sent_to_the_sign_in(path, client):
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer["Location"][:12]) == (302, "/quan-tri/lo")


def test_the_choice_is_kept_for_its_person_only():
    user, other = make_user("editor"), make_user("editor")
    answer = staff.browser(user).post(CHOICE, {"how": "digest", "hour": "16"})
    assert answer["Location"] == LIST
    assert (notices.choice_of(user).how, notices.choice_of(user).hour) == ("digest", 16)
    assert notices.choice_of(other).how == "now"


@pytest.mark.parametrize(
    "sent", [{"how": "x", "hour": "7"}, {"how": "now", "hour": "24"}, {"a": 1}]
)
def test_a_choice_that_is_none_is_refused(sent):
    user = make_user("editor")
    answer = staff.browser(user).post(CHOICE, sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert notices.choice_of(user).pk is None


def test_a_portal_without_mail_says_so(settings):
    client = staff.browser(make_user("editor", email="a@example.vn"))
    assert "chưa được cài máy chủ thư" in client.get(CHOICE).text
    settings.MAIL = True
    page = client.get(CHOICE).text
    assert "chưa được cài" not in page
    assert "a@example.vn" in page


def test_the_list_asks_no_more_when_it_is_longer(board):
    walk(make_draft(board["contributor"]), board, "submit")
    client = staff.browser(board["editor"])
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(40):
        article = make_draft(board["contributor"])
        notices.tell(article, viewers(article), "next", "Chờ bạn.", f"x:{article.pk}")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) <= len(few) <= 10


def test_nothing_of_it_reaches_citizens(client):
    article = make_article()
    notices.tell(article, viewers(article), "next", "Câu chỉ cho nội bộ", "x:1")
    for path in ("/", article.get_absolute_url(), "/tin-tuc/"):
        page = client.get(path).text
        assert "Câu chỉ cho nội bộ" not in page
        assert "Thông báo</span>" not in page


def test_every_way_of_the_table_still_works_with_notices():
    for state in WAYS:
        assert make_article(state).state == state

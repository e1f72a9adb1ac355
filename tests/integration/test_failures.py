"""Work that failed in the background: shown in words, done again, or let be."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import mail, notices
from news.admin.failures import KINDS
from news.media import tasks
from news.media.models import Image, RenditionState
from news.models import Article, Mail
from news.rights import viewers
from news.sharing.models import SharePicture, ShareState
from news.upkeep import known, queued
from news.upkeep.models import Dismissal
from tests import held_tasks, staff
from tests.factories import make_article, make_draft, make_image, make_unit, make_user
from tests.integration.test_schedule import pass_by, revised

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/site/portal/viec-nen-bi-loi/"
AGO = timedelta(hours=2)


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.MAIL = True


@pytest.fixture
def admin(signed_in):
    return signed_in("system_admin")


def failed_task(path=held_tasks.wrong.module_path, error="builtins.ValueError", traceback="Xyz"):
    held_tasks.wrong.enqueue()
    row = DBTaskResult.objects.order_by("-enqueued_at").first()
    row.status, row.task_path, row.finished_at = "FAILED", path, timezone.now() - AGO
    row.exception_class_path, row.traceback, row.worker_ids = error, traceback, ["a", "b"]
    row.save()
    return row


def failed_mail(**values):
    user = make_user("editor", unit=make_unit(), email="binh@example.vn", full_name="Trần Bình")
    article = make_draft(user)
    notices.tell(article, viewers(article), "next", "Chờ bạn xem.", f"x:{article.pk}")
    DBTaskResult.objects.all().delete()
    given = {"tries": mail.TRIES, "given_up_at": timezone.now() - AGO, "error": "550 no such user"}
    Mail.objects.filter(recipient=user).update(**{**given, **values})
    return Mail.objects.get(recipient=user)


def failed_picture():
    image = make_image()
    given = {"rendition_state": RenditionState.FAILED, "rendition_error": tasks.UNREADABLE}
    Image.objects.filter(pk=image.pk).update(**given, rendition_attempts=3)
    return Image.objects.get(pk=image.pk)


def failed_share():
    article = make_article(title="Bài thiếu ảnh chia sẻ")
    return SharePicture.objects.create(article=article, version=1, state=ShareState.FAILED)


def failed_switch():
    article = revised()
    pass_by(article)
    Article.objects.filter(pk=article.pk).update(
        due_failure="Bài đang khoá.", due_failed_at=timezone.now()
    )
    return Article.objects.get(pk=article.pk)


def press(client, kind, key="", button="chay-lai", follow=True):
    return client.post(SCREEN, {"loai": kind, "muc": str(key), "viec": button}, follow=follow)


def test_nothing_failed(client, admin):
    assert "Không có việc nền nào bị lỗi." in client.get(SCREEN).text


def test_every_kind_is_told_in_words_with_what_it_is_about(client, admin):
    letter, image, share, switch = (
        failed_mail(),
        failed_picture(),
        failed_share(),
        failed_switch(),
    )
    task = failed_task()
    text = client.get(SCREEN).text
    for title in (kind.title for kind in KINDS.values() if kind.key != "thu-khong-ro"):
        assert title in text
    assert queued.MISTAKE in text
    assert "đã thử 2 lần" in text
    assert str(task.pk) in text
    assert "Trần Bình" in text
    assert staff.change(letter.recipient) in text
    assert staff.change(image) in text
    assert "Bài thiếu ảnh chia sẻ" in text
    assert share.article.get_absolute_url() in text
    assert switch.due_failure in text


def test_what_this_person_may_not_open_is_not_named(client, admin):
    """An administrator reads no drafts: a new version's words are not those of the live row."""
    switch = failed_switch()
    Article.objects.filter(pk=switch.pk).update(expires_at=timezone.now())
    text = client.get(SCREEN).text
    assert switch.due_failure in text
    assert switch.title not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"error": "news.workqueue.Lost"}, queued.KILLED),
        ({"error": "django.db.utils.OperationalError"}, queued.NO_DATABASE),
        ({"error": "builtins.OSError", "traceback": "OSError: [Errno 28] No"}, queued.DISK_FULL),
        ({"error": "builtins.ConnectionResetError"}, queued.OF_THE_MACHINE),
        ({"path": "news.gone.task"}, queued.UNKNOWN),
        ({"error": ""}, queued.MISTAKE),
    ],
)
def test_why_a_task_failed_is_said_in_words(client, admin, values, words):
    failed_task(**values)
    assert words in client.get(SCREEN).text


def test_tasks_that_pictures_speak_of_themselves_are_not_listed_twice(client, admin):
    failed_task(path=tasks.make_renditions.module_path)
    assert "Không có việc nền nào bị lỗi." in client.get(SCREEN).text


def test_a_task_is_done_again_once_however_often_it_is_asked_for(client, admin, work):
    row = failed_task()
    assert "Đã xếp hàng" in press(client, "viec", row.pk).text
    assert "đã được chạy lại" in press(client, "viec", row.pk).text
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", [])
    work()
    row.refresh_from_db()
    assert (row.status, len(row.worker_ids)) == ("FAILED", 1)
    assert str(row.pk) in client.get(SCREEN).text


def test_all_of_a_kind_are_done_again_by_one_press(client, admin):
    rows = [failed_task(), failed_task()]
    image = failed_picture()
    assert "2 việc" in press(client, "viec", button="chay-lai-het").text
    assert {DBTaskResult.objects.get(pk=row.pk).status for row in rows} == {"READY"}
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.FAILED


def test_a_letter_is_sent_again(client, admin, work, mailoutbox):
    letter = failed_mail()
    press(client, "thu", letter.pk)
    press(client, "thu", letter.pk)
    work()
    letter.refresh_from_db()
    assert (letter.tries, len(mailoutbox)) == (1, 1)
    assert letter.sent_at is not None


def test_a_letter_that_may_have_arrived_is_sent_only_one_by_one(client, admin, work, mailoutbox):
    letter = failed_mail(
        given_up_at=None, sent_at=timezone.now() - AGO, error=f"{known.UNSURE}: reset"
    )
    assert known.MAYBE_SENT in client.get(SCREEN).text
    assert press(client, "thu-khong-ro", button="chay-lai-het", follow=False).status_code == 404
    assert press(client, "thu", letter.pk).status_code == 200
    work()
    assert mailoutbox == []
    press(client, "thu-khong-ro", letter.pk)
    work()
    assert len(mailoutbox) == 1


def test_a_picture_is_made_again(client, admin, django_capture_on_commit_callbacks):
    image = failed_picture()
    with django_capture_on_commit_callbacks(execute=True):
        press(client, "anh", image.pk)
        press(client, "anh", image.pk)
    image.refresh_from_db()
    assert (image.rendition_state, image.rendition_attempts) == (RenditionState.PENDING, 0)
    assert DBTaskResult.objects.count() == 1


def test_a_picture_for_sharing_is_drawn_again(client, admin):
    row = failed_share()
    press(client, "anh-chia-se", row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (ShareState.PENDING, 0)
    assert DBTaskResult.objects.count() == 1


def test_a_due_version_is_tried_here_and_now(client, admin):
    article = failed_switch()
    press(client, "ban-hen-gio", article.pk)
    article.refresh_from_db()
    assert (article.published_version, article.due_failure) == (2, "")


def test_what_was_let_be_comes_back_when_it_fails_again(client, admin):
    row = failed_task()
    assert "Đã bỏ qua" in press(client, "viec", row.pk, "bo-qua").text
    assert str(row.pk) not in client.get(SCREEN).text
    assert "đã được chạy lại" in press(client, "viec", row.pk, "bo-qua").text
    assert Dismissal.objects.get().by == admin
    DBTaskResult.objects.update(finished_at=timezone.now())
    assert str(row.pk) in client.get(SCREEN).text


@pytest.mark.parametrize("role", ["editor", "publisher", "secretary", "account_admin"])
def test_only_administrators_of_the_system_see_and_do_it(client, signed_in, role):
    signed_in(role)
    row = failed_task()
    assert client.get(SCREEN).status_code == 403
    assert press(client, "viec", row.pk, follow=False).status_code == 403
    assert press(client, "viec", button="chay-lai-het", follow=False).status_code == 403
    row.refresh_from_db()
    assert row.status == "FAILED"


def test_an_administrator_of_one_unit_is_none_of_the_portal(client, signed_in):
    signed_in("system_admin", unit=make_unit())
    assert client.get(SCREEN).status_code == 403


def test_odd_forms_do_nothing_and_break_nothing(client, admin):
    failed_task()
    odd = [("viec", key) for key in ("", "-1", "a" * 5000, "\x00", "9" * 40, "'; DROP")]
    odd += [(kind, "0") for kind in ("", "khac", "viec\x00", *KINDS)]
    for kind, key in odd:
        for button in ("chay-lai", "bo-qua"):
            assert press(client, kind, key, button, follow=False).status_code in (302, 404)
    assert press(client, "viec", button="xoa", follow=False).status_code == 404
    assert not Dismissal.objects.exists()
    assert DBTaskResult.objects.get().status == "FAILED"


def test_the_screen_asks_few_questions_however_much_failed(
    client, admin, django_assert_max_num_queries
):
    for _ in range(5):
        failed_task()
        failed_picture()
        failed_share()
    with django_assert_max_num_queries(40):
        client.get(SCREEN)

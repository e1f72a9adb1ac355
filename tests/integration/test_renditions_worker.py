"""Renditions are made after the upload, once, tried again, given up in words, and made up for."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from news.media import renditions, tasks
from news.media.models import Image, RenditionState
from news.media.renditions import CROPS
from tests.pictures import ready, stored, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A store of pictures of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def work(monkeypatch):
    """A function that does what the worker does with all that waits and is due.

    Inside a test's transaction it must keep the connection, and in its process the signals.
    """
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda self: None)
    return partial(call_command, "db_worker", batch=True, startup_delay=False, verbosity=0)


def break_encoder(monkeypatch, error: BaseException) -> None:
    """From now on no file can be made."""

    def broken(*args):
        raise error

    monkeypatch.setattr(renditions, "encode", broken)


def test_an_upload_waits_for_its_commit_and_the_worker_does_the_rest(
    django_capture_on_commit_callbacks, work
):
    with django_capture_on_commit_callbacks(execute=True):
        image = upload()
        assert not DBTaskResult.objects.exists()
    assert image.rendition_state == RenditionState.PENDING
    assert DBTaskResult.objects.get().status == "READY"
    work()
    image.refresh_from_db()
    assert (image.rendition_state, image.rendition_error) == (RenditionState.READY, "")
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert all(path.exists() for path in stored(image))


def test_an_upload_that_is_rolled_back_is_not_queued(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        upload()
        transaction.set_rollback(True)
    assert callbacks == []


def test_a_failure_is_tried_again_later_and_given_up_in_words(monkeypatch, work):
    image = upload()
    break_encoder(monkeypatch, OSError("hỏng giữa chừng"))
    tasks.make_renditions.enqueue(image.pk)
    for attempts in range(1, tasks.TRIES + 1):
        work()
        image.refresh_from_db()
        assert image.rendition_attempts == attempts
        assert "hỏng giữa chừng" in image.rendition_error
        waiting = DBTaskResult.objects.filter(status="READY")
        assert waiting.count() == (attempts < tasks.TRIES)
        assert not waiting.filter(run_after__lt=timezone.now() + tasks.PAUSE / 2).exists()
        waiting.update(run_after=timezone.now())
    assert image.rendition_state == RenditionState.FAILED
    assert DBTaskResult.objects.filter(status="FAILED").count() == tasks.TRIES


def test_a_second_attempt_that_succeeds_leaves_no_trace(monkeypatch, work):
    image = upload()
    with monkeypatch.context() as patch:
        break_encoder(patch, MemoryError())
        tasks.make_renditions.enqueue(image.pk)
        work()
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work()
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.READY
    assert (image.rendition_attempts, image.rendition_error) == (0, "")


def test_a_picture_that_kills_the_worker_is_given_up(monkeypatch, work):
    """A killed worker says nothing; only the attempts it began are counted."""
    image = upload()
    Image.objects.filter(pk=image.pk).update(rendition_attempts=tasks.TRIES)
    tasks.make_renditions.enqueue(image.pk)
    work()
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.FAILED
    assert image.rendition_error == tasks.CUT_SHORT
    assert not DBTaskResult.objects.filter(status="READY").exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), tasks.NO_FILE),
        (lambda path: path.write_bytes(b"<html>"), tasks.UNREADABLE),
    ],
)
def test_the_reason_says_what_is_wrong_with_the_file(spoil, words):
    image = upload()
    spoil(Path(image.file.path))
    with pytest.raises(OSError, match=r"No such file|cannot identify"):
        tasks.attempt(image)
    image.refresh_from_db()
    assert image.rendition_error == words


def test_asking_twice_does_the_work_once(monkeypatch, work):
    image = ready()
    made = {path: path.stat().st_mtime_ns for path in stored(image)}
    tasks.make_renditions.enqueue(image.pk)
    tasks.make_renditions.enqueue(image.pk)
    work()
    assert {path: path.stat().st_mtime_ns for path in made} == made


def test_a_picture_that_is_gone_is_no_failure(work):
    tasks.make_renditions.enqueue(10**9)
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_moved_focal_point_gives_the_crops_new_addresses_and_keeps_the_rest(
    django_capture_on_commit_callbacks, work
):
    image = ready()
    before = {name: crop["key"] for name, crop in image.renditions.items()}
    whole = {path: path.stat().st_mtime_ns for path in stored(image) if "full" in before}
    with django_capture_on_commit_callbacks(execute=True):
        image.focal_x = 0.9
        image.save()
        tasks.request(image)
    # Until then the page goes on showing what there is.
    assert {name: crop["key"] for name, crop in image.renditions.items()} == before
    work()
    image.refresh_from_db()
    after = {name: crop["key"] for name, crop in image.renditions.items()}
    assert {name for name in CROPS if after[name] != before[name]} == {"lead", "card"}
    assert all(path.stat().st_mtime_ns == at for path, at in whole.items())


def test_a_focal_point_that_moves_during_the_work_is_not_forgotten(monkeypatch):
    image = upload()
    real = renditions.make

    def slow(row, anew=False):
        made = real(row, anew)
        Image.objects.filter(pk=row.pk).update(focal_x=0.1)
        return made

    monkeypatch.setattr(renditions, "make", slow)
    tasks.attempt(image)
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.PENDING


@pytest.mark.parametrize("focal", [{"focal_x": -0.1}, {"focal_y": 1.1}, {"focal_x": float("nan")}])
def test_the_database_knows_that_a_focal_point_lies_in_the_picture(focal):
    image = upload()
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(**focal)


def test_what_a_killed_worker_left_is_queued_once():
    first, second = upload(), upload()
    ready()
    tasks.make_renditions.enqueue(second.pk)
    DBTaskResult.objects.create(
        task_path=tasks.make_renditions.module_path,
        args_kwargs={"args": [first.pk], "kwargs": {}},
        backend_name="default",
        status="RUNNING",
    )
    call_command("make_renditions", queue=True, verbosity=0)
    call_command("make_renditions", queue=True, verbosity=0)
    assert DBTaskResult.objects.filter(status="READY").count() == 2


# The command


def test_the_command_makes_what_is_missing(capsys):
    missing, there = upload(), ready()
    old = upload()
    Image.objects.filter(pk=old.pk).update(
        rendition_state=RenditionState.READY, renditions={"full": {"key": "cu"}}
    )
    made = {path: path.stat().st_mtime_ns for path in stored(there)}
    call_command("make_renditions", verbosity=0)
    assert "Đã làm 2 ảnh; 0 ảnh lỗi." in capsys.readouterr().out
    for image in (missing, old):
        image.refresh_from_db()
        assert renditions.is_current(image)
        assert image.rendition_state == RenditionState.READY
    assert {path: path.stat().st_mtime_ns for path in made} == made


def test_the_command_names_what_cannot_be_made_and_tries_it_again_when_asked(capsys):
    image = upload()
    data = Path(image.file.path).read_bytes()
    Path(image.file.path).unlink()
    with pytest.raises(CommandError, match="--failed"):
        call_command("make_renditions", verbosity=0)
    assert tasks.NO_FILE in capsys.readouterr().err
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.FAILED
    call_command("make_renditions", verbosity=0)
    assert "Đã làm 0 ảnh" in capsys.readouterr().out
    Path(image.file.path).write_bytes(data)
    call_command("make_renditions", failed=True, verbosity=0)
    image.refresh_from_db()
    assert image.rendition_state == RenditionState.READY


def test_the_command_makes_everything_anew_when_asked():
    image = ready()
    lost = next(iter(stored(image)))
    lost.unlink()
    call_command("make_renditions", all=True, verbosity=0)
    assert lost.exists()


def test_former_crops_stay_a_while_and_then_leave(media):
    image = ready(size=(1600, 1600))
    former = {path for path in stored(image) if path.exists()}
    Image.objects.filter(pk=image.pk).update(focal_x=0, focal_y=0)
    image.refresh_from_db()
    tasks.attempt(image)
    image.refresh_from_db()
    now = set(stored(image))
    left = DBTaskResult.objects.get(task_path=tasks.drop_renditions.module_path)
    assert timedelta(days=6) < left.run_after - timezone.now() <= tasks.GRACE
    assert all(path.exists() for path in former | now)
    tasks.drop_renditions.func(*left.args_kwargs["args"])
    assert {path for path in former | now if path.exists()} == now


def test_crops_that_are_shown_again_stay(media):
    image = ready(size=(1600, 1600))
    crops = list(image.renditions.values())
    tasks.drop_renditions.func(image.pk, crops)
    assert all(path.exists() for path in stored(image))
    Image.objects.filter(pk=image.pk).delete()
    tasks.drop_renditions.func(image.pk, crops)
    assert not any(path.exists() for path in stored(image))

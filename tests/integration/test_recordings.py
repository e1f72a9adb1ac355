"""The recording of an article: who may send, name, hear and take it away, and jumping within it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from news import attachments as rules
from news import differences, review, versions, workflow
from news.media import attachments as files
from news.media.attachment_forms import NO_FILE, NO_SOUND
from news.media.models import Attachment
from news.models import Article, State
from news.text import officefile, sound
from tests import attached, staff
from tests.factories import (
    make_article,
    make_attachment,
    make_draft,
    make_page,
    make_recording,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db

UPLOAD = f"{staff.ARTICLES}tep/tai-ban-nghe/"
DATA = attached.mp3(100)


def at(recording, what: str = "") -> str:
    return f"{staff.ARTICLES}tep/{recording.pk}/{what}"


def send(user, data, name="ban-nghe.mp3", path=UPLOAD):
    return staff.browser(user).post(path, {"upload": SimpleUploadedFile(name, data)})


def save(user, article, **values):
    return staff.browser(user).post(staff.change(article), staff.posted(article, **values))


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def writer():
    return make_user("contributor")


@pytest.fixture
def recording(writer):
    return make_recording(writer)


# Sending


@pytest.mark.parametrize(
    ("data", "name", "kind", "facts"),
    [
        (DATA, "doc-bai.mp3", "mp3", "MP3, 14 KB, 4 giây"),
        (DATA, "doc-bai.exe", "mp3", "MP3, 14 KB, 4 giây"),
        (attached.m4a(), "doc-bai.mp3", "m4a", "M4A, 1 KB, 1 phút 12 giây"),
    ],
)
def test_the_bytes_say_what_it_is_and_how_long(writer, data, name, kind, facts):
    answer = send(writer, data, name)
    found = Attachment.objects.get()
    assert answer.status_code == 201
    assert (found.title, found.kind, found.original_name) == ("Bản nghe", kind, name)
    assert found.facts_in_words.replace("\u00a0", " ") == facts
    assert answer.json()["file"]["facts"] == found.facts_in_words


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Day la chu. " * 99, sound.UNKNOWN),
        (DATA[:-10], sound.DAMAGED),
        (attached.m4a(attached.track(), attached.track(b"vide")), sound.STRANGE),
        (attached.pdf(), sound.UNKNOWN),
        (b"", files.EMPTY),
        (DATA + bytes(files.MAX_BYTES), files.SOUND_TOO_LARGE),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(writer, data, sentence):
    answer = send(writer, data)
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})
    assert not Attachment.objects.exists()


def test_only_a_file_of_somebody_who_writes_is_taken(writer):
    answer = staff.browser(writer).post(UPLOAD, {"upload": "chữ"})
    assert (answer.status_code, answer.json()) == (400, {"error": NO_FILE})
    assert send(make_user("system_admin"), DATA).status_code == 403
    assert staff.browser(writer).get(UPLOAD).status_code == 405
    assert staff.browser().post(UPLOAD).status_code == 302
    assert not Attachment.objects.exists()


def test_a_recording_is_no_attachment_and_an_attachment_no_recording(writer, recording):
    answer = send(writer, DATA, path=f"{staff.ARTICLES}tep/tai-len/")
    assert answer.json() == {"error": files.SOUND_ELSEWHERE}
    document, article = make_attachment(writer), make_draft(writer)
    answer = save(writer, article, attachments=str(recording.pk))
    assert files.SOUND_ELSEWHERE in answer.text
    answer = save(writer, article, audio=document.pk)
    assert NO_SOUND in answer.text
    article.refresh_from_db()
    assert (article.attachments, article.audio_id) == ([], None)


@pytest.mark.parametrize("what", ["thay/", "ten/"])
def test_nobody_changes_one_where_it_lies(recording, what):
    make_article(audio_id=recording.pk)
    data = {"title": "Khác", "upload": SimpleUploadedFile("a.pdf", attached.pdf())}
    answer = staff.browser(make_user("publisher")).post(at(recording, what), data)
    assert (answer.status_code, answer.json()) == (403, {"error": rules.RECORDING_STAYS})
    recording.refresh_from_db()
    assert (recording.title, recording.kind) == ("Bản nghe", "mp3")


# On the form


def test_it_is_named_replaced_and_taken_away(writer, recording):
    article, other = make_draft(writer), make_recording(writer, attached.m4a())
    for number in (recording.pk, other.pk, None):
        assert save(writer, article, audio=number or "").status_code == 302
        article = Article.objects.get()
        assert article.audio_id == versions.latest(article).audio_id == number
    assert article.latest_version == 4


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 40, "1,2", "²"])
def test_what_is_no_recording_is_refused_in_words(writer, value):
    article = make_draft(writer)
    answer = save(writer, article, audio=value)
    assert (answer.status_code, NO_SOUND in answer.text) == (200, True)


def test_a_number_that_was_guessed_tells_nothing(writer):
    foreign = make_recording(data=attached.m4a())
    make_draft(foreign.uploaded_by, audio_id=foreign.pk)
    article = make_draft(writer)
    answer = save(writer, article, audio=foreign.pk)
    assert rules.RECORDING_NOT_YOURS in answer.text
    assert f'value="{foreign.pk}" data-value' not in answer.text
    assert foreign.facts_in_words not in answer.text
    article.refresh_from_db()
    assert article.audio_id is None


def test_what_stands_may_stay_for_whoever_edits(writer, recording):
    article = make_article(State.SUBMITTED, user=writer, audio_id=recording.pk)
    editor = make_user("editor")
    form = staff.browser(editor).get(staff.change(article)).text
    assert recording.facts_in_words in form
    assert save(editor, article, audio=recording.pk, title="Sửa tên").status_code == 302
    assert versions.latest(Article.objects.get()).audio_id == recording.pk


# Versions


def test_a_version_brings_its_recording_back(writer, recording):
    article = make_draft(writer, audio_id=recording.pk)
    article = workflow.save(article, {"audio_id": None}, writer, base=1)
    old, new = article.versions.order_by("number")
    (part,) = differences.between(old, new)
    assert (part.label, recording.original_name in part.stretches[0].rows[0].text) == (
        "Bản nghe",
        True,
    )
    data = {"ban": "1", "base_version": "2"}
    staff.browser(writer).post(f"{staff.ARTICLES}{article.pk}/khoi-phuc/", data)
    assert Article.objects.get().audio_id == recording.pk


def test_what_a_version_names_is_never_deleted(writer, recording):
    article = make_draft(writer, audio_id=recording.pk)
    workflow.save(article, {"audio_id": None}, writer, base=1)
    loose = make_recording(writer)
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(days=30))
    call_command("delete_unused_attachments")
    assert list(Attachment.objects.all()) == [recording]
    assert not Attachment.objects.filter(pk=loose.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        _delete_past_django(recording.pk)


def _delete_past_django(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM media_attachment WHERE id = %s", [number])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_it_survives_a_merge(writer, recording):
    article, token = make_draft(writer, audio_id=recording.pk), "a1" * 16
    other = make_recording(writer, attached.m4a())
    data = staff.posted(article, title="Của tôi", sitting=token)
    workflow.save(article, {"audio_id": other.pk}, make_user("editor"), base=1)
    client = staff.browser(writer)
    answer = client.post(staff.address(article, "merge"), data)
    form = client.get(answer["Location"]).context["adminform"].form
    assert (form["title"].value(), str(form["audio"].value())) == ("Của tôi", str(other.pk))


# Before citizens


@pytest.mark.parametrize(
    ("state", "status"),
    [("draft", 404), ("submitted", 404), ("published", 200), ("withdrawn", 410)],
)
def test_citizens_hear_what_a_public_article_names(client, recording, state, status):
    article = make_article(State(state), audio_id=recording.pk)
    assert client.head(recording.get_absolute_url()).status_code == status
    page = client.get(article.get_absolute_url())
    assert (recording.get_absolute_url() in page.text) == (status == 200)


def test_a_withdrawn_recording_is_gone_for_whoever_has_a_part(client, recording):
    article = make_article(audio_id=recording.pk)
    workflow.perform(article, "withdraw", make_user("publisher"), version=1, note="Sai")
    have = {"Range": "bytes=0-9", "If-Range": f'"{recording.sha256}"'}
    answer = client.get(recording.get_absolute_url(), headers=have)
    assert (answer.status_code, "Content-Range" in answer) == (410, False)


def test_strangers_of_the_staff_do_not_hear_a_draft(writer, recording):
    make_draft(writer, audio_id=recording.pk)
    stranger = staff.browser(make_user("contributor"))
    assert stranger.get(at(recording)).status_code == 404
    assert stranger.get(recording.get_absolute_url()).status_code == 404
    mine = staff.browser(writer).get(at(recording))
    assert (mine.status_code, bytes_of(mine), mine["Content-Type"]) == (200, DATA, "audio/mpeg")
    mine.close()


def test_the_page_plays_it_without_a_script_or_a_further_query(
    client, recording, django_assert_num_queries
):
    article = make_article(audio_id=recording.pk)
    with django_assert_num_queries(3):
        page = client.get(article.get_absolute_url())
    address = recording.get_absolute_url()
    assert address.endswith("/ban-nghe.mp3")
    assert f'controls preload="none" src="{address}" aria-labelledby="ban-nghe"' in page.text
    assert f">Tải bản nghe</a> ({recording.facts_in_words})" in page.text
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert "<audio" not in client.get(make_article().get_absolute_url()).text


def test_the_staff_hear_it_where_they_read(writer, recording):
    article = make_article(State.SUBMITTED, user=writer, audio_id=recording.pk)
    for page in ("change", "preview"):
        text = staff.browser(writer).get(staff.address(article, page)).text
        assert f'src="{at(recording)}"' in text


def test_an_outsider_with_a_link_hears_the_version_of_the_link(client, recording):
    article, other = make_article(State.PENDING, audio_id=recording.pk), make_recording()
    made = review.make(article, make_user("editor"), 1)
    page = reverse("review", args=[made.token])
    heard = reverse("review-file", args=[made.token, recording.pk])
    assert f'src="{heard}"' in client.get(page).text
    assert client.head(heard).status_code == 200
    foreign = reverse("review-file", args=[made.token, other.pk])
    assert client.head(foreign).status_code == 404


# Parts of it


SIZE = len(DATA)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        ("bytes=0-0", 0, 0),
        (f"bytes=0-{SIZE * 9}", 0, SIZE - 1),
        (f"bytes=-{SIZE * 9}", 0, SIZE - 1),
        (f"Bytes= {SIZE - 1}-", SIZE - 1, SIZE - 1),
    ],
)
def test_a_player_jumps(client, recording, asked, first, last):
    make_article(audio_id=recording.pk)
    headers = {"Range": asked, "Accept-Encoding": "gzip"}
    answer = client.get(recording.get_absolute_url(), headers=headers)
    assert (answer.status_code, bytes_of(answer)) == (206, DATA[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(last - first + 1)
    assert (answer["ETag"], "Content-Encoding" in answer) == (f'"{recording.sha256}"', False)
    answer.close()


@pytest.mark.parametrize(
    "asked", [f"{SIZE}-", "9-5", "-0", "-", "x", "1", "1-2-3", "a-b", "9" * 40 + "-", "²-"]
)
def test_what_is_no_part_is_refused(client, recording, asked):
    make_article(audio_id=recording.pk)
    answer = client.get(recording.get_absolute_url(), headers={"Range": f"bytes={asked}"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Range": "bytes=0-1,5-6"},
        {"Range": "phut=1-2"},
        {"Range": "bytes="},
        {"Range": "bytes=0-1", "If-Range": '"khac"'},
        {"Range": "bytes=0-1", "If-Range": "Thu, 01 Jan 2026 00:00:00 GMT"},
    ],
)
def test_everything_else_gets_the_whole(client, recording, headers):
    make_article(audio_id=recording.pk)
    answer = client.get(recording.get_absolute_url(), headers=headers)
    assert (answer.status_code, bytes_of(answer)) == (200, DATA)
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Length"] == str(SIZE)
    answer.close()


def test_a_part_of_the_file_one_has_is_sent(client, recording):
    make_article(audio_id=recording.pk)
    path = recording.get_absolute_url()
    told = client.head(path, headers={"Range": "bytes=0-1"})
    assert (told.status_code, told["Content-Length"]) == (200, str(SIZE))
    answers = [
        client.get(path, headers={"Range": "bytes=0-1", "If-Range": told[name]})
        for name in ("ETag", "Last-Modified")
    ]
    assert [(answer.status_code, bytes_of(answer)) for answer in answers] == [(206, DATA[:2])] * 2
    for answer in answers:
        answer.close()


def test_nginx_cuts_by_itself(client, recording, settings):
    settings.ATTACHMENTS_ACCEL = "/tep-rieng/"
    make_article(audio_id=recording.pk)
    answer = client.get(recording.get_absolute_url(), headers={"Range": "bytes=0-1"})
    assert answer["X-Accel-Redirect"] == f"/tep-rieng/{recording.file.name}"
    assert (answer.status_code, "Content-Range" in answer) == (200, False)


def test_the_sentence_of_documents_stays(writer):
    answer = send(writer, b"chu", path=f"{staff.ARTICLES}tep/tai-len/")
    assert answer.json() == {"error": officefile.UNKNOWN}


def test_a_page_has_a_recording_like_an_article(client, recording):
    page = make_page(address="gioi-thieu", user=recording.uploaded_by, audio_id=recording.pk)
    text = client.get("/gioi-thieu/").text
    assert "<audio" in text
    assert recording.get_absolute_url() in text
    assert client.head(recording.get_absolute_url()).status_code == 200
    editor = staff.browser(make_user("editor"))
    assert 'name="audio"' in editor.get(staff.change(page)).text
    move(page, "withdraw", words="Gỡ.")
    assert client.get(recording.get_absolute_url()).status_code == 410

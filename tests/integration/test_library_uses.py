"""Where a picture is used, who is told, and that a picture in use stays as it is."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from news import workflow
from news.media import usage
from news.media.library import GONE, NO_RIGHT
from news.media.models import Image
from news.models import Article, State
from tests import staff
from tests.factories import (
    assign,
    content,
    make_article,
    make_draft,
    make_image,
    make_unit,
    make_user,
)
from tests.importing import media_files

pytestmark = pytest.mark.django_db

LIBRARY = "/quan-tri/media/image/"


def body(image) -> str:
    return f'<p>Chữ.</p><figure class="image"><img src="{image.file.url}" alt="Cầu mới"></figure>'


def told(image, user) -> list[tuple[str, str]]:
    return [(use.title, use.standing) for use in usage.uses(image, user).open]


def describe(client, image, **words) -> int:
    return client.post(f"{LIBRARY}{image.pk}/mo-ta/", {"alt": "Khác", **words}).status_code


def delete(client, image) -> int:
    path = staff.address(image, "delete")
    asked = client.get(path).status_code
    assert asked in (200, 403)
    return client.post(path, {"post": "yes"}).status_code


# Where used


def test_a_cover_and_a_picture_in_a_text_are_found():
    cover, inside, unused = make_image(), make_image(), make_image()
    article = make_article(cover_id=cover.pk, cover_alt=cover.alt, body=body(inside))
    reader = make_user("publisher")
    assert told(cover, reader) == told(inside, reader) == [(article.title, "Đang đăng")]
    assert not usage.uses(unused, reader)
    assert set(Image.objects.filter(usage.shown())) == {cover, inside}


def test_a_file_name_in_plain_words_is_no_use():
    image = make_image()
    make_article(body=f'<p>&lt;img src="{image.file.url}"&gt; src="{image.file.url}"</p>')
    assert not usage.is_shown(image)


def test_a_name_that_only_begins_alike_is_no_use():
    image = make_image()
    other = image.file.url.replace(".jpg", "_2.jpg")
    make_article(body=f'<figure class="image"><img src="{other}" alt="Cầu mới"></figure>')
    assert not usage.is_shown(image)


def test_the_newest_version_counts_and_so_does_the_published_one():
    old, new = make_image(), make_image()
    article = make_article(body=body(old))
    editor = make_user("publisher")
    workflow.save(article, content(body=body(new)), editor, base=article.latest_version)
    assert told(old, editor) == [(article.title, "Đang đăng")]
    assert told(new, editor) == [(article.title, State.DRAFT.label)]
    assert (usage.is_live(old), usage.is_live(new)) == (True, False)


def test_a_picture_of_an_old_version_stays_because_the_version_can_be_restored():
    image, writer = make_image(), make_user("contributor")
    article = make_draft(writer, body=body(image))
    workflow.save(article, {"body": "<p>Không ảnh.</p>"}, writer, base=1)
    assert told(image, writer) == [(article.title, "Chỉ còn trong bản cũ")]
    assert usage.is_shown(image)


def test_a_withdrawn_article_still_holds_its_picture():
    image = make_image()
    article = make_article(State.WITHDRAWN, body=body(image))
    assert told(image, make_user("publisher")) == [(article.title, State.WITHDRAWN.label)]
    assert usage.is_shown(image)
    assert not usage.is_live(image)


def test_what_a_person_may_not_see_is_only_counted():
    image, me = make_image(), make_user("contributor")
    secret = make_draft(body=body(image), title="Bài mật của người khác")
    mine = make_draft(me, body=body(image), title="Bài của tôi")
    page = staff.browser(me).get(staff.change(image)).text
    assert staff.change(mine) in page
    assert "và 1 bài khác" in page
    assert "Bài mật" not in page
    assert staff.change(secret) not in page


def test_nothing_but_a_number_for_somebody_who_sees_no_article():
    image = make_image()
    make_draft(body=body(image))
    make_draft(cover_id=image.pk)
    page = staff.browser(make_user("system_admin")).get(staff.change(image)).text
    assert "2 bài mà bạn không xem được" in page


def test_a_unit_sees_the_titles_of_its_own_articles():
    image, editor = make_image(), make_user()
    assign(editor, "editor", unit=make_unit("MTTQ"))
    make_draft(body=body(image), unit=make_unit("BTGHU"), title="Của BTGHU")
    make_draft(body=body(image), unit=make_unit("MTTQ"), title="Của MTTQ")
    assert [title for title, _ in told(image, editor)] == ["Của MTTQ"]
    assert usage.uses(image, editor).others == 1


def test_a_picture_in_many_articles_asks_no_more():
    image, me = make_image(), make_user("contributor")
    client, path = staff.browser(me), staff.change(image)
    make_draft(me, body=body(image))
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _ in range(40):
        make_draft(me, body=body(image))
    with CaptureQueriesContext(connection) as many:
        page = client.get(path).text
    assert len(many) == len(few) <= 16
    assert "và 11 bài khác" in page


# Changing


def test_what_citizens_see_is_changed_by_those_who_may_publish_only():
    image = make_image()
    make_article(cover_id=image.pk, cover_alt=image.alt)
    form = {"alt": "Khác", "focal_x": "0", "focal_y": "0"}
    for role in ("contributor", "editor", "system_admin"):
        client = staff.browser(make_user(role))
        assert describe(client, image) == 403
        assert client.post(staff.change(image), form).status_code == 403
        assert "chỉ người xuất bản sửa được" in client.get(staff.change(image)).text
    assert Image.objects.get().focal_x == 0.5
    assert describe(staff.browser(make_user("publisher")), image) == 200


def test_everybody_improves_the_words_of_a_picture_that_waits():
    image = make_image(user=make_user("publisher"))
    make_draft(body=body(image))
    assert describe(staff.browser(make_user("contributor")), image) == 200


def test_refusals_are_sentences():
    image, client = make_image(), staff.browser(make_user("contributor"))
    missing = client.post(f"{LIBRARY}{image.pk + 1}/mo-ta/", {"alt": "A"})
    assert (missing.status_code, missing.json()) == (404, {"error": GONE})
    assert client.post(f"{LIBRARY}{10**30}/mo-ta/", {"alt": "A"}).status_code == 404
    outsider = staff.browser(make_user("account_admin"))
    for path in (f"{LIBRARY}{image.pk}/mo-ta/", f"{LIBRARY}tai-len/"):
        answer = outsider.post(path, {"alt": "A"})
        assert (answer.status_code, answer.json()) == (403, {"error": NO_RIGHT})
    for path in (LIBRARY, staff.PICTURES, staff.change(image)):
        assert outsider.get(path).status_code == 403


# Deleting


def test_who_uploaded_an_unused_picture_deletes_it_with_its_files(
    django_capture_on_commit_callbacks,
):
    me, before = make_user("contributor"), media_files()
    image = make_image(user=me)
    assert len(media_files()) == len(before) + 1
    client = staff.browser(me)
    assert staff.address(image, "delete") in client.get(staff.change(image)).text
    with django_capture_on_commit_callbacks() as later:
        assert delete(client, image) == 302
    # The files go when the row is certainly gone, not before.
    assert len(media_files()) == len(before) + 1
    for call in later:
        call()
    assert (media_files(), Image.objects.count()) == (before, 0)


@pytest.mark.parametrize("shows", ["cover", "body", "old version"])
def test_a_picture_in_use_is_not_deleted(shows):
    me = make_user("contributor")
    image = make_image(user=me)
    words = {"cover_id": image.pk} if shows == "cover" else {"body": body(image)}
    article = make_draft(me, **words)
    if shows == "old version":
        workflow.save(article, {"body": "<p>Không ảnh.</p>"}, me, base=1)
    for user in (me, make_user(is_superuser=True)):
        client = staff.browser(user)
        assert delete(client, image) == 403
        assert staff.address(image, "delete") not in client.get(staff.change(image)).text
    assert Image.objects.get() == image


def test_the_database_itself_keeps_a_cover():
    image = make_image()
    make_draft(cover_id=image.pk)
    with pytest.raises(ProtectedError):
        image.delete()


def test_a_strangers_picture_is_deleted_by_whoever_holds_the_right_only():
    image = make_image(user=make_user("contributor"))
    for role in ("contributor", "editor", "publisher", "system_admin", "account_admin"):
        assert delete(staff.browser(make_user(role)), image) == 403
    assert delete(staff.browser(make_user(is_superuser=True)), image) == 302


def test_an_uploader_who_lost_the_role_deletes_nothing():
    me = make_user("contributor")
    image = make_image(user=me)
    me.assignments.all().delete()
    assert delete(staff.browser(me), image) == 403


def beside(work) -> threading.Thread:
    """Work in a connection of its own, begun and waiting for ours."""

    def begin():
        work()
        connection.close()

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join(0.7)
    return thread


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shows", ["cover", "body"])
def test_a_picture_that_an_article_takes_at_this_moment_stays(shows):
    me, answers = make_user("contributor"), []
    image, draft, client = make_image(user=me), make_draft(me), staff.browser(me)
    words = {"cover_id": image.pk} if shows == "cover" else {"body": body(image)}
    path = staff.address(image, "delete")
    with transaction.atomic():
        workflow.save(draft, content(**words), me, base=1)
        other = beside(lambda: answers.append(client.post(path, {"post": "yes"})))
        assert other.is_alive()
    other.join(20)
    assert [answer.status_code for answer in answers] == [403]
    assert Image.objects.get() == image


@pytest.mark.django_db(transaction=True)
def test_a_cover_that_is_deleted_at_this_moment_is_refused_in_words():
    me, refused = make_user("contributor"), []
    image, draft = make_image(user=me), make_draft(me)

    def save():
        try:
            workflow.save(draft, content(cover_id=image.pk), me, base=1)
        except workflow.Refused as refusal:
            refused.append(str(refusal))

    with transaction.atomic():
        assert usage.release(image)
        Image.objects.filter(pk=image.pk).delete()
        other = beside(save)
        assert other.is_alive()
    other.join(20)
    assert refused == ["Ảnh đại diện vừa bị xoá khỏi thư viện. Hãy chọn ảnh khác."]


def test_a_picture_that_was_used_meanwhile_is_not_deleted():
    me = make_user("contributor")
    image, client = make_image(user=me), staff.browser(me)
    assert client.get(staff.address(image, "delete")).status_code == 200
    make_draft(body=body(image))
    assert client.post(staff.address(image, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.count() == 1

"""Pictures for links on other sites: made by the queue, shown when current, put away in time."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from news import due
from news.media.models import Image
from news.models import Article, State
from news.sharing import making
from news.sharing.models import SharePicture, ShareState
from news.site.models import Portal
from tests.factories import make_article, make_image, move

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def draw() -> int:
    """What the clock asks for, and what the worker then does."""
    found = making.ask()
    for row in SharePicture.objects.filter(state=ShareState.PENDING):
        making.make.call(row.article_id)
    return found


def metas(client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))


def test_an_article_without_a_picture_gets_a_card_of_its_title(client):
    article = make_article(title="Lịch tiếp công dân")
    before = metas(client, article.get_absolute_url())
    assert before["og:image"] == "http://testserver/static/img/share.png"
    assert draw() == 1
    found = metas(client, article.get_absolute_url())
    row = SharePicture.objects.get()
    assert found["og:image"] == f"http://testserver/media/{row.file}"
    assert found["og:image"].endswith(".png")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "Lịch tiếp công dân"
    assert found["twitter:card"] == "summary_large_image"
    assert default_storage.exists(row.file)
    assert draw() == 0


def test_a_cover_is_cropped_and_described_as_on_the_page(client):
    cover = make_image(alt="Bà con mở đường")
    article = make_article(cover_id=cover.pk, cover_alt="Bà con mở đường")
    draw()
    found = metas(client, article.get_absolute_url())
    assert found["og:image"].endswith(".jpg")
    assert found["og:image:alt"] == "Bà con mở đường"
    first = SharePicture.objects.get().file
    Image.objects.filter(pk=cover.pk).update(focal_x=0.0)
    assert draw() == 1
    assert SharePicture.objects.get().focal_x == 0.0
    assert default_storage.exists(first)  # other sites may still ask for it


def test_another_title_or_name_of_the_portal_makes_it_anew():
    article = make_article(title="Một")
    draw()
    first = SharePicture.objects.get().file
    Article.objects.filter(pk=article.pk).update(latest_version=2, published_version=2, title="Hai")
    assert draw() == 1
    second = SharePicture.objects.get().file
    Portal.objects.update_or_create(pk=1, defaults={"name": "Xã Khác"})
    assert draw() == 1
    assert len({first, second, SharePicture.objects.get().file}) == 3


def test_an_outdated_picture_is_not_shown(client):
    article = make_article(title="Một")
    draw()
    Article.objects.filter(pk=article.pk).update(latest_version=2, published_version=2, title="Hai")
    found = metas(client, article.get_absolute_url())
    assert found["og:image"] == "http://testserver/static/img/share.png"


def test_nothing_is_drawn_of_what_citizens_do_not_see():
    make_article(State.PENDING)
    make_article(at=timezone.now() + timedelta(hours=1))
    make_article(at=timezone.now() - making.REACH - timedelta(days=1))
    assert draw() == 0


def test_the_picture_of_a_withdrawn_article_is_removed():
    article = make_article()
    draw()
    file = SharePicture.objects.get().file
    move(article, "withdraw")
    assert due.ERRANDS["share pictures of nobody"]() == 1
    assert not default_storage.exists(file)
    assert not SharePicture.objects.exists()


def test_a_picture_that_cannot_be_drawn_is_given_up_after_three_tries(client):
    cover = make_image()
    article = make_article(cover_id=cover.pk, cover_alt=cover.alt)
    default_storage.delete(cover.file.name)
    for _ in range(making.TRIES):
        with pytest.raises(FileNotFoundError):
            draw()
        SharePicture.objects.update(asked_at=timezone.now() - making.LOST)
    assert SharePicture.objects.get().state == ShareState.FAILED
    assert draw() == 0
    assert metas(client, article.get_absolute_url())["og:image"].endswith(cover.file.url)


def test_a_lost_task_is_asked_for_again():
    make_article()
    assert making.ask() == 1
    assert making.ask() == 0
    SharePicture.objects.update(asked_at=timezone.now() - making.LOST)
    assert making.ask() == 1


def test_the_page_asks_no_more_for_it(client, django_assert_max_num_queries):
    article = make_article()
    draw()
    with django_assert_max_num_queries(6):
        client.get(article.get_absolute_url())

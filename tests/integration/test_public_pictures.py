"""What citizens get of a picture: the right file for the place, at once or when it is near."""

import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from news.media.models import Image
from news.models import Article, ArticleVersion
from news.site.models import Portal
from tests.factories import make_article, make_category, make_draft, make_image
from tests.pictures import ready, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A store of pictures of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def pictures(page: str) -> list[str]:
    """The pictures of a page's main part, each with its sources."""
    main = page[page.index("<main") :]
    return re.findall(r"<picture>.*?</picture>", main, re.S)


def check(picture: str, place: str) -> None:
    """A complete responsive picture whose every file is there."""
    assert re.findall(r'<source type="([^"]+)"', picture) == ["image/avif", "image/webp"]
    assert picture.count("srcset=") == picture.count("sizes=") == 3
    assert re.search(r' width="[1-9]\d*"\s+height="[1-9]\d*"', picture)
    assert place in picture
    for address in re.findall(r"(/media/\S+) \d+w", picture):
        assert default_storage.exists(address.removeprefix("/media/"))


def with_cover(image: Image, **values):
    """A published article with that cover."""
    return make_article(cover_id=image.pk, cover_alt="Bà con làm đường", **values)


def test_the_front_page_loads_its_lead_at_once_and_the_rest_when_it_is_near(client):
    category = make_category()
    for _ in range(18):
        with_cover(ready(size=(800, 500)), category=category)
    found = pictures(client.get("/").content.decode())
    assert len(found) >= 6
    for picture, place in zip(found, ("799px", "385px", "385px", "284px"), strict=False):
        check(picture, place)
    assert 'fetchpriority="high"' in found[0]
    assert "lazy" not in found[0]
    for picture in found[1:]:
        assert 'loading="lazy"' in picture
        assert "fetchpriority" not in picture
    assert [("106px" in picture) for picture in found[3:]] == [False, *[True] * (len(found) - 4)]


def test_a_list_fits_its_rows(client):
    for _ in range(2):
        with_cover(ready())
    found = pictures(client.get("/tin-tuc/").content.decode())
    assert len(found) == 2
    for picture in found:
        check(picture, "294px")
    assert 'loading="lazy"' in found[1]


def test_an_article_shows_its_cover_and_the_pictures_of_its_text(
    client, django_assert_max_num_queries
):
    images = [ready(), ready()]
    body = "".join(
        f'<p>Đoạn văn.</p><figure class="image{side}"><img src="{image.file.url}" '
        f'alt="Bà con thôn {at} họp"><figcaption>Chú thích</figcaption></figure>'
        for at, (image, side) in enumerate(zip(images, ("", " align-right"), strict=True))
    )
    article = with_cover(ready(), body=body)
    make_article(category=article.category)
    with django_assert_max_num_queries(3):
        page = client.get(article.get_absolute_url()).content.decode()
    cover, first, second = pictures(page)
    check(cover, "714px")
    check(first, "714px")
    check(second, "328px")
    assert 'alt="Bà con làm đường"' in cover
    assert 'fetchpriority="high"' in cover
    assert 'alt="Bà con thôn 1 họp"' in second
    for picture in (first, second):
        assert 'loading="lazy"' in picture
    assert page.count("<figcaption>Chú thích</figcaption>") == 2


def test_pictures_that_are_not_ready_show_their_original(client):
    image = upload()
    body = f'<figure class="image"><img src="{image.file.url}" alt="Bà con họp"></figure>'
    article = with_cover(image, body=body)
    for address in ("/", "/tin-tuc/", article.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "srcset" not in page
        main = page[page.index("<main") :]
        found = re.findall(rf'<img src="{re.escape(image.file.url)}"[^>]*>', main)
        assert found
        for tag in found:
            assert re.search(r'width="1000"\s+height="800"', tag)


def test_a_picture_the_library_lost_does_not_break_the_page(client):
    body = '<figure class="image"><img src="/media/anh/khong-co.jpg" alt="Bà con họp"></figure>'
    page = client.get(make_article(body=body).get_absolute_url()).content.decode()
    assert 'src="/media/anh/khong-co.jpg" alt="Bà con họp" loading="lazy"' in page


def test_words_that_look_like_a_picture_do_no_harm(client):
    body = '<p>Gõ src="/media/anh/x.jpg" và 100% \\1 \' %s {} vào ô.</p>'
    page = client.get(make_article(body=body).get_absolute_url()).content.decode()
    assert "100% \\1" in page


def test_a_preview_shows_what_citizens_will_get(signed_in, client):
    user = signed_in("contributor")
    image = ready()
    body = f'<figure class="image"><img src="{image.file.url}" alt="Bà con họp"></figure>'
    draft = make_draft(user, body=body)
    page = client.get(f"/quan-tri/news/article/{draft.pk}/xem-truoc/").content.decode()
    check(pictures(page)[0], "714px")
    typed = {"title": "Bài", "body": body}
    page = client.post("/quan-tri/news/article/xem-truoc/", typed).content.decode()
    check(pictures(page)[0], "714px")


def test_what_is_stored_never_holds_a_rendition(client):
    image = ready()
    body = f'<figure class="image"><img src="{image.file.url}" alt="Bà con họp"></figure>'
    article = make_article(body=body)
    client.get(article.get_absolute_url())
    version = ArticleVersion.objects.get(article=article)
    assert "srcset" not in article.body + version.body
    assert make_image().renditions == {}


# What a reader hears


def heard(page: str) -> list[str]:
    """The descriptions of the pictures of a page's main part."""
    main = page[page.index("<main") :]
    return re.findall(r'<img [^>]*?alt="([^"]*)"', main, re.S)


@pytest.mark.parametrize(
    ("own", "words", "said"),
    [
        ("Bà con họp", {"alt": "Làm đường"}, "Bà con họp"),
        ("", {"alt": "Làm đường"}, "Làm đường"),
        ("", {"alt": "Làm đường", "decorative": True}, ""),
        ("Bà con họp", {"alt": "", "decorative": True}, "Bà con họp"),
    ],
)
def test_cover_text_and_preview_say_the_same(client, signed_in, own, words, said):
    image = ready()
    Image.objects.filter(pk=image.pk).update(**words)
    body = f'<figure class="image"><img src="{image.file.url}" alt="{own}"></figure>'
    # A picture that nobody described is not published any more, but stands in old articles.
    article = make_article(cover_id=image.pk, cover_alt="Có mô tả")
    Article.objects.filter(pk=article.pk).update(body=body, cover_alt=own)
    ArticleVersion.objects.filter(article=article).update(body=body, cover_alt=own)
    page = client.get(article.get_absolute_url()).content.decode()
    assert heard(page)[:2] == [said, said]
    assert ('property="og:image:alt"' in page) == bool(said)
    # Beside its title the picture says nothing new.
    assert heard(client.get("/tin-tuc/").content.decode()) == [""]
    signed_in("publisher")
    preview = client.get(f"/quan-tri/news/article/{article.pk}/xem-truoc/").content.decode()
    assert heard(preview)[:2] == [said, said]


def shared(page: str) -> dict[str, str]:
    """What the head tells other sites of the picture."""
    return dict(re.findall(r'<meta property="og:(image[^"]*)" content="([^"]*)"', page))


def test_other_sites_get_a_crop_with_its_size_and_description(client):
    article = with_cover(ready(size=(2000, 1500)))
    told = shared(client.get(article.get_absolute_url()).content.decode())
    name = told["image"].removeprefix("http://testserver/media/")
    assert name.endswith("-1440.jpg")
    with Pillow.open(default_storage.path(name)) as picture:
        assert picture.size == (int(told["image:width"]), int(told["image:height"])) == (1440, 810)
    assert told["image:alt"] == "Bà con làm đường"


@pytest.mark.parametrize("image", [lambda: ready(size=(900, 700)), lambda: upload((900, 700))])
def test_other_sites_get_the_original_where_the_crop_is_small(client, image):
    image = image()
    told = shared(client.get(with_cover(image).get_absolute_url()).content.decode())
    assert told["image"] == f"http://testserver{image.file.url}"
    assert (told["image:width"], told["image:height"]) == ("900", "700")


def test_the_emblem_is_a_small_file(client):
    Portal.objects.create(emblem=ready(mode="RGBA", kind="PNG"))
    page = client.get("/").content.decode()
    emblem = re.search(r'<img class="brand__emblem"[^>]*>', page)[0]
    assert 'sizes="64px"' in emblem
    assert re.search(r'srcset="/media/\S+-360.png 360w', emblem)

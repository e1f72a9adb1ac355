"""Media files are handed out as what they are, and nothing beside them."""

import pytest
from django.conf import settings

from news.media.serving import HARMLESS
from tests.factories import make_image

pytestmark = pytest.mark.django_db


def test_a_picture_is_shown_and_can_neither_run_nor_change(client):
    image = make_image()
    response = client.get(image.file.url)
    assert b"".join(response.streaming_content) == image.file.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == HARMLESS["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    image.file.close()
    response.close()


@pytest.mark.parametrize(
    "path",
    [
        "../manage.py",
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "anh/",
        "",
        "anh/khong-co.jpg",
        "a%00.jpg",
        "x" * 5000,
        "%ff%fe.jpg",
        "..\\..\\etc\\passwd",
    ],
)
def test_nothing_else_is_handed_out(client, path):
    make_image()
    response = client.get(f"{settings.MEDIA_URL}{path}")
    assert response.status_code in (400, 404)
    assert "root:" not in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_media_are_only_read(client, method):
    assert getattr(client, method)(make_image().file.url).status_code == 405

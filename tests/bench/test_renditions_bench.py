"""What renditions cost: against one plain JPEG, and what citizens notice of thirty uploads."""

import os
import statistics
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pillow

from config.dev.worker import COMMAND, POLITELY
from news.media import renditions, tasks, uploads
from news.media.models import Image
from tests import beside
from tests.factories import make_article, make_category
from tests.pictures import upload

pytestmark = pytest.mark.bench
UPLOADS = 30
ROUNDS = 150


def photo(width: int, height: int) -> Pillow.Image:
    """Something as hard to encode as a real photograph: shapes, detail and noise."""
    coarse = Pillow.effect_noise((width // 16, height // 16), 90).resize((width, height))
    fine = Pillow.effect_noise((width // 4, height // 4), 60).resize((width, height))
    noise = Pillow.effect_noise((width, height), 12)
    bands = (coarse, Pillow.blend(coarse, fine, 0.5), Pillow.blend(fine, noise, 0.3))
    return Pillow.merge("RGB", bands)


def seconds(function, *args) -> float:
    """The processor's time of one call."""
    started = time.process_time()
    function(*args)
    return time.process_time() - started


def stored_photo() -> Image:
    """A 12-megapixel photo as a phone makes it, accepted into the library."""
    data = renditions.encode(photo(4000, 3000), "JPEG", {"quality": 90})
    return uploads.store(uploads.accept(ContentFile(data, "IMG_0001.jpg")), alt="Bà con họp")


@pytest.mark.django_db
def test_all_renditions_cost_a_bounded_multiple_of_one_jpeg():
    """Measured 3.2 s on one core for 30 files, 25 to 30 times the JPEG of the largest size."""
    image = stored_photo()
    with Pillow.open(image.file.path) as picture:
        plain = picture.convert("RGB")
    one = min(seconds(renditions.encode, plain, *renditions.JPEG) for _ in range(3))
    every = min(seconds(renditions.make, image) for _ in range(2))
    print(f"12 MP to all renditions: {every:.2f} s, {every / one:.0f} × one JPEG")  # noqa: T201
    assert every < 60 * one


def typical(client, paths: list[str], until=lambda: False) -> float:
    """The median time of a page, asked for again and again like by one reader after another."""
    times = []
    while len(times) < ROUNDS and not until():
        for path in paths:
            started = time.perf_counter()
            assert client.get(path).status_code == 200
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def start_worker() -> subprocess.Popen:
    """The worker as `make run` starts it, on the tests' database and pictures."""
    environment = {
        **os.environ,
        "DATABASE_URL": beside.database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [*POLITELY, sys.executable, *COMMAND, "--batch"]
    return subprocess.Popen(  # noqa: S603 - a program of our own
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )


@pytest.mark.django_db(transaction=True)
def test_thirty_uploads_at_once_do_not_slow_a_citizens_page(client):
    """The work is another process's, and it yields to the one that answers citizens."""
    category = make_category()
    for _ in range(10):
        make_article(category=category, cover_id=upload((800, 500)).pk, cover_alt="Bà con họp")
    DBTaskResult.objects.all().delete()
    paths = ["/", "/tin-tuc/"]
    typical(client, paths)
    quiet = typical(client, paths)
    first = stored_photo()
    for number in range(1, UPLOADS):
        Image.objects.create(
            file=first.file.name, width=1, height=1, size=1, sha256=f"{number:064}", alt="Họp"
        )
    tasks.queue_missing()
    worker = start_worker()
    while not DBTaskResult.objects.filter(status="RUNNING").exists():
        assert worker.poll() is None
        time.sleep(0.05)
    busy = typical(client, paths, until=lambda: worker.poll() is not None)
    worker.kill()
    worker.wait()
    print(f"page {quiet * 1000:.1f} ms, {busy / quiet:.2f} × at {UPLOADS} uploads")  # noqa: T201
    assert busy < 1.5 * quiet

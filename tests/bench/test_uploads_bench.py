"""What an upload costs: its process, its memory, and what citizens notice of thirty at once."""

import http.client
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image as Pillow

from config.dev import web
from config.dev.worker import POLITELY
from news.media import isolation, reencode, renditions
from news.media.models import Image
from tests import beside
from tests.bench.test_renditions_bench import photo
from tests.factories import make_article, make_category, make_user
from tests.pictures import PEAK, peak_of, upload

pytestmark = pytest.mark.bench
UPLOADS = 30
QUIET = 150
# Of one web process, which never decodes: measured 130.
WEB_PEAK = 300


@pytest.fixture
def pictures_in_this_process():
    """Here they are not."""


def cost(function: Callable, data: bytes) -> float:
    """Processor seconds of a call, with those of the processes it waits for."""

    def now() -> float:
        used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(each.ru_utime + each.ru_stime for each in used)

    started = now()
    function(data)
    return now() - started


def jpeg(picture=None, **options) -> bytes:
    """A photo as a phone makes it."""
    return renditions.encode(picture or photo(4000, 3000), "JPEG", {"quality": 90, **options})


def test_a_process_of_its_own_costs_little():
    data = jpeg()
    inside = min(cost(reencode.reencode, data) for _ in range(5))
    beside = min(cost(isolation.run, data) for _ in range(5))
    print(f"12 MP: {inside:.2f} s, in its process {beside / inside:.2f} ×")  # noqa: T201
    assert beside < 2 * inside


def drawn(mode: str, size: tuple[int, int]) -> Pillow.Image:
    """A picture whose file is small enough, whatever the format."""
    small = Pillow.effect_noise((size[0] // 6, size[1] // 6), 60)
    return Pillow.merge("RGBA", [small] * 4).resize(size, Pillow.Resampling.NEAREST).convert(mode)


LARGE, WEBP = (8000, 5000), (4082, 3062)
PICTURES = {
    "JPEG": ("JPEG", "RGB", LARGE, {}),
    "JPEG, 26 million points in a square": ("JPEG", "RGB", (5119, 5119), {}),
    "JPEG, progressive": ("JPEG", "RGB", LARGE, {"progressive": True}),
    "JPEG, progressive, 4:4:4": ("JPEG", "RGB", LARGE, {"progressive": True, "subsampling": 0}),
    "JPEG, CMYK": ("JPEG", "CMYK", LARGE, {"quality": 50}),
    "JPEG, grey": ("JPEG", "L", LARGE, {}),
    "JPEG with a profile of 14 MB": ("JPEG", "RGB", LARGE, {"icc_profile": b"icc!" * 3_500_000}),
    "MPO": ("MPO", "RGB", LARGE, {"save_all": True, "append_images": [drawn("RGB", (640, 400))]}),
    "PNG": ("PNG", "RGB", LARGE, {}),
    "PNG, transparent": ("PNG", "RGBA", LARGE, {}),
    "PNG, palette": ("PNG", "P", LARGE, {"transparency": 3}),
    "PNG, grey": ("PNG", "L", LARGE, {}),
    "PNG, 16 bits": ("PNG", "I;16", LARGE, {}),
    "PNG, black and white": ("PNG", "1", LARGE, {}),
    "PNG, panorama": ("PNG", "RGBA", (40_000, 1000), {}),
    "PNG, tower": ("PNG", "RGBA", (1000, 40_000), {}),
    "WebP": ("WEBP", "RGB", WEBP, {"method": 0}),
    "WebP, transparent": ("WEBP", "RGBA", WEBP, {"method": 0}),
    "WebP, lossless": ("WEBP", "RGB", WEBP, {"method": 0, "lossless": True}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_largest_picture_of_each_kind_stays_below_the_bound(name):
    kind, mode, size, options = PICTURES[name]
    picture = drawn("L", size).convert(mode) if mode == "I;16" else drawn(mode, size)
    told, peak = peak_of(renditions.encode(picture, kind, options))
    print(f"{name:<38} {peak:4.0f} MB  {told}")  # noqa: T201
    assert told.get("refused") in (None, "too-heavy")
    assert peak < PEAK


class Portal:
    """gunicorn as deploy/gunicorn.conf.py starts it, on the tests' database and pictures."""

    def __init__(self, log: Path):
        self.address = web.Address("127.0.0.1", 8191)
        self.log = log.open("wb")
        environment = {
            **os.environ,
            "DATABASE_URL": beside.database_url(),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": self.address.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "BIND": self.address.bind,
            "ACCESS_LOG": os.devnull,
            "WEB_GRACEFUL_TIMEOUT": "3",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", web.CONFIGURATION, web.APPLICATION]
        self.process = subprocess.Popen(  # noqa: S603 - a program of our own
            command, cwd=settings.BASE_DIR, env=environment, stdout=self.log, stderr=self.log
        )
        web.wait_until_answering(self.process, self.address, log)

    def peak(self) -> float:
        """The most memory that one of its processes ever had, in MB."""
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        files = [Path(f"/proc/{pid}/status").read_text() for pid in listing.read_text().split()]
        return max(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in files) / 1024

    def stop(self) -> None:
        """End it and wait."""
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


@pytest.fixture
def portal(transactional_db, tmp_path):
    """The site, with what stands on its front page."""
    category = make_category()
    for _ in range(10):
        make_article(category=category, cover_id=upload((800, 500)).pk, cover_alt="Bà con họp")
    running = Portal(tmp_path / "web.log")
    yield running
    running.stop()


def citizens(portal: Portal, until: Callable[[], bool]) -> list[float]:
    """The seconds that pages took a reader who opens one after another."""
    times = []
    while not until():
        for path in ("/", "/tin-tuc/"):
            started = time.perf_counter()
            reader = http.client.HTTPConnection(portal.address.host, portal.address.port)
            reader.request("GET", path)
            answer = reader.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)
            reader.close()
            times.append(time.perf_counter() - started)
        time.sleep(0.01)
    return times


def rounds(number: int) -> Callable[[], bool]:
    """Whether so many rounds are over."""
    left = iter(range(number))
    return lambda: next(left, None) is None


def uploaders(portal: Portal, photo: Path) -> subprocess.Popen:
    """Thirty signed-in people who upload at the same moment; they are not part of the server."""
    client = Client()
    client.force_login(make_user("contributor"))
    token = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].OutputString(attrs=[])
    cookies = f"{session}; {settings.CSRF_COOKIE_NAME}={token}"
    program = str(Path(__file__).with_name("uploading.py"))
    address = f"{portal.address.url}/quan-tri/media/image/tai-len/"
    command = [*POLITELY, sys.executable, program, address, cookies, token, str(photo)]
    return subprocess.Popen([*command, str(UPLOADS)], stdout=subprocess.PIPE)  # noqa: S603


def in_ms(times: list[float]) -> tuple[float, float]:
    """Median and the time that 95 of 100 stay below."""
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20)[-1] * 1000


def test_thirty_uploads_at_once_do_not_slow_a_citizens_page(portal, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(jpeg())
    before = Image.objects.count()
    citizens(portal, rounds(50))
    times = citizens(portal, rounds(QUIET))
    people = uploaders(portal, file)
    busy = in_ms(citizens(portal, until=lambda: people.poll() is not None))
    # Before and after, because this machine may have other work at one of the times.
    quiet = in_ms(times + citizens(portal, rounds(QUIET)))
    taken, again = people.communicate()[0].split()
    print(f"page {quiet[0]:.1f} ms (95 %: {quiet[1]:.1f}); at {UPLOADS} uploads {busy[0]:.1f} ms")  # noqa: T201
    print(f"(95 %: {busy[1]:.1f}); {int(again)} times asked to come again")  # noqa: T201
    print(f"a web process had at most {portal.peak():.0f} MB")  # noqa: T201
    assert (int(taken), Image.objects.count() - before) == (UPLOADS, UPLOADS)
    assert busy[0] < 1.5 * quiet[0]
    assert busy[1] < 3 * quiet[1]
    assert portal.peak() < WEB_PEAK

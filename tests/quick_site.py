"""A small site with a page store, for gunicorn in a process of its own: no database, one page."""

import os
import threading
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from news.pagestore import moments  # noqa: E402 - these need the line above
from news.pagestore.asked import Rules  # noqa: E402
from news.pagestore.generations import Generations  # noqa: E402
from news.pagestore.shelf import Shelf  # noqa: E402
from news.pagestore.wsgi import PageStore  # noqa: E402

FOLDER = Path(os.environ["QUICK_SITE"])
PAGES = {"/": b"<p>Trang chu</p>" * 40, "/lon/": os.urandom(8_000_000), "/đường/": b"duong"}
moments.until = lambda clock, now: now + 1000


def pages(environ, start_response):
    """Some pages, and 404 for all else."""
    path = environ["PATH_INFO"].encode("latin-1").decode()
    status, body = ("200 OK", PAGES[path]) if path in PAGES else ("404 Not Found", b"khong co")
    kept = [("Cache-Control", "public, max-age=0")] if path in PAGES else []
    headers = [("Content-Type", "text/html"), *kept, ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]


def _beat(generations: Generations) -> None:
    while True:
        generations.beat(seen=1)
        time.sleep(0.2)


def _site() -> PageStore:
    generations = Generations(FOLDER)
    generations.beat(seen=1)
    shelves = Shelf(FOLDER / "pages", 10**8, 10**8), Shelf(FOLDER / "brief", 10**6, 10**6)
    beat = threading.Thread(target=_beat, args=(generations,), daemon=True)
    names = {"": (), "lon": (), "đường".encode().decode("latin-1"): ()}
    return PageStore(pages, Rules(names, {"quan-tri"}), generations, shelves, beat.start)


application = _site()

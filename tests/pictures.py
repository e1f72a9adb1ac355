"""Pictures as the library gets them, for the tests of renditions."""

import io
import json
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from news.media import isolation, renditions, tasks, uploads
from news.media.models import Image

# In MB: the ceiling of the process that decodes pictures, and what it takes before it begins.
PEAK = 285
# Linux keeps the parent's peak across a start, so the process tells its own.
MEASURED = """
import re, runpy, sys
runpy.run_path(sys.argv[1], run_name="__main__")
status = open("/proc/self/status").read()
print(re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)
"""


def peak_of(data: bytes) -> tuple[dict, float]:
    """What the program for pictures answers to a file, and how many MB it had at its peak."""
    command = [sys.executable, "-I", "-c", MEASURED, str(isolation.PROGRAM)]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120)  # noqa: S603
    return json.loads(done.stdout.partition(b"\n")[0]), int(done.stderr.split()[-1]) / 1024


def upload(size=(1000, 800), kind="JPEG", mode="RGB", **options) -> Image:
    """A picture that came in the usual way; another one each time."""
    number = Image.objects.count()
    shade = (number * 7 % 256, 90, 120, 128)[: len(mode)]
    out = io.BytesIO()
    Pillow.new(mode, size, shade).save(out, kind, **options)
    file = ContentFile(out.getvalue(), "ảnh chụp.jpg")
    return uploads.store(uploads.accept(file), alt="Bà con làm đường")


def ready(**values) -> Image:
    """A picture whose renditions are made."""
    image = upload(**values)
    tasks.attempt(image)
    image.refresh_from_db()
    return image


def stored(image: Image) -> dict[Path, tuple[int, int]]:
    """Every file of a picture's renditions with its size by the manifest."""
    return {
        Path(default_storage.path(renditions.file_name(crop["key"], width, kind))): (width, height)
        for crop in image.renditions.values()
        for width, height, _ in crop["files"]
        for kind in ("avif", "webp", crop["fallback"])
    }

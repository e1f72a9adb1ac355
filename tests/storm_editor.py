"""One editor in a process of its own: changes what readers see as fast as it can.

Given: the name of the database, the folder of the page store, the field of the portal, how often,
and the file in which it says how often it has done so.
"""

import os
import random
import sys
import time
from pathlib import Path

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
database, folder, field, edits, told = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, folder
django.setup()

from news.site.models import Portal  # noqa: E402 - needs the line above

# So many seconds between two edits, in the mean.
PAUSE = float(os.environ.get("PAGE_STORE_PAUSE", "0.02"))

with Path(told).open("wb", buffering=0) as file:
    for number in range(1, int(edits) + 1):
        Portal.objects.update(**{field: f"{field} {number}"})
        # From here on every reader must see it.
        os.pwrite(file.fileno(), number.to_bytes(4), 0)
        time.sleep(random.uniform(0, 2 * PAUSE))  # noqa: S311 - nothing to guess

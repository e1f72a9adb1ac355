"""One editor in a process of its own: changes what readers see as fast as it can.

Given: the name of the database, the folder of the page store, a model with the key of its row, the
field that is written, how often, how many seconds lie between two edits, and the file in which it
says how often it has done so.
"""

import os
import random
import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
database, folder, model, pk, field, edits, pause, told = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, folder
django.setup()

ROW = apps.get_model(model).objects.filter(pk=pk)

with Path(told).open("wb", buffering=0) as file:
    for number in range(1, int(edits) + 1):
        ROW.update(**{field: f"{field} {number}"})
        # From here on every reader must see it.
        os.pwrite(file.fileno(), number.to_bytes(4), 0)
        time.sleep(random.uniform(0, 2 * float(pause)))  # noqa: S311 - nothing to guess

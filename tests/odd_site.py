"""Settings of a portal in a process of its own, for requests that no browser sends."""

import os

wanted = {name: os.environ[name] for name in ("PAGE_STORE",)}

from tests.settings import *  # noqa: E402, F403

PAGE_STORE = wanted["PAGE_STORE"] == "1"

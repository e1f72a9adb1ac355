"""Settings of the processes that tests start beside themselves: the tests', with letters queued."""

from tests.settings import *  # noqa: F403

MAIL = True

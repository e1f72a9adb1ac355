"""Whatever the reason of a refusal, it takes the same time: medians within one run."""

import time
from statistics import median

import pytest
from django.conf import global_settings
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent
from config import settings as production
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ROUNDS = 11
# One hash more or less would be a factor of two; test_throttle counts the hashes exactly.
APART = 1.1


@pytest.fixture(autouse=True)
def real_hashes(settings):
    """The hashes of production; those of the tests cost nothing."""
    hashers = getattr(production, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    settings.PASSWORD_HASHERS = hashers


def took(name: str, password: str, address: str) -> float:
    """Milliseconds of a processor for one try from a browser that nobody knows.

    Not of a clock: others may be at work on this machine.
    """
    client = Client(REMOTE_ADDR=address)
    began = time.process_time()
    answer = client.post("/dang-nhap/", {"username": name, "password": password})
    spent = 1000 * (time.process_time() - began)
    assert answer.status_code == 200
    return spent


def waiting(user) -> None:
    """Five failures a moment ago, from where the try will come."""
    for _ in range(5):
        given = {"at": timezone.now(), "address": "198.51.100.200", "after": {}}
        AccountEvent.objects.create(action="refused", subject=user, **given)


def test_unknown_locked_wrong_and_waiting_take_the_same_time(capsys):
    held = make_user("editor")
    waiting(held)
    times: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        # Another name and address each time, or the tries would soon have to wait themselves.
        address, user = f"198.51.100.{number}", make_user("editor")
        locked = make_user("editor", is_active=False)
        cases = {
            "unknown": (f"khong-co-{number}", PASSWORD, address),
            "wrong": (user.username, "sai", address),
            "locked": (locked.username, PASSWORD, address),
            "waiting": (held.username, PASSWORD, "198.51.100.200"),
        }
        for name, case in cases.items():
            times.setdefault(name, []).append(took(*case))
    medians = {name: median(found) for name, found in times.items()}
    with capsys.disabled():
        print("", {name: f"{ms:.0f} ms" for name, ms in medians.items()})  # noqa: T201
    assert max(medians.values()) < APART * min(medians.values())

"""A moment that comes while a page is made ends that page."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from news.pagestore import moments
from news.site.models import Banner
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    moments.forget()
    yield
    moments.forget()


def banner(starts_at):
    by, ends_at = make_user("publisher"), timezone.now() + timedelta(hours=1)
    Banner.objects.create(text="Mưa to", starts_at=starts_at, ends_at=ends_at, made_by=by)


def test_a_moment_between_the_beginning_of_a_page_and_its_end_counts():
    begun = time.time() - 1
    banner(timezone.now() - timedelta(seconds=0.5))
    assert begun < moments.until(1, begun) < time.time()


def test_what_another_page_found_later_is_not_enough_for_one_that_began_before():
    begun = time.time() - 1
    banner(timezone.now() - timedelta(seconds=0.5))
    assert moments.until(1, time.time()) > time.time()
    assert moments.until(1, begun) < time.time()


def test_midnight_is_that_of_the_day_a_page_was_begun():
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    begun = midnight.timestamp() - 0.01
    assert moments.until(1, begun) == midnight.timestamp()

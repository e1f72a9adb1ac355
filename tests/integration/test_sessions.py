"""A session has an end: for want of work, by the clock, from elsewhere, with the account."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import sessions
from accounts.models import AccountEvent, Device, SignedIn, User
from news.models import Article
from tests import staff
from tests.factories import PASSWORD, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db
DESK, KEEP, SESSION = "/quan-tri/", "/quan-tri/news/article/dang-go/", "/tai-khoan/phien/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)


@pytest.fixture
def user() -> User:
    return make_user("contributor")


def entered(user, client=None, **headers) -> Client:
    """A browser in which the person has signed in."""
    client = client or Client(raise_request_exception=False)
    words = {"username": user.username, "password": PASSWORD}
    assert client.post("/dang-nhap/", words, headers=headers).status_code == 302
    return client


def age(**columns) -> None:
    """Make every session look as if it had begun or been used so long ago."""
    SignedIn.objects.update(**{name: timezone.now() - ago for name, ago in columns.items()})


def is_in(client) -> bool:
    return client.get(DESK).status_code == 200


@pytest.mark.parametrize(
    ("column", "ago", "still"),
    [
        ("seen_at", timedelta(minutes=29), True),
        ("seen_at", timedelta(minutes=30), False),
        ("began_at", timedelta(hours=11, minutes=59), True),
        ("began_at", timedelta(hours=12), False),
    ],
)
def test_a_session_ends_without_work_and_at_last_in_any_case(user, column, ago, still):
    client = entered(user)
    age(**{column: ago})
    assert is_in(client) == still
    assert bool(SignedIn.objects.get().ended_at) != still
    assert AccountEvent.objects.filter(action="session_ended").exists() != still


def test_the_limits_are_settings(user, settings):
    settings.SESSION_IDLE_MINUTES, client = 5, entered(user)
    age(seen_at=timedelta(minutes=6))
    assert not is_in(client)


def test_a_session_that_ended_does_not_come_back(user):
    client = entered(user)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
    age(seen_at=timedelta(minutes=31))
    assert not is_in(client)
    client.cookies[configured.SESSION_COOKIE_NAME] = cookie
    SignedIn.objects.update(ended_at=None, seen_at=timezone.now())
    assert not is_in(client)
    assert not Session.objects.filter(session_key=cookie).exists()


def test_work_is_written_down_at_most_once_a_minute(user):
    client = entered(user)
    first = SignedIn.objects.get().seen_at
    client.get(DESK)
    assert SignedIn.objects.get().seen_at == first
    age(seen_at=timedelta(minutes=2))
    client.get(DESK)
    assert timezone.now() - SignedIn.objects.get().seen_at < timedelta(seconds=30)
    user.refresh_from_db()
    assert user.seen_at == SignedIn.objects.get().seen_at


@pytest.mark.parametrize(("typed", "prolongs"), [("", False), ('{"title": "Mới"}', True)])
def test_an_open_form_does_not_prolong_unless_somebody_types(user, typed, prolongs):
    client, article = entered(user), make_draft(user)
    age(seen_at=timedelta(minutes=20))
    data = {"sitting": "a" * 32, "article": article.pk, "base_version": 1, "typed": typed}
    assert client.post(KEEP, data).status_code == 200
    minute = timedelta(minutes=1)
    assert (timezone.now() - SignedIn.objects.get().seen_at < minute) == prolongs


def test_asking_how_long_it_lasts_does_not_prolong_and_saying_i_am_here_does(user):
    client = entered(user)
    age(seen_at=timedelta(minutes=28, seconds=30))
    assert 80 <= client.get(SESSION).json()["left"] <= 90
    answer = client.post(SESSION).json()
    assert answer["left"] > 29 * 60
    assert (answer["user"], answer["final"]) == (user.username, False)


def test_in_the_last_minutes_of_twelve_hours_nothing_prolongs(user):
    client = entered(user)
    age(began_at=timedelta(hours=11, minutes=59))
    answer = client.post(SESSION).json()
    assert answer["final"]
    assert answer["left"] <= 60


def test_a_stranger_learns_only_that_he_is_one(client):
    answer = client.get(SESSION)
    assert {k: v for k, v in answer.json().items() if k != "csrf"} == {
        "user": "",
        "left": 0,
        "final": False,
    }
    assert "no-store" in answer["Cache-Control"]
    assert Client(enforce_csrf_checks=True).post(SESSION).status_code == 403
    assert client.put(SESSION).status_code == 405


def test_a_locked_account_is_out_with_the_next_request_and_its_session_is_over(user):
    client = entered(user)
    user.is_active = False
    user.save()
    assert not is_in(client)
    row = SignedIn.objects.get()
    assert (row.ended_by, row.ended_at is None) == ("account", False)
    # Unlocked again, the account does not find its old session open.
    User.objects.update(is_active=True)
    assert not is_in(client)


def test_signing_out_ends_the_row(user):
    client = entered(user)
    client.post("/dang-xuat/")
    assert SignedIn.objects.get().ended_by == "signed_out"


def test_the_session_is_a_new_one_after_the_sign_in(user):
    client = Client()
    client.get("/dang-nhap/")
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
    entered(user, client)
    assert client.session.session_key != session.session_key


def test_a_session_from_before_there_were_rows_gets_one(user):
    client = staff.browser(user)
    assert is_in(client)
    assert is_in(client)
    row = SignedIn.objects.get()
    age(seen_at=timedelta(minutes=31))
    assert not is_in(client)
    assert SignedIn.objects.get().pk == row.pk


def test_a_new_password_of_ones_own_keeps_the_session_and_its_beginning(user):
    client = entered(user)
    age(began_at=timedelta(hours=5))
    new = "Một mật khẩu hoàn toàn mới 7"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/doi-mat-khau/", fields).status_code == 302
    assert is_in(client)
    assert SignedIn.objects.count() == 1


def test_what_opens_nothing_any_more_is_removed_in_time(user):
    client, old = entered(user), entered(user)
    key, number = old.session.session_key, old.session["phien"]
    long_ago = timezone.now() - timedelta(days=400)
    Session.objects.filter(session_key=key).update(expire_date=long_ago)
    SignedIn.objects.filter(pk=number).update(began_at=long_ago)
    assert sessions.forget_old() == 2
    assert is_in(client)
    assert not is_in(old)


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_a_citizen_costs_no_query_and_a_member_of_staff_one(user, client):
    path = make_article("published").get_absolute_url()
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    asked = [query["sql"] for query in found]
    assert not [sql for sql in asked if "session" in sql or "accounts_" in sql]
    inside = entered(user)
    inside.get(SESSION)
    with CaptureQueriesContext(connection) as found:
        inside.get(SESSION)
    # The session, the account, and the row of the session.
    assert len(found) == 3
    assert queries(inside, path) == len(asked)


# Devices


def test_a_sign_in_from_a_new_browser_is_recorded_and_told_elsewhere_once(user):
    here = entered(user)
    assert "thiết bị mới" not in here.get(DESK).text
    entered(user, **{"user-agent": CHROME})
    assert AccountEvent.objects.filter(action="new_device", subject=user).count() == 2
    page = here.get(DESK).text
    assert "đăng nhập từ một thiết bị mới: Chrome trên Windows" in page
    assert "thiết bị mới" not in here.get(DESK).text


def test_the_same_browser_is_known_again(user):
    client = entered(user)
    client.post("/dang-xuat/")
    entered(user, client)
    assert AccountEvent.objects.filter(action="new_device").count() == 1
    assert Device.objects.count() == 1


def test_one_browser_serves_several_people(user):
    other, client = make_user("editor"), entered(user)
    cookie = client.cookies[configured.DEVICE_COOKIE_NAME].value
    client.post("/dang-xuat/")
    entered(other, client)
    client.post("/dang-xuat/")
    entered(user, client)
    assert client.cookies[configured.DEVICE_COOKIE_NAME].value == cookie
    assert AccountEvent.objects.filter(action="new_device").count() == 2
    assert {device.user for device in Device.objects.all()} == {user, other}


def test_the_cookie_is_closed_and_only_its_hash_is_kept(user):
    cookie = entered(user).cookies[configured.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 365 * 86400
    assert not cookie["domain"]
    assert len(cookie.value) == 43
    assert cookie.value not in str(list(Device.objects.values()))


def test_the_cookie_goes_over_https_only(user, settings):
    settings.SESSION_COOKIE_SECURE, settings.DEVICE_COOKIE_NAME = True, "__Host-may"
    assert entered(user).cookies["__Host-may"]["secure"]


@pytest.mark.parametrize("sent", ["", "x", "a" * 43, "a" * 5000, "&" * 43])
def test_a_made_up_cookie_is_no_device(user, sent):
    client = Client()
    client.cookies[configured.DEVICE_COOKIE_NAME] = sent
    entered(user, client)
    assert AccountEvent.objects.filter(action="new_device").count() == 1


def test_a_device_is_forgotten_after_a_year_away(user):
    client = entered(user)
    client.post("/dang-xuat/")
    Device.objects.update(seen_at=timezone.now() - timedelta(days=366))
    entered(user, client)
    assert AccountEvent.objects.filter(action="new_device").count() == 2
    assert Article.objects.count() == 0

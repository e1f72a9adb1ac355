"""A lost device: whoever may agree to the request hears of it by letter, and nobody else does."""

import pytest
from django.core import mail as outside
from django.test import RequestFactory

from accounts import record
from accounts.factors import resetting
from accounts.models import AccountEvent, User
from news import account_mail, due
from news.models import Mail
from news.people import locking
from news.people.ranks import may_touch
from tests import factors
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.MAIL = True


def administrator(name: str, *roles: str, **values) -> User:
    return make_user(*(roles or ("account_admin",)), email=f"{name}@example.vn", **values)


@pytest.fixture
def asker():
    return administrator("asker")


@pytest.fixture
def user():
    found = make_user("publisher", email="lost@example.vn", full_name="Phạm Thị Lan")
    factors.give_app(found)
    return found


def ask(asker, user) -> AccountEvent:
    request = RequestFactory().post("/", HTTP_USER_AGENT=CHROME)
    request.user = asker
    resetting.ask(request, user, "Mất điện thoại")
    return AccountEvent.objects.get(action="factor_reset_asked")


def test_one_letter_goes_to_all_who_may_agree_and_not_to_who_asked(asker, user, work):
    administrator("second", full_name="Đỗ Văn An")
    administrator("system", "system_admin", full_name="Vũ Thị Bình")
    administrator("locked", is_active=False)
    make_user("account_admin")
    administrator("writer", "editor")
    ask(asker, user)
    for _ in range(2):
        work()
        due.everything()
    (letter,) = outside.outbox
    assert sorted(letter.to) == ["second@example.vn", "system@example.vn"]
    assert "Chào Đỗ Văn An, Vũ Thị Bình" in letter.body or "Chào Vũ Thị Bình, Đỗ" in letter.body
    for words in (str(asker), "Phạm Thị Lan", "Mất điện thoại", f"/{user.pk}/hai-buoc/"):
        assert words in letter.body


def test_who_may_agree_is_what_the_screens_ask(asker):
    people = [administrator(f"a{number}") for number in range(2)]
    people += [administrator(f"s{number}", "system_admin") for number in range(2)]
    people += [administrator("e", "editor"), administrator("both", "editor", "account_admin")]
    technician = User.objects.create_superuser("tech", email="tech@example.vn")
    for subject in (*people, technician):
        event = record.log("factor_reset_asked", subject=subject, actor=asker)
        asked = {person.pk for person in account_mail.may_agree(event)}
        others = [each for each in people if each not in (asker, subject)]
        assert asked == {each.pk for each in others if may_touch(each, subject)}, subject


def test_nobody_to_tell_makes_no_letter(asker, user, work):
    ask(asker, user)
    work()
    assert not Mail.objects.exists()


def test_what_was_decided_meanwhile_is_no_news(asker, user, work):
    second = administrator("second")
    ask(asker, user)
    request = RequestFactory().post("/")
    request.user = second
    resetting.refuse(request, resetting.pending(user))
    work()
    assert not outside.outbox


def test_neither_is_it_when_the_account_was_locked(asker, user, work):
    administrator("second")
    ask(asker, user)
    locking.lock(user, "Nghỉ", asker)
    work()
    assert [letter.to for letter in outside.outbox] == [["lost@example.vn"]]


def test_a_new_device_is_named_in_words(user, work):
    request = RequestFactory().get("/", HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.7")
    event = record.log("new_device", request, actor=user)
    work()
    (letter,) = outside.outbox
    for words in ("Chrome trên Windows", "203.0.113.7", f"{event.at:%Y}"):
        assert words in letter.body

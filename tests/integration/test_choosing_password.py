"""Passwords wherever they enter: sign-in, change, the command line; one form and the same rules."""

import io
import time
import unicodedata

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command

from accounts.models import User
from news.rights import unit_names
from tests.factories import PASSWORD, make_author, make_unit, make_user

pytestmark = pytest.mark.django_db
NEW = "Chiều về bản Phìn Hồ 🌾"
AS_ON_A_MAC = unicodedata.normalize("NFD", NEW)


@pytest.fixture
def real(settings):
    """The hashers of production; the other tests have a cheap one."""
    settings.PASSWORD_HASHERS = ["accounts.passwords.Argon2", "accounts.passwords.Pbkdf2"]


def sign_in(client, user, password):
    return client.post("/dang-nhap/", {"username": user.username, "password": password})


def change(client, new, again=None, old=PASSWORD):
    fields = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/doi-mat-khau/", fields)


def test_a_password_chosen_on_windows_opens_on_a_mac_and_back(real, client):
    user = make_user("editor")
    client.force_login(user)
    assert change(client, NEW).status_code == 302
    client.logout()
    assert sign_in(client, user, AS_ON_A_MAC).status_code == 302
    assert change(client, AS_ON_A_MAC + " 2", old=AS_ON_A_MAC).status_code == 302
    client.logout()
    assert sign_in(client, user, NEW + " 2").status_code == 302


def test_the_old_one_in_another_form_is_not_new(real, client):
    user = make_user("editor")
    user.set_password(NEW)
    user.save()
    client.force_login(user)
    answer = change(client, AS_ON_A_MAC, old=NEW)
    assert answer.context["form"].errors["new_password1"] == ["Mật khẩu mới phải khác mật khẩu cũ."]


@pytest.mark.parametrize("stored", [NEW, AS_ON_A_MAC])
def test_an_old_hash_is_renewed_at_the_sign_in(real, client, stored):
    user = make_user("editor")
    user.password = PBKDF2PasswordHasher().encode(stored, "salt" * 8, iterations=10)
    user.save()
    assert sign_in(client, user, AS_ON_A_MAC).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=47104,t=4,p=1$")
    client.logout()
    assert sign_in(client, user, NEW).status_code == 302


@pytest.mark.parametrize("username", ["co", "khong-co"])
def test_a_password_of_seven_megabytes_is_refused_before_hashing(real, client, username):
    make_user("editor", username="co")
    fields = {"username": username, "password": "\u0323\u0302" * 1_750_000}
    began = time.process_time()
    answer = client.post("/dang-nhap/", fields, format="multipart")
    assert answer.status_code in (200, 400)
    assert "_auth_user_id" not in client.session
    assert time.process_time() - began < 2


def test_a_long_password_is_refused_with_a_sentence(client, signed_in):
    user = signed_in("editor")
    page = change(client, "mèo trên mái nhà " * 8).content.decode()
    assert "dài quá 128 ký tự" in page
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "words"),
    [("baothang2023", "dễ đoán"), ("VuNgocSon@2024", "gần giống"), ("khqnx@2025!!", "gần giống")],
)
def test_favourites_and_own_names_are_refused(client, signed_in, password, words):
    signed_in("editor", full_name="Vũ Ngọc Sơn", unit=make_unit("KHQNX"))
    assert words in change(client, password).content.decode()


def test_the_names_of_the_units_are_those_of_assignments_and_of_the_signature():
    user = make_user("editor", unit=make_unit("BTGHU"))
    make_author(unit=make_unit("MTTQ"), user=user)
    make_unit("HND")
    assert {"BTGHU", "MTTQ"} <= set(unit_names(user))
    assert "HND" not in unit_names(user)


def test_the_rules_stand_on_the_page_without_a_script(client, signed_in):
    signed_in("editor")
    page = client.get("/doi-mat-khau/").content.decode()
    assert "Từ 10 đến 128 ký tự" in page
    assert 'aria-describedby="password-rules"' in page
    assert 'id="password-rules"' in page
    assert "onpaste" not in page


def test_the_command_line_keeps_to_the_rules(real, monkeypatch):
    answers = iter(["baothang2023", "baothang2023", "n", AS_ON_A_MAC, AS_ON_A_MAC])
    prompt = "django.contrib.auth.management.commands.createsuperuser"
    monkeypatch.setattr(f"{prompt}.getpass.getpass", lambda *_: next(answers))
    monkeypatch.setattr("builtins.input", lambda *_: next(answers))
    told = io.StringIO()
    given = {"username": "goc", "full_name": "Người gốc", "interactive": True, "stdin": _Terminal()}
    call_command("createsuperuser", stderr=told, **given)
    assert "dễ đoán" in told.getvalue()
    assert User.objects.get(username="goc").check_password(NEW)


def test_a_password_that_is_too_long_is_none(real):
    user = User.objects.create_user("dai", "x" * 129, full_name="Dài")
    assert not user.has_usable_password()
    assert not user.check_password("x" * 129)


class _Terminal:
    def isatty(self):
        return True

"""Signing in and out, and one's own password."""

import gzip
import re

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_user
from tests.integration.test_public_assets import KB, compressed, linked

pytestmark = pytest.mark.django_db
REFUSAL = "Tên đăng nhập hoặc mật khẩu không đúng."
SIGN_IN_PAGE = ("base.html", "registration/page.html", "registration/sign_in.html")
SIGN_IN_PAGE += ("registration/_passkey_door.html",)
NEW = "Một mật khẩu hoàn toàn mới 7"


def sign_in(client, username, password=PASSWORD, **extra):
    """Send the sign-in form."""
    return client.post("/dang-nhap/", {"username": username, "password": password, **extra})


def errors_of(response) -> list[str]:
    """The sentences above the form."""
    return list(response.context["form"].non_field_errors())


def test_the_right_password_leads_to_the_desk(client):
    user = make_user("editor")
    response = sign_in(client, user.username.upper())
    assert (response.status_code, response.url) == (302, reverse("admin:index"))
    assert client.session["_auth_user_id"] == str(user.pk)


def test_unknown_locked_and_wrong_sound_the_same(client):
    make_user("editor", username="bien-tap")
    locked = make_user("editor", username="khoa", is_active=False)
    tries = [("khong-co", PASSWORD), (locked.username, PASSWORD), ("bien-tap", "sai")]
    answers = {tuple(errors_of(sign_in(client, *each))) for each in tries}
    assert len(answers) == 1
    assert answers.pop()[0].startswith(REFUSAL)
    assert "_auth_user_id" not in client.session


def test_a_refusal_is_read_out_with_the_field_that_has_the_focus(client):
    page = sign_in(client, "khong-co").content.decode()
    assert 'id="form-errors"' in page
    field = re.search(r"<input[^>]*name=\"username\"[^>]*>", page)[0]
    assert 'aria-describedby="form-errors"' in field
    assert "form-errors" not in client.get("/dang-nhap/").content.decode()


def test_what_was_typed_comes_back_except_the_password(client):
    page = sign_in(client, "bien-tap", "mật khẩu gõ nhầm").content.decode()
    assert 'value="bien-tap"' in page
    assert "mật khẩu gõ nhầm" not in page


@pytest.mark.parametrize(
    ("username", "password"),
    [("", ""), ("a\0b", "x"), ("x" * 5000, "y" * 5000), ("'; drop table", "😀"), ("a", "\0")],
)
def test_odd_input_is_refused_politely(client, username, password):
    response = sign_in(client, username, password)
    assert response.status_code in (200, 400)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\\\\evil.example",
        "/dang-nhap/?next=/dang-nhap/",
        "",
        "\n/x",
        "/\\evil.example",
        "/\t/evil.example",
        "/quan-tri/\r\nSet-Cookie: a=b",
        "/\u202e/x",
        "///evil.example",
        "/quan-tri/?a=" + "x" * 5000,
    ],
)
def test_the_next_page_is_never_elsewhere(client, target):
    response = sign_in(client, make_user("editor").username, next=target)
    assert response.url == reverse("admin:index")
    again = client.get("/dang-nhap/", {"next": target})
    assert again.url == reverse("admin:index")


def test_a_page_of_ours_may_be_next(client):
    user = make_user("editor")
    assert (
        'value="/doi-mat-khau/"' in client.get("/dang-nhap/?next=/doi-mat-khau/").content.decode()
    )
    assert sign_in(client, user.username, next="/doi-mat-khau/").url == "/doi-mat-khau/"


def test_the_sign_in_page_helps_password_managers_and_is_never_stored(client):
    response = client.get("/dang-nhap/")
    page = response.content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "autofocus" in page
    assert "no-store" in response["Cache-Control"]


def test_the_sign_in_page_is_under_20_kb_with_its_styles_and_scripts(client):
    page = gzip.compress(client.get("/dang-nhap/").content)
    parts = [linked(kind, name) for kind in ("css", "js") for name in SIGN_IN_PAGE]
    assert len(page) + compressed(set().union(*parts)) < 20 * KB


def test_signing_out_takes_a_post_and_returns_home_with_a_word(client, signed_in):
    signed_in("editor")
    assert client.get("/dang-xuat/").status_code == 405
    response = client.post("/dang-xuat/")
    assert response.url == "/#da-dang-xuat"
    assert "_auth_user_id" not in client.session


def test_a_given_password_must_be_changed_and_the_page_says_why(client, signed_in):
    user = signed_in("editor", must_change_password=True)
    assert client.get(reverse("admin:index")).url == "/doi-mat-khau/"
    assert "do người khác đặt" in client.get("/doi-mat-khau/").content.decode()
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    response = client.post("/doi-mat-khau/", fields)
    assert response.url == reverse("admin:index")
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password(NEW)
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("sai", NEW, NEW, "old_password"),
        (PASSWORD, NEW, "khác", "new_password2"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password1"),
        (PASSWORD, "ngắn", "ngắn", "new_password1"),
        (PASSWORD, "", "", "new_password1"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(client, signed_in, old, new, again, field):
    user = signed_in("editor")
    fields = {"old_password": old, "new_password1": new, "new_password2": again}
    response = client.post("/doi-mat-khau/", fields)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_the_password_page_is_for_those_signed_in(client):
    assert client.get("/doi-mat-khau/").url == "/dang-nhap/?next=/doi-mat-khau/"


def test_who_must_choose_a_password_may_also_leave(client, signed_in):
    signed_in("editor", must_change_password=True)
    page = client.get("/doi-mat-khau/").content.decode()
    assert "Để sau, đăng xuất" in page
    assert 'action="/dang-xuat/"' in page

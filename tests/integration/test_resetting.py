"""A forgotten password: a link by mail or a code on a slip, once, and never a word too much."""

import re
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail as outside
from django.db import connection
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import codes, resetting
from accounts.models import AccountEvent, Factor, User
from news.models import Mail
from tests.factories import PASSWORD, make_user
from tests.staff import browser

pytestmark = pytest.mark.django_db
NEW = "Chiều về bản Phìn Hồ"
DESK = "/quan-tri/"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.MAIL = True


@pytest.fixture
def user():
    return make_user("editor", username="lan.pt", full_name="Phạm Thị Lan", email="lan@example.vn")


def ask(client, who, **extra):
    return client.post("/quen-mat-khau/", {"who": who}, **extra)


def link_of(sent) -> str:
    return re.search(r"http://testserver(/quen-mat-khau/\S+)", sent.body)[1]


def choose(client, path, new=NEW, again=None):
    return client.post(path, {"new_password1": new, "new_password2": again or new})


def link(user) -> str:
    return reverse("dat-lai-mat-khau", args=resetting.link_parts(user))


@pytest.mark.parametrize("who", ["lan.pt", " LAN.PT ", "lan@example.vn", "Lan@Example.vn"])
def test_a_link_comes_by_letter_and_leads_to_a_password_and_in(client, user, work, who):
    assert ask(client, who).url == "/quen-mat-khau/da-gui/"
    assert AccountEvent.objects.get().subject == user
    work()
    (sent,) = outside.outbox
    assert (sent.to, sent.subject) == (["lan@example.vn"], "Đặt lại mật khẩu")
    assert choose(client, link_of(sent)).url == DESK
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert user.password_changed_at
    assert client.get(DESK).status_code == 200


def test_the_link_stands_in_the_letter_only(client, user, work):
    ask(client, "lan.pt")
    work()
    token = link_of(outside.outbox[0]).split("/")[3]
    stored = [*Mail.objects.values(), *AccountEvent.objects.values()]
    assert token not in str(stored)


@pytest.mark.parametrize(
    "who", ["khong-co", "khoa", "khoa@example.vn", "ca-hai@example.vn", "x" * 254]
)
def test_strangers_and_the_locked_get_the_same_answer_and_no_letter(client, user, work, who):
    make_user(username="khoa", email="khoa@example.vn", is_active=False)
    for _ in range(2):
        make_user(email="ca-hai@example.vn")
    known, other = ask(client, "lan.pt"), ask(client, who)
    assert (known.status_code, known.url) == (other.status_code, other.url)
    assert AccountEvent.objects.filter(action="reset_asked").count() == 2
    work()
    assert [sent.to for sent in outside.outbox] == [["lan@example.vn"]]


@pytest.mark.parametrize("who", ["lan.pt", "khong-co", "khoa", "trong"])
def test_the_answer_takes_the_same_work_whoever_is_meant(
    client, user, who, django_assert_num_queries
):
    make_user(username="khoa", email="khoa@example.vn", is_active=False)
    make_user(username="trong", email="")
    with django_assert_num_queries(7):
        ask(client, who)


@pytest.mark.parametrize("who", ["", "x" * 255, "a\0b"])
def test_odd_names_are_refused_politely(client, who):
    answer = ask(browser(), who)
    assert answer.status_code in (200, 400)
    assert not AccountEvent.objects.exists()


def test_a_stranger_who_asks_on_and_on_fills_no_mailbox_and_locks_nobody_out(client, user, work):
    for number in range(10):
        ask(client, "lan.pt", REMOTE_ADDR=f"203.0.113.{number}")
    work()
    assert len(outside.outbox) == resetting.MAILS
    assert choose(client, link_of(outside.outbox[-1])).url == DESK
    assert client.post("/dang-nhap/", {"username": "lan.pt", "password": NEW}).status_code == 302


def test_one_address_asks_so_many_times_and_no_more(client, user):
    for _ in range(resetting.FROM_ADDRESS):
        assert ask(client, "khong-co").status_code == 302
    answer = ask(client, "lan.pt")
    assert answer.status_code == 429
    assert "quá nhiều lần thử" in answer.content.decode()
    assert ask(client, "lan.pt", REMOTE_ADDR="203.0.113.9").status_code == 302
    AccountEvent.objects.filter(subject=user).get()


def test_without_mail_the_page_says_where_to_go(client, settings, user):
    settings.MAIL = False
    assert "không gửi thư" in ask(client, "lan.pt").content.decode()
    assert not AccountEvent.objects.exists()


def test_a_link_is_good_once(client, user):
    path = link(user)
    assert client.get(path).status_code == 200
    assert choose(client, path).status_code == 302
    assert client.get(path).status_code == 410
    assert choose(browser(), path, "Một câu khác hẳn hoi").status_code == 410
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_looking_at_a_link_uses_nothing_up(client, user):
    path = link(user)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert choose(client, path).status_code == 302


def test_a_link_is_good_for_an_hour(client, user, monkeypatch):
    path, clock = link(user), "django.contrib.auth.tokens.PasswordResetTokenGenerator._now"
    for minutes, status in ((59, 200), (61, 410)):
        later = datetime.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, lambda self, later=later: later)
        assert client.get(path).status_code == status


@pytest.mark.parametrize("change", ["password", "email", "is_active", "last_login"])
def test_a_link_ends_with_what_it_stands_for(client, user, change):
    path = link(user)
    values = {"password": "x", "email": "m@example.vn", "is_active": False}
    User.objects.filter(pk=user.pk).update(**{change: values.get(change, timezone.now())})
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        *("MQ/abc-def", "----/x", "____/a-b", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw/a-b"),
        *("w7w/a-b", "x" * 300 + "/" + "y" * 300, "LTE/a-b"),
    ],
)
def test_forged_links_open_nothing(path):
    assert browser().get(f"/quen-mat-khau/{path}/").status_code == 410
    assert choose(browser(), f"/quen-mat-khau/{path}/").status_code == 410


def test_somebody_elses_link_does_not_fit(client, user):
    number, _ = resetting.link_parts(user)
    _, token = resetting.link_parts(make_user())
    assert client.get(reverse("dat-lai-mat-khau", args=[number, token])).status_code == 410


def test_a_new_password_ends_the_sessions_and_the_open_code(client, user):
    elsewhere, code = browser(user), codes.make(user, "password")
    assert elsewhere.get(DESK).status_code == 200
    choose(client, link(user))
    assert elsewhere.get(DESK).status_code == 302
    assert codes.redeem("lan.pt", code) is None


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("ngắn", None, "ít nhất 10"),
        ("lanphamthi2024", None, "gần giống"),
        (NEW, NEW + "x", "không giống nhau"),
        (PASSWORD, None, "phải khác mật khẩu cũ"),
        ("x" * 200, None, "dài quá"),
        ("", "", "Nhập mật khẩu mới"),
    ],
)
def test_a_bad_password_keeps_the_link(client, user, new, again, words):
    path = link(user)
    assert words in choose(client, path, new, again).content.decode()
    assert choose(client, path).status_code == 302


def test_who_has_a_second_factor_is_asked_for_it_all_the_same(client, user, monkeypatch):
    Factor.objects.create(user=user, kind="totp", name="Điện thoại")
    monkeypatch.setattr("accounts.signing_in.redirect", HttpResponseRedirect)
    for answer in (choose(client, link(user)), _by_code(client, user)):
        assert answer["Location"] == "xac-minh"
        assert "_auth_user_id" not in client.session


def test_a_code_from_a_slip_leads_to_a_password_and_in(client, user):
    user.set_unusable_password()
    user.must_change_password = True
    user.save()
    code = codes.make(user, "invite", by=make_user("account_admin"))
    page = client.post("/ma-mot-lan/", {"username": "LAN.PT", "code": code.lower()})
    assert "Chọn mật khẩu" in page.content.decode()
    fields = {"new_password1": NEW, "new_password2": NEW}
    answer = client.post("/ma-mot-lan/", {"username": "lan.pt", "code": code, **fields})
    assert answer.url == DESK
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.must_change_password
    again = client.post("/ma-mot-lan/", {"username": "lan.pt", "code": code, **fields})
    assert "không đúng, hoặc mã đã dùng rồi" in again.content.decode()


def test_a_bad_password_keeps_the_code(client, user):
    code = codes.make(user, "password")
    fields = {"new_password1": "matkhau123", "new_password2": "matkhau123"}
    page = client.post("/ma-mot-lan/", {"username": "lan.pt", "code": code, **fields})
    assert "dễ đoán" in page.content.decode()
    assert codes.check("lan.pt", code) == user


def test_without_the_code_the_second_form_does_nothing(client, user):
    codes.make(user, "password")
    fields = {"new_password1": NEW, "new_password2": NEW}
    for code in ("", "AAAA-AAAA-AAAA-AAAA"):
        client.post("/ma-mot-lan/", {"username": "lan.pt", "code": code, **fields})
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert "_auth_user_id" not in client.session


def test_wrong_codes_are_slowed_by_address_and_spoil_nobodys_slip(client, user):
    code = codes.make(user, "password")
    wrong = {"username": "lan.pt", "code": "AAAA-AAAA-AAAA-AAAA"}
    for _ in range(resetting.WRONG_CODES):
        assert client.post("/ma-mot-lan/", wrong).status_code == 200
    right = {"username": "lan.pt", "code": code}
    assert client.post("/ma-mot-lan/", right).status_code == 429
    page = client.post("/ma-mot-lan/", right, REMOTE_ADDR="203.0.113.9")
    assert "Chọn mật khẩu" in page.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"username": "", "code": ""},
        {"username": "x" * 99, "code": "y" * 99},
        {"username": "lan.pt", "code": "a\0"},
        {"username": "😀", "code": "😀", "new_password1": "x"},
    ],
)
def test_odd_codes_are_refused_politely(user, fields):
    assert browser().post("/ma-mot-lan/", fields).status_code in (200, 400)


def test_the_sign_in_page_leads_to_both(client):
    page = client.get("/dang-nhap/").content.decode()
    assert 'href="/quen-mat-khau/"' in page
    assert 'href="/ma-mot-lan/"' in page


@pytest.mark.parametrize("path", ["/quen-mat-khau/", "/quen-mat-khau/da-gui/", "/ma-mot-lan/"])
def test_nothing_of_it_is_stored_anywhere(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_one_link_used_twice_at_once_gives_one_password():
    user = make_user(email="lan@example.vn")
    parts, start, found = resetting.link_parts(user), Barrier(4), []

    def use(number):
        start.wait()
        found.append(resetting.use_link(None, *parts, f"Câu của riêng người {number}"))
        connection.close()

    threads = [Thread(target=use, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in found if each]) == 1
    assert AccountEvent.objects.filter(action="password_changed").count() == 1


def _by_code(client, user):
    user.refresh_from_db()
    fields = {"new_password1": NEW + " 2", "new_password2": NEW + " 2"}
    code = {"username": user.username, "code": codes.make(user, "password")}
    return client.post("/ma-mot-lan/", {**code, **fields})

"""Officials, the spokesperson, accounts: what “Liên hệ” shows, and the screens that keep them."""

import pytest
from django.db import IntegrityError, transaction

from news import obligations
from news.pages import duties
from news.site.models import Account, Official, Portal, SiteEvent
from tests import staff
from tests.factories import make_page, make_user

pytestmark = pytest.mark.django_db
OFFICIALS, ACCOUNTS = "/quan-tri/site/portal/can-bo/", "/quan-tri/site/portal/mang-xa-hoi/"


@pytest.fixture
def admin():
    """The browser of the administrator of the system."""
    return staff.browser(make_user("system_admin"))


def make_official(name="Nguyễn Văn Mẫu", **values) -> Official:
    """Somebody whom citizens may reach."""
    ways = {"post": "Chánh Văn phòng", "phone": "0214 000 001", "email": "vp@xa.example"}
    return Official.objects.create(name=name, **{**ways, **values})


def official(**values) -> dict:
    """The form of an official as a browser sends it."""
    empty = {"unit": "", "phone": "", "email": "", "visible": "on", "luu": "1"}
    return {**empty, "name": "Trần Thị Ví Dụ", "post": "Trưởng phòng", **values}


def account(**values) -> dict:
    """The form of an account as a browser sends it."""
    empty = {"name": "Facebook", "address": "https://facebook.example/xa", "visible": "on"}
    return {**empty, "luu": "1", **values}


def contact(client, address="lien-he", duty=duties.CONTACT) -> str:
    """What the page says."""
    make_page(title="Liên hệ", address=address, duty=duty)
    return client.get(f"/{address}/").text


def told(check) -> str:
    """What a check of the duties says."""
    return " ".join(lack.text for lack in check())


@pytest.mark.parametrize(
    ("address", "duty"), [("lien-he", duties.CONTACT), ("phat-ngon", duties.PRESS)]
)
def test_readers_see_who_is_reached_how(client, django_assert_max_num_queries, address, duty):
    make_official(speaks=True, unit="Văn phòng", position=2)
    make_official("Lê Văn Thử", position=9)
    make_official("Trần Thị Ví Dụ", position=1)
    make_official("Người đã ẩn", visible=False)
    Account.objects.create(name="Facebook", address="https://facebook.example/xa?a=1&b=2")
    contact(client, address, duty)
    with django_assert_max_num_queries(6):
        text = client.get(f"/{address}/").text
    assert 'href="mailto:vp@xa.example"' in text
    assert 'href="tel:0214000001"' in text
    assert "Chánh Văn phòng, Văn phòng" in text
    assert text.index("Người phát ngôn</h2>") < text.index("Cán bộ liên hệ</h2>")
    assert text.count("<b>Nguyễn Văn Mẫu") == 1
    assert text.index("<b>Trần Thị Ví Dụ") < text.index("<b>Lê Văn Thử")
    assert 'href="https://facebook.example/xa?a=1&amp;b=2"' in text
    assert "Người đã ẩn" not in text


def test_without_rows_the_page_has_no_empty_parts_and_other_pages_have_none(client):
    text = contact(client)
    for words in ("Người phát ngôn</h2>", "Cán bộ liên hệ</h2>", "Tài khoản mạng xã hội"):
        assert words not in text
    make_official()
    assert "Nguyễn Văn Mẫu" not in contact(client, "gioi-thieu", duties.ABOUT)


def test_an_office_without_accounts_says_so_and_gives_its_fax(client):
    Portal.objects.update_or_create(
        pk=1, defaults={"no_social_accounts": True, "fax": "0214 000 009"}
    )
    text = contact(client)
    assert "Cơ quan không có tài khoản mạng xã hội nào." in text
    assert "0214 000 009" in text


def test_the_administrator_adds_changes_orders_hides_and_takes_back(admin):
    assert admin.post(OFFICIALS, official(phone="0214 000 002", speaks="on")).status_code == 302
    first, second = Official.objects.get(), make_official(position=9)
    admin.post(f"{OFFICIALS}?sua={first.pk}", official(name="Trần Thị Mới", email="m@xa.example"))
    for what in ("an", "xoa", "lay-lai", "hien", "xuong"):
        answer = admin.post(OFFICIALS, {"muc": first.pk, "viec": what})
        assert answer.status_code == 302
    first.refresh_from_db()
    assert (first.name, first.visible, first.removed_at, first.speaks) == (
        *("Trần Thị Mới", True, None),
        False,
    )
    assert list(Official.objects.all()) == [second, first]
    actions = list(SiteEvent.objects.order_by("serial").values_list("action", flat=True))
    assert actions[:4] == ["official_added", *["official_changed"] * 2, "official_removed"]
    assert actions[4:] == ["official_restored", "official_changed", "official_moved"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Hãy nhập họ và tên."),
        ({"post": " "}, "Hãy nhập chức vụ."),
        ({"phone": "gọi tôi"}, "Điện thoại chỉ gồm chữ số"),
        ({"email": "vp@"}, "Thư điện tử chưa đúng"),
        ({"speaks": "on"}, "Người phát ngôn phải có điện thoại hoặc thư điện tử"),
        ({"name": "k" * 101}, "tối đa 100"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(admin, given, sentence):
    answer = admin.post(OFFICIALS, official(unit="Phòng Nội vụ", **given))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert 'value="Phòng Nội vụ"' in answer.text
    assert not Official.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "http://facebook.example/", "javascript:alert(1)", "https://", "https://[", "//x"],
)
def test_an_account_has_a_secure_address(admin, address):
    assert admin.post(ACCOUNTS, account(address=address)).status_code == 200
    assert not Account.objects.exists()
    assert admin.post(ACCOUNTS, account()).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.update(address="http://facebook.example/")


def test_a_list_has_an_end(admin):
    rows = [Account(name=f"Trang {n}", address="https://a.example/") for n in range(20)]
    Account.objects.bulk_create(rows)
    assert "Đã có 20 dòng" in admin.post(ACCOUNTS, account()).text
    row = Account.objects.first()
    assert admin.post(f"{ACCOUNTS}?sua={row.pk}", account()).status_code == 302


@pytest.mark.parametrize("given", [{}, {"muc": "x"}, {"muc": "9" * 30}, {"viec": "len"}])
@pytest.mark.parametrize("page", [OFFICIALS, ACCOUNTS])
def test_what_is_on_no_button_is_not_found(admin, page, given):
    make_official()
    assert admin.post(page, given).status_code == 404
    assert admin.get(f"{page}?sua={'9' * 40}").status_code == 200


@pytest.mark.parametrize("role", ["contributor", "secretary", "publisher", "account_admin"])
def test_others_may_not(role):
    client = staff.browser(make_user(role))
    for page, form in ((OFFICIALS, official()), (ACCOUNTS, account())):
        assert client.get(page).status_code == 403
        assert client.post(page, form).status_code == 403
    assert not Official.objects.exists()
    assert not Account.objects.exists()


def test_the_duties_ask_for_officials_and_a_spokesperson():
    assert "chưa có cán bộ nào" in told(obligations.officials)
    row = make_official(phone="", email="")
    assert f"{row.name} chưa có điện thoại" in told(obligations.officials)
    assert "ai là người phát ngôn" in told(obligations.voice)
    Official.objects.update(phone="0214 000 001", speaks=True)
    assert told(obligations.officials) == ""
    assert "mạng xã hội" in told(obligations.voice)
    Portal.objects.update_or_create(pk=1, defaults={"no_social_accounts": True})
    assert told(obligations.voice) == ""
    Official.objects.update(visible=False)
    assert told(obligations.voice) != ""

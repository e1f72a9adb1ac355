"""What is read outside of the portal names the staff side where it stands."""

import pytest
from django.core import mail as outside

from accounts import places, record
from news import account_mail
from tests import staff
from tests.factories import make_user
from tests.integration.test_account_mail import SAMPLES

pytestmark = pytest.mark.django_db
OWN_NAME = ("https://abc.example.vn:8443", "bien-tap.example.vn", "bien-tap.example.vn:8443")
PORTALS = [("https://abc.example.vn", "", "abc.example.vn"), OWN_NAME]
by_place = pytest.mark.parametrize(("site", "host", "netloc"), PORTALS)


@pytest.fixture
def portal(settings, site, host):
    settings.SITE_URL, settings.STAFF_HOST, settings.MAIL = site, host, True
    settings.ALLOWED_HOSTS = ["testserver", "abc.example.vn", "bien-tap.example.vn"]
    settings.OIDC_NAME = "tài khoản của tỉnh"


@by_place
@pytest.mark.usefixtures("portal")
def test_an_address_for_letters_and_one_for_paper(netloc):
    assert places.address_of("ma-mot-lan") == f"https://{netloc}/ma-mot-lan/"
    assert places.on_paper("ma-mot-lan") == f"{netloc}/ma-mot-lan/"


@by_place
@pytest.mark.usefixtures("portal")
def test_a_slip_names_the_page_of_the_code(netloc, host):
    admin, user = make_user("account_admin"), make_user("editor")
    client = staff.browser(admin)
    path = f"/quan-tri/accounts/user/{user.pk}/ma/"
    headers = {"host": host} if host else {}
    answer = client.post(path, {"cach": "phieu"}, headers=headers)
    assert f"<dd>{netloc}/ma-mot-lan/</dd>" in answer.text


@by_place
@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("action", SAMPLES)
def test_every_letter_about_an_account_does(netloc, host, action):
    user = make_user("editor", email="lan@example.vn")
    event = record.log(action, subject=user, actor=make_user("account_admin"), **SAMPLES[action])
    body = account_mail.compose(event).body
    assert body.count("https://") == body.count(f"https://{netloc}/")


@by_place
@pytest.mark.usefixtures("portal")
def test_the_letter_with_a_code_leads_to_its_page(netloc, work):
    user = make_user("editor", username="lan.pt", email="lan@example.vn")
    after = SAMPLES["code_made"]["after"]
    record.log("code_made", subject=user, actor=make_user("account_admin"), after=after)
    work()
    assert f"https://{netloc}/ma-mot-lan/#lan.pt/" in outside.outbox[0].body

"""/.well-known/security.txt, as RFC 9116 has it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from news.site.models import Portal
from tests import pagestore

pytestmark = pytest.mark.django_db
WHERE = "/.well-known/security.txt"


@pytest.fixture
def portal():
    """A portal with an address of e-mail."""
    return Portal.objects.update_or_create(pk=1, defaults={"email": "xa@laocai.example"})[0]


def fields(client) -> dict[str, str]:
    answer = client.get(WHERE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    found = dict(line.split(": ", 1) for line in lines)
    assert len(found) == len(lines)
    return found


def test_it_names_the_contact_of_the_portal_and_a_day_within_a_year(client, portal):
    found = fields(client)
    ends = datetime.fromisoformat(found.pop("Expires"))
    assert timezone.now() < ends < timezone.now() + timedelta(days=365)
    assert found == {
        "Contact": "mailto:xa@laocai.example",
        "Preferred-Languages": "vi, en",
        "Canonical": f"http://testserver{WHERE}",
    }


def test_the_technician_may_name_another(client, portal, settings):
    settings.SECURITY_CONTACT = "https://sso.laocai.example/bao-loi"
    assert fields(client)["Contact"] == "https://sso.laocai.example/bao-loi"


def test_without_anybody_there_is_no_such_file(client):
    Portal.objects.update(email="")
    assert client.get(WHERE).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_page_store_keeps_it_until_the_contact_changes(tmp_path, settings, portal):
    with pagestore.site(tmp_path, settings) as site:
        assert [site.get(WHERE).state for _ in range(2)] == ["miss", "hit"]
        Portal.objects.update(email="moi@laocai.example")
        assert b"mailto:moi@laocai.example" in site.get(WHERE).body

"""“Tình trạng hệ thống”: what the administrator sees of the portal's health, and nobody else."""

import pytest

from config.operations import status
from config.operations.health import checks
from config.operations.health.finding import Check, Result, broken, good, look
from tests import health

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/tinh-trang/"
BUTTON = "Tình trạng hệ thống"


def found(*findings):
    """What the page is told, in place of looking."""
    return lambda: [Result(Check("x", f"Việc {n}", None), f) for n, f in enumerate(findings)]


def test_an_administrator_finds_it_on_the_desk_and_in_the_menu(signed_in, client):
    signed_in("system_admin")
    desk = client.get("/quan-tri/").content.decode()
    assert desk.count(f'href="{PAGE}"') == 2
    signed_in("account_admin")
    assert PAGE not in client.get("/quan-tri/").content.decode()


@pytest.mark.parametrize("role", ["contributor", "editor", "secretary", "publisher", "approver"])
def test_others_are_refused_without_anything_being_looked_at(signed_in, client, monkeypatch, role):
    monkeypatch.setattr(checks, "all_results", lambda: pytest.fail("looked"))
    signed_in(role)
    assert client.get(PAGE).status_code == 403
    assert BUTTON not in client.get("/quan-tri/").content.decode()


def test_what_is_broken_stands_first_with_what_to_do(signed_in, client, monkeypatch):
    findings = [good("Ổn cả."), look("Ít chỗ.", "Dọn đĩa."), broken("Đã dừng.", "Bật lại <ngay>.")]
    monkeypatch.setattr(checks, "all_results", found(*findings))
    signed_in("system_admin")
    answer = client.get(PAGE)
    text = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert status.WHOLE[2] in text
    assert text.index("Đã dừng.") < text.index("Ít chỗ.") < text.index("Ổn cả.")
    assert "Bật lại &lt;ngay&gt;." in text


def test_when_all_is_well_nothing_is_to_be_done(signed_in, client, monkeypatch):
    monkeypatch.setattr(checks, "all_results", found(good("Ổn cả.")))
    signed_in("system_admin")
    text = client.get(PAGE).content.decode()
    assert status.WHOLE[0] in text
    assert "Việc cần làm" not in text


def test_the_checks_themselves_fit_on_it(signed_in, client, monkeypatch):
    monkeypatch.setattr(checks, "all_results", health.at_once)
    signed_in("system_admin")
    text = client.get(PAGE).content.decode()
    assert all(check.name in text for check in health.CHECKS.values())
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(PAGE).status_code == 405

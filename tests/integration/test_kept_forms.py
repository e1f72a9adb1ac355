"""The forms of sections, units, authors and the portal's own data: ours, not Django's."""

import pytest

from news.models import Category
from news.site.models import Portal, SiteEvent
from tests import staff
from tests.factories import make_author, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    """One of each kind."""
    return [make_category(), make_unit(), make_author(), Portal.objects.get_or_create(pk=1)[0]]


def test_every_form_is_in_our_look(things):
    office = staff.browser(make_user("system_admin"))
    for thing in things:
        page = office.get(staff.change(thing)).text
        assert 'class="kept-form"' in page
        assert "submit-row" not in page
        assert page.count('name="_save"') == 1


def test_who_may_only_look_gets_words_and_no_button(things):
    reader = staff.browser(make_user("contributor"))
    for thing in things[:3]:
        page = reader.get(staff.change(thing)).text
        assert "Bạn chỉ xem được" in page
        assert 'name="_save"' not in page
        assert 'class="field kept-read"' in page


def test_what_is_wrong_is_said_on_top_and_at_its_field(things):
    category = things[0]
    data = {"name": "", "slug": "kinh-te-2", "position": "1", "_save": "1"}
    page = staff.browser(make_user("secretary")).post(staff.change(category), data).text
    assert "Chưa lưu gì" in page
    assert 'value="kinh-te-2"' in page
    assert Category.objects.get().name == category.name


def test_the_portals_own_data_is_on_record(things, client):
    words = {"kind": "Trang", "name": "Xã Bảo Thắng", "licence": "Giấy phép số 12/GP-TTĐT"}
    office = staff.browser(make_user("system_admin"))
    assert office.post(staff.change(things[3]), {**words, "_save": "1"}).status_code == 302
    assert "Giấy phép số 12/GP-TTĐT." in client.get("/").content.decode()
    event = SiteEvent.objects.get(action="portal_changed")
    assert event.after["name"] == "Xã Bảo Thắng"

"""A reader's browser reports what is read; programs' browsers, tabs in the background and pages
opened again do not."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.readership.models import DayReads, DayVisits
from news.site.models import Portal
from tests.factories import make_article

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
# Playwright's own mark, which the script takes for what it is.
A_PERSON = "Object.defineProperty(navigator, 'webdriver', { get: () => false })"


@pytest.fixture
def reader(new_page):
    page = new_page(user_agent=AGENT)
    page.add_init_script(A_PERSON)
    page.clock.install()
    return page


def stay(page, seconds: float = 4) -> None:
    """Let the page's clock run."""
    page.clock.run_for(int(seconds * 1000))


def reported(page, address: str) -> str:
    """Open a page, read it, and say what the browser reported."""
    page.goto(address)
    with page.expect_response("**/dem-luot/**") as answer:
        stay(page)
    assert answer.value.status == 204
    return answer.value.url.partition("/dem-luot/")[2]


def test_a_tab_reports_its_visit_and_each_article_once(live_server, reader):
    first, second = make_article(), make_article()
    told = []
    reader.on("request", lambda sent: told.append(sent.url) if "dem-luot" in sent.url else None)
    assert reported(reader, "/tin-tuc/") == "?moi=1"
    assert reported(reader, first.get_absolute_url()) == f"{first.pk}/"
    assert reported(reader, second.get_absolute_url()) == f"{second.pk}/"
    for address in (first.get_absolute_url(), "/"):
        reader.goto(address)
        stay(reader)
    assert len(told) == 3
    assert dict(DayReads.objects.values_list("article", "count")) == {first.pk: 1, second.pk: 1}
    assert DayVisits.objects.get().count == 1
    assert reader.context.cookies() == []


def test_the_footer_shows_the_totals_without_moving(live_server, new_page):
    Portal.objects.update_or_create(pk=1, defaults={"counter_shown": True})
    DayVisits.objects.create(day=timezone.localdate(), count=1586)
    page = new_page()
    page.goto("/")
    expect(page.locator(".counter--known")).to_contain_text("hôm nay 1.586, tổng số 1.586")


def test_who_leaves_at_once_has_not_read(live_server, reader):
    reader.goto(make_article().get_absolute_url())
    stay(reader, 2)
    reader.goto("/tin-tuc/")
    reported_visit = reported(reader, "/")
    assert reported_visit == "?moi=1"
    assert not DayReads.objects.exists()


def test_a_browser_driven_by_a_program_reports_nothing(live_server, new_page):
    page = new_page(user_agent=AGENT)
    page.clock.install()
    told = []
    page.on("request", lambda sent: told.append(sent.url) if "dem-luot" in sent.url else None)
    page.goto(make_article().get_absolute_url())
    stay(page)
    expect(page.locator("h1")).to_be_visible()
    assert told == []

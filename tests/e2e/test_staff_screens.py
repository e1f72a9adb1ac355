"""Every screen of the staff side, as those see it who see the most: nothing in the console."""

import pytest

from news.site.models import Portal
from tests import staff
from tests.e2e.windows import click_and_close, follow
from tests.e2e.writing import NOTE_VIOLATIONS
from tests.factories import make_image, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def screens(page) -> list[str]:
    """The addresses that show this person a page, rather than take something or hand out a file."""
    found = []
    for path in staff.pages(staff.one_of_each()).values():
        answer = page.request.get(path, max_redirects=0)
        if answer.status == 200 and "attachment" not in answer.headers.get(
            "content-disposition", ""
        ):
            found.append(path)
    return found


# Its scripts have done what they do at the beginning.
IDLE = "new Promise((done) => requestIdleCallback(done))"


# The fixture fails the test for whatever is written into the console.
@pytest.mark.parametrize("role", ["system_admin", "approver"])
def test_no_screen_complains_and_none_loads_jquery(sign_in, role):
    page, loaded = sign_in(make_user(role)), []
    page.add_init_script(NOTE_VIOLATIONS)
    page.on("request", lambda request: loaded.append(request.url))
    paths = screens(page)
    assert len(paths) > 20
    for path in paths:
        page.goto(path)
        page.evaluate(IDLE)
        assert page.evaluate("window.violations") == [], path
    assert not [url for url in loaded if "jquery" in url.lower()]


def test_the_emblem_is_chosen_in_the_library(sign_in):
    image, page = make_image("Biểu trưng của huyện"), sign_in(make_user("system_admin"))
    Portal.objects.create(pk=1)
    page.goto("/quan-tri/site/portal/1/change/")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Chọn hoặc tải ảnh").click()
    click_and_close(opened.value, opened.value.locator("[data-pick]").first)
    follow(page, page.get_by_role("button", name="Lưu", exact=True))
    assert Portal.objects.get().emblem == image

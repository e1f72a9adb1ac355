"""Days at both ends of the calendar are days: no filter and no form stumbles over them."""

import pytest

from tests import staff
from tests.factories import make_article, make_user

FAR = ["0001-01-01", "9999-12-31"]
PAGES = {
    "/quan-tri/news/article/nhat-ky/": ("approver", ("tu", "den")),
    "/quan-tri/accounts/user/nhat-ky/": ("account_admin", ("tu", "den")),
    "/quan-tri/news/article/": ("approver", ("tu", "den")),
    "/quan-tri/news/article/lich-dang/": ("approver", ("ngay",)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("path", PAGES)
def test_a_far_day_is_no_fault(path, day):
    role, names = PAGES[path]
    client = staff.browser(make_user(role))
    for name in names:
        assert client.get(f"{path}?{name}={day}").status_code == 200, name


@pytest.mark.django_db
def test_nothing_is_featured_beyond_the_calendar():
    article = make_article()
    client = staff.browser(make_user("publisher"))
    sent = {"them": "1", "article": article.pk, "place": "home"}
    answer = client.post(
        "/quan-tri/news/article/noi-bat/", {**sent, "starts": FAR[0], "ends": FAR[1]}
    )
    assert answer.status_code == 200

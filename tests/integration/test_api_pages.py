"""Standing pages in the programs' interface, and what changes beside an article's row."""

import pytest

from news.authors.models import Unit
from news.media.models import Attachment
from news.models import Article, Category, State
from news.pace import Pace
from news.pages import making
from news.views import api
from tests.factories import (
    make_article,
    make_attachment,
    make_page,
    make_recording,
    make_unit,
    make_user,
    move,
)
from tests.integration.test_api import ask, ids

pytestmark = pytest.mark.django_db
SINCE = {"updated-since": "2020-01-01"}
PART = "PageOfPages"


@pytest.fixture(autouse=True)
def new_pace(monkeypatch):
    """What other tests asked does not slow this one down."""
    monkeypatch.setattr(api, "PACE", Pace(10_000))


def pages(client, **given) -> dict:
    return ask(client, "/pages/", schema=PART, **given)


def test_pages_are_told_whole_and_apart_from_articles(client):
    article, above = make_article(), make_page(address="gioi-thieu", title="Giới thiệu")
    sound = make_recording()
    page = make_page(address="gioi-thieu/lich-su", parent=above, audio_id=sound.pk)
    make_page(State.DRAFT)
    found = pages(client)
    assert ids(found) == [page.pk, above.pk]
    told = found["items"][0]
    assert told == ask(client, f"/pages/{page.pk}/", schema="StandingPage")
    assert (told["parent"], told["position"]) == (above.pk, 1)
    assert told["url"] == "http://testserver/gioi-thieu/lich-su/"
    assert told["recording"]["url"] == "http://testserver" + sound.get_absolute_url()
    assert ids(ask(client)) == [article.pk]
    ask(client, f"/pages/{article.pk}/", 404, "Error")
    ask(client, f"/articles/{page.pk}/", 404, "Error")


def test_pages_are_read_to_their_end(client):
    rows = [make_page().pk for _ in range(5)]
    found, cursor = [], None
    while cursor is not None or not found:
        part = pages(client, limit=2, **({"cursor": cursor} if cursor else {}))
        found, cursor = found + ids(part), part["next"]
    assert found == rows[::-1]


def test_who_follows_pages_hears_of_changes_and_of_what_is_gone(client):
    make_article()
    page = make_page(address="lien-he")
    start = pages(client, **SINCE)
    assert ids(start) == [page.pk]
    Article.objects.filter(pk=page.pk).update(title="Tên mới")
    changed = pages(client, cursor=start["next"])
    assert [row["title"] for row in changed["items"]] == ["Tên mới"]
    move(page, "withdraw", words="Gỡ.")
    (gone,) = pages(client, cursor=changed["next"])["items"]
    assert (gone["id"], gone["gone"]) == (page.pk, "withdrawn")
    assert gone == ask(client, f"/pages/{page.pk}/", 410, "Tombstone")
    assert ids(pages(client)) == []


@pytest.mark.parametrize("name", ["section", "unit", "from", "to", "page"])
def test_pages_have_no_filters(client, name):
    error = ask(client, "/pages/", 400, "Error", **{name: "1"})["error"]
    assert error["parameter"] == name


def test_another_place_in_the_tree_is_a_change(client):
    above, page = make_page(address="gioi-thieu"), make_page(address="lich-su")
    start = pages(client, **SINCE)
    to = {"address": "lich-su", "parent": above.page, "position": 7}
    assert making.place(page, to, make_user("publisher")) == ""
    (told,) = pages(client, cursor=start["next"])["items"]
    assert (told["id"], told["parent"], told["position"]) == (page.pk, above.pk, 7)


def test_a_file_with_another_name_or_other_bytes_is_a_change_of_its_articles(client):
    file, other = make_attachment(), make_attachment()
    article = make_article(attachments=[file.pk])
    make_article(State.DRAFT, attachments=[file.pk])
    start = ask(client, **SINCE)
    for values in ({"title": "Tên khác"}, {"size": 7}):
        Attachment.objects.filter(pk=file.pk).update(**values)
        part = ask(client, cursor=start["next"])
        assert ids(part) == [article.pk]
        start = part
    Attachment.objects.filter(pk=file.pk).update(uploaded_by=None)
    Attachment.objects.filter(pk=other.pk).update(title="Không ai nêu")
    assert ids(ask(client, cursor=start["next"])) == []


def test_a_renamed_section_or_unit_keeps_its_number_and_moves_nothing(client):
    article = make_article(unit=make_unit("BTGHU"))
    start = ask(client, **SINCE)
    before = client.get("/api/v1/sections/")
    Category.objects.filter(pk=article.category_id).update(name="Tên mới", slug="ten-moi")
    Unit.objects.filter(pk=article.unit_id).update(name="Đơn vị mới")
    assert ids(ask(client, cursor=start["next"])) == []
    after = client.get("/api/v1/sections/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["items"][0]["id"] == article.category_id
    again = client.get("/api/v1/sections/", headers={"if-none-match": after["ETag"]})
    assert again.status_code == 304


def test_many_pages_take_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    above = make_page()
    for _ in range(5):
        make_page(parent=above, attachments=[make_attachment().pk])
    with django_assert_max_num_queries(3):
        pages(client, limit=100)
    with django_assert_max_num_queries(5):
        pages(client, limit=100, **SINCE)

"""The programs' interface: what citizens may read as JSON, held against its own description."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from news.models import Article, State
from news.pace import Pace
from news.site.models import Portal
from news.views import api, api_described
from tests.attached import pdf
from tests.factories import (
    make_article,
    make_attachment,
    make_author,
    make_category,
    make_image,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def new_pace(monkeypatch):
    """What other tests asked does not slow this one down."""
    monkeypatch.setattr(api, "PACE", Pace(10_000))


def ask(client, address: str = "/articles/", status: int = 200, schema: str = "Page", **given):
    """Ask, and hold the answer against the description."""
    answer = client.get(V1 + address, given)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    wanted = {"$ref": f"#/components/schemas/{schema}"}
    described = {**wanted, "components": {"schemas": api_described.SCHEMAS}}
    found = answer.json()
    assert not list(Draft202012Validator(described).iter_errors(found))
    return found


def ids(page: dict) -> list[int]:
    return [item["id"] for item in page["items"]]


def walk(client, cursor: str = "", **given) -> list[int]:
    """Every number that a program meets which follows `next` to the end of a list."""
    found = []
    while cursor is not None:
        page = ask(client, **given, **({"cursor": cursor} if cursor else {}))
        found, cursor = found + ids(page), page["next"]
    return found


def full_article() -> Article:
    unit = make_unit("BTGHU")
    author, other = make_author(unit=unit), make_author("Trần Thị Bình", unit)
    image = make_image()
    return make_article(
        title="Hội nghị “Dân vận khéo”",
        body='<p>Xem <a href="/tin-tuc/">tin</a>.</p>',
        category=make_category("Kinh tế"),
        unit=unit,
        author_id=author.pk,
        co_authors=[other.pk],
        cover_id=image.pk,
        cover_alt=image.alt,
        tags=["dân vận khéo"],
        attachments=[make_attachment(make_user("editor"), pdf()).pk],
        byline="Lê Trung Thành - BTGHU",
    )


def test_an_article_is_told_whole_with_addresses_that_work_elsewhere(client):
    article = full_article()
    (told,) = ask(client)["items"]
    assert told == ask(client, f"/articles/{article.pk}/", schema="Article")
    assert told["url"] == "http://testserver" + article.get_absolute_url()
    assert 'href="http://testserver/tin-tuc/"' in told["html"]
    assert told["published_at"].endswith("+07:00")
    assert [author["name"] for author in told["authors"]] == ["Lê Trung Thành", "Trần Thị Bình"]
    section = {"id": article.category_id, "slug": "kinh-te", "name": "Kinh tế"}
    assert told["section"] == section
    assert told["attachments"][0]["kind"] == "pdf"
    assert told["cover"]["alt"]


def test_a_list_is_read_to_its_end_and_new_articles_move_nothing(client):
    old = [make_article().pk for _ in range(5)]
    first = ask(client, limit=2)
    make_article()
    assert ids(first) + walk(client, first["next"], limit=2) == old[::-1]


def test_articles_of_one_moment_are_told_once_each(client):
    rows = [make_article() for _ in range(7)]
    Article.objects.update(published_at=timezone.now() - timedelta(days=1))
    assert walk(client, limit=3) == [row.pk for row in rows][::-1]


def test_filters_by_section_unit_and_day(client):
    root = make_category("Kinh tế")
    under, unit = make_category("Nông nghiệp", parent=root), make_unit("PVH")
    inside = make_article(category=under, unit=unit)
    make_article(category=make_category("Văn hoá"))
    old = make_article(category=root)
    Article.objects.filter(pk=old.pk).update(published_at="2023-07-31T00:00:00+07:00")
    assert ids(ask(client, section="kinh-te")) == [inside.pk, old.pk]
    assert ids(ask(client, unit="pvh")) == [inside.pk]
    assert ids(ask(client, **{"from": "2023-07-31", "to": "2023-07-31"})) == [old.pk]
    assert ids(ask(client, to="2023-07-30")) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"limit": "0"}, "từ 1 đến 100"),
        ({"limit": "101"}, "từ 1 đến 100"),
        ({"limit": "hai"}, "từ 1 đến 100"),
        ({"cursor": "x"}, "Dấu trang"),
        ({"from": "31-07"}, "Ngày chưa đúng"),
        ({"section": "khong-co"}, "Không có chuyên mục"),
        ({"updated-since": "hôm qua"}, "Thời điểm"),
        ({"updated-since": "9999-99-99T00:00:00"}, "Thời điểm"),
        ({"updated-since": "0001-01-01T00:00:00+14:00"}, "Thời điểm"),
        ({"updated-since": "2023-07-31", "section": "kinh-te"}, "bỏ sót"),
        ({"updated-since": "2023-07-31", "cursor": "x"}, "chỉ dùng cursor"),
        ({"page": "2"}, "Không có tham số"),
    ],
)
def test_a_wrong_question_says_what_to_do(client, given, words):
    error = ask(client, status=400, schema="Error", **given)["error"]
    assert words in error["message"]
    assert error["parameter"] in given


@pytest.mark.parametrize(
    "state", [state for state in State if state not in (State.PUBLISHED, State.WITHDRAWN)]
)
def test_nothing_that_is_not_public_is_told(client, state):
    article = make_article(state=state)
    assert ids(ask(client)) == []
    assert ids(ask(client, **{"updated-since": "2020-01-01"})) == []
    ask(client, f"/articles/{article.pk}/", 404, "Error")


def test_a_withdrawn_article_leaves_only_that_it_is_gone(client):
    article = make_article(title="Bài đã gỡ")
    start = ask(client, **{"updated-since": "2020-01-01"})
    assert ids(start) == [article.pk]
    move(article, "withdraw", note="Sai")
    one = ask(client, f"/articles/{article.pk}/", 410, "Tombstone")
    assert one["gone"] == "withdrawn"
    changed = ask(client, cursor=start["next"])
    assert changed["items"] == [one]
    assert ids(ask(client)) == []


def test_a_follower_hears_of_an_expiry_that_nobody_wrote_down(client):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() + timedelta(seconds=1))
    start = ask(client, **{"updated-since": "2020-01-01"})
    assert "title" in start["items"][0]
    assert ids(ask(client, cursor=start["next"])) == []
    wait_until(client, start["next"])
    (gone,) = ask(client, cursor=start["next"])["items"]
    assert (gone["id"], gone["gone"]) == (article.pk, "expired")


def wait_until(client, cursor: str) -> None:
    """Ask until something comes; the clock of the database is nobody's to set."""
    for _ in range(100):
        if ids(ask(client, cursor=cursor)):
            return
        time.sleep(0.1)
    pytest.fail("nothing came")


def test_a_follower_hears_of_a_publication_at_its_hour_and_not_before(client):
    article = make_article()
    soon = timezone.now() + timedelta(seconds=1)
    Article.objects.filter(pk=article.pk).update(published_at=soon)
    start = ask(client, **{"updated-since": "2020-01-01"})
    assert start["items"] == []
    wait_until(client, start["next"])
    assert ids(ask(client, cursor=start["next"])) == [article.pk]


def test_what_only_the_newsroom_sees_is_no_change(client):
    article = make_article()
    start = ask(client, **{"updated-since": "2020-01-01"})
    Article.objects.filter(pk=article.pk).update(
        updated_at=timezone.now(), review_at=timezone.now()
    )
    assert ids(ask(client, cursor=start["next"])) == []
    Article.objects.filter(pk=article.pk).update(title="Tiêu đề mới")
    assert ids(ask(client, cursor=start["next"])) == [article.pk]


def test_several_changes_are_told_once_and_a_walk_meets_every_article(client):
    rows = [make_article() for _ in range(7)]
    for row in rows[:3]:
        Article.objects.filter(pk=row.pk).update(title="Tiêu đề mới")
    found, given = [], {"updated-since": "2020-01-01"}
    for _ in range(5):
        page = ask(client, limit=2, **given)
        found, given = found + ids(page), {"cursor": page["next"]}
    assert sorted(found) == [row.pk for row in rows]
    assert set(found[-3:]) == {row.pk for row in rows[:3]}


def test_a_page_of_a_hundred_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for _ in range(12):
        full_article() if not Article.objects.exists() else make_article()
    with django_assert_max_num_queries(4):
        ask(client, limit=100)
    with django_assert_max_num_queries(6):
        ask(client, limit=100, **{"updated-since": "2020-01-01"})


def test_sections_and_units(client):
    root = make_category("Kinh tế")
    make_category("Nông nghiệp", parent=root)
    make_category("Ẩn", visible=False)
    make_unit("BTGHU")
    told = ask(client, "/sections/", schema="Sections")["items"]
    assert [(row["slug"], row["parent"]) for row in told] == [
        ("kinh-te", None),
        ("nong-nghiep", "kinh-te"),
    ]
    assert [row["code"] for row in ask(client, "/units/", schema="Units")["items"]] == ["BTGHU"]


def test_who_asks_again_gets_no_bytes(client):
    make_article()
    first = client.get(f"{V1}/articles/")
    again = client.get(f"{V1}/articles/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_too_often_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(api, "PACE", Pace(2))
    ask(client)
    ask(client, "/units/", schema="Units")
    answer = client.get(f"{V1}/articles/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "đợi một phút" in answer.json()["error"]["message"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes(client, method):
    assert getattr(client, method)(f"{V1}/articles/").status_code == 405


def test_the_description_is_whole_and_names_only_what_exists(client):
    Portal.objects.update_or_create(pk=1, defaults={"name": "Huyện Bảo Thắng"})
    told = client.get(f"{V1}/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert "Huyện Bảo Thắng" in told["info"]["title"]
    for path in told["paths"]:
        assert client.get(V1 + path.replace("{id}", "1")).status_code in (200, 404)
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_page_for_people_leads_to_everything(client):
    page = client.get("/api/").content.decode()
    for address in ("/articles/", "/pages/", "/sections/", "/units/", "/openapi.json"):
        assert V1 + address in page
    assert "/api/" in client.get("/rss/").content.decode()

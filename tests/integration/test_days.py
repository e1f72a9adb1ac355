"""The archive by days, and lists narrowed by days, unit and section."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from news import archive
from news.models import State
from tests.factories import make_article, make_category, make_unit

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def publish(*moment: int, **values):
    """An article of a moment on our clock."""
    at = datetime(*moment, tzinfo=VIETNAM)
    return make_article(at=at, title=f"Bài {at:%Y-%m-%d %H:%M}", **values)


@pytest.fixture
def articles():
    """Some at the edges of days, months and years."""
    return [
        publish(*moment)
        for moment in (
            (2022, 12, 31, 23, 59),
            (2023, 1, 1, 0, 0),
            (2023, 7, 31, 14, 5),
            (2023, 7, 31, 23, 59),
            (2024, 2, 29, 8, 0),
        )
    ]


def found(response) -> list[str]:
    rows = response.context.get("articles")
    rows = response.context["found"].articles if rows is None else rows
    return [article.title.removeprefix("Bài ") for article in rows]


def test_years_lead_to_months_and_months_to_days(client, articles):
    top = client.get("/tin-tuc/luu-tru/")
    assert [year.short for year in top.context["years"]] == ["2024", "2023", "2022"]
    year = client.get("/tin-tuc/luu-tru/2023/")
    held = [month.short for month, there in year.context["months"] if there]
    assert held == ["Tháng 1", "Tháng 7"]
    assert 'href="/tin-tuc/luu-tru/2023/07/"' in year.text
    month = client.get("/tin-tuc/luu-tru/2023/07/")
    assert 'href="/tin-tuc/luu-tru/2023/07/31/"' in month.text
    assert found(month) == ["2023-07-31 23:59", "2023-07-31 14:05"]
    day = client.get("/tin-tuc/luu-tru/2023/07/31/")
    assert found(day) == ["2023-07-31 23:59", "2023-07-31 14:05"]
    assert "Trước đó: ngày 01/01/2023" in day.text
    assert "Sau đó: ngày 29/02/2024" in day.text


def test_days_begin_at_our_midnight(client, articles):
    assert found(client.get("/tin-tuc/luu-tru/2022/12/31/")) == ["2022-12-31 23:59"]
    assert found(client.get("/tin-tuc/luu-tru/2023/01/01/")) == ["2023-01-01 00:00"]


def test_a_time_without_articles_is_not_found_and_helps_on(client, articles):
    answer = client.get("/tin-tuc/luu-tru/2023/03/15/")
    assert answer.status_code == 404
    assert "Không có tin, bài nào đăng ngày 15/03/2023." in answer.text
    assert 'href="/tin-tuc/luu-tru/2023/07/31/"' in answer.text
    assert "noindex" in answer.text


@pytest.mark.parametrize(
    "path",
    ["0000/", "2023/13/", "2023/00/", "2023/02/30/", "9999/12/31/", "1899/", "2023/7/", "20235/"],
)
def test_a_time_that_is_none_is_not_found(client, path):
    assert client.get(f"/tin-tuc/luu-tru/{path}").status_code == 404


def test_an_empty_portal_says_so(client):
    assert "Chưa có tin, bài nào được đăng." in client.get("/tin-tuc/luu-tru/").text


def test_what_is_not_public_is_in_no_day(client):
    publish(2023, 7, 31, state=State.WITHDRAWN)
    assert client.get("/tin-tuc/luu-tru/2023/07/31/").status_code == 404
    assert client.get("/tin-tuc/luu-tru/").context["years"] == []


def test_no_section_takes_the_address_of_the_archive():
    with pytest.raises(ValidationError, match="luu-tru"):
        make_category("Lưu trữ")
    assert make_category("Lưu trữ xã").slug == "luu-tru-xa"


def test_long_days_are_read_on_without_counting(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    for minute in range(5):
        publish(2023, 7, 31, 14, minute)
    seen, path = [], "/tin-tuc/luu-tru/2023/07/31/"
    while path:
        with django_assert_max_num_queries(5) as queries:
            answer = client.get(path)
        text = " ".join(query["sql"] for query in queries)
        assert "COUNT(" not in text
        assert "OFFSET" not in text
        seen += found(answer)
        path = answer.context["older"]
    assert seen == [f"2023-07-31 14:0{minute}" for minute in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 30, ""])
def test_reading_on_from_nothing_begins_anew(client, articles, value):
    assert len(found(client.get("/tin-tuc/luu-tru/2023/07/31/", {"truoc": value}))) == 2


def test_the_front_leads_to_a_form_and_costs_no_query_more(client, articles):
    text = client.get("/tin-tuc/").text
    assert 'href="/tin-tuc/?loc"' in text
    form = client.get("/tin-tuc/?loc")
    assert found(form)[0] == "2024-02-29 08:00"
    assert '<meta name="robots" content="noindex, follow">' in form.text
    assert '<link rel="canonical" href="http://testserver/tin-tuc/">' in form.text


def test_days_unit_and_section_narrow_a_list(client, articles):
    unit, section = make_unit("HND"), make_category("Nông nghiệp")
    under = make_category("Chăn nuôi", parent=section)
    publish(2023, 8, 1, unit=unit, category=under)
    for query, wanted in (
        ({"tu": "31/07/2023", "den": "2023-07-31"}, ["2023-07-31 23:59", "2023-07-31 14:05"]),
        ({"tu": "01/02/2024"}, ["2024-02-29 08:00"]),
        ({"don-vi": "hnd"}, ["2023-08-01 00:00"]),
        ({"muc": "nong-nghiep"}, ["2023-08-01 00:00"]),
        ({"muc": "nong-nghiep", "den": "31/07/2023"}, []),
    ):
        assert found(client.get("/tin-tuc/", query)) == wanted, query


def test_a_units_list_and_a_sections_keep_to_themselves(client, articles):
    unit, section = make_unit("HND"), make_category("Nông nghiệp")
    inside = publish(2023, 8, 1, unit=unit, category=section)
    for path in (unit.get_absolute_url(), section.get_absolute_url()):
        answer = client.get(path, {"tu": "01/01/2023", "don-vi": "hnd"})
        assert [row.pk for row in answer.context["found"].articles] == [inside.pk]
    typed = client.get("/tin-tuc/?tu=01/08/2023").text
    assert '<input type="date" name="tu" value="2023-08-01"' in typed
    assert 'name="don-vi"' not in client.get(f"{unit.get_absolute_url()}?loc").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"tu": "31/31/2023"}, "Ngày chưa đúng. Hãy chọn ngày, ví dụ 31/07/2023."),
        ({"den": "hôm qua"}, "Ngày chưa đúng."),
        ({"tu": "02/08/2023", "den": "01/08/2023"}, "Ngày bắt đầu phải trước"),
        ({"don-vi": "khong-co"}, "Không có đơn vị này."),
        ({"muc": "x'--"}, "Không có chuyên mục này."),
        ({"tu": "9999-12-31"}, "Ngày chưa đúng."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_typed(client, articles, query, sentence):
    make_unit("HND")
    answer = client.get("/tin-tuc/", query)
    assert answer.status_code == 200
    assert sentence in answer.text
    typed = query.get("tu") or query.get("den")
    if sentence.startswith("Ngày chưa"):
        assert f'type="text" name="{next(iter(query))}" value="{typed}"' in answer.text
    assert found(answer) == []


def test_nothing_that_fits_leads_out(client, articles):
    answer = client.get("/tin-tuc/", {"tu": "01/01/2030", "don-vi": "btghu", "x": "1"})
    text = answer.text
    assert "Không có tin, bài nào phù hợp" in text
    assert 'href="/tin-tuc/?don-vi=btghu">Bỏ từ ngày' in text
    assert 'href="/tin-tuc/?tu=2030-01-01">Bỏ đơn vị' in text


def test_unknown_parameters_change_nothing(client, articles):
    assert "found" not in client.get("/tin-tuc/?x=1&trang=2").context
    assert "found" not in client.get("/tin-tuc/trang/1/?tu=01/01/2023").context


def test_a_narrowed_list_is_read_on(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    for minute in range(5):
        publish(2023, 7, 31, 14, minute)
    publish(2023, 8, 1)
    seen, path = [], "/tin-tuc/?tu=31/07/2023&den=31/07/2023"
    while path:
        with django_assert_max_num_queries(6):
            answer = client.get(path)
        seen += found(answer)
        path = answer.context["found"].older
    assert seen == [f"2023-07-31 14:0{minute}" for minute in (4, 3, 2, 1, 0)]

"""The front page as an editor arranged it: layouts, order, photo stories, nothing twice."""

import random
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news import featuring
from news.models import State
from news.readership.models import MostRead, Period
from news.site.models import FrontBlock, Kind, Layout, SiteEvent
from tests import staff
from tests.factories import make_article, make_category, make_image, make_unit, make_user, move

pytestmark = pytest.mark.django_db
PATH = "/quan-tri/site/portal/trang-chu/"


@pytest.fixture
def office():
    """The browser of somebody who may arrange the front page."""
    return staff.browser(make_user("secretary"))


def publish(count: int, **values) -> list:
    """So many articles, the newest first."""
    now = timezone.now()
    return [make_article(at=now - timedelta(hours=n), **values) for n in range(1, count + 1)]


def make_story(pictures=3, **values):
    """An article that tells in pictures."""
    shown = [make_image() for _ in range(pictures)]
    alt = "Bà con họp chợ phiên"
    body = "".join(f'<p><img src="{image.file.url}" alt="{alt}"></p>' for image in shown)
    return make_article(body=f"<p>Chợ phiên.</p>{body}", **values)


def make_block(kind=Kind.SECTION, **values) -> FrontBlock:
    """A block behind the others."""
    return FrontBlock.objects.create(
        **{"kind": kind, "position": FrontBlock.objects.count(), **values}
    )


def make_most_read(articles) -> None:
    """What was read most this week, counted now."""
    for place, article in enumerate(articles, 1):
        MostRead.objects.create(
            period=Period.WEEK, place=place, article=article, reads=99, counted_at=timezone.now()
        )


def links(page: str) -> list[str]:
    """The addresses of articles on the page, in order."""
    return re.findall(r'href="(/tin-tuc/[^"]+-[0-9]+/)"', page)


def headings(page: str) -> list[str]:
    """The names of the blocks, in order."""
    found = re.findall(r'id="khoi-[0-9]+">\s*(?:<a[^>]*>)?([^<]+)<', page)
    return [name.strip() for name in found]


def typed(**values) -> dict:
    """The form of a block as a browser sends it."""
    empty = {"kind": "section", "category": "", "story": "", "title": "", "side": ""}
    return {**empty, "layout": "cards", "count": "4", "visible": "on", "luu": "1", **values}


def test_blocks_stand_as_arranged(client):
    one, two = make_category("Kinh tế"), make_category("Văn hóa")
    publish(20, category=one)
    publish(20, category=two)
    make_block(category=two, layout=Layout.LEAD, count=3, title="Đời sống")
    make_block(category=one, layout=Layout.HEADLINES, count=6)
    make_block(category=one, side=True, count=2, title="Đáng chú ý")
    make_block(category=two, visible=False)
    page = client.get("/").content.decode()
    assert headings(page) == ["Đáng chú ý", "Đời sống", "Kinh tế"]
    # A line of the box beside the lead takes the place of one of the newest.
    assert len(links(page)) == 7 + 2 + 3 + 6
    assert 'class="led"' in page
    assert "headlines--two" in page
    assert "cards--four" not in page


def test_a_large_section_brings_what_its_parts_have_newest_first(client):
    root = make_category("Đời sống")
    parts = [make_category(name, parent=root) for name in ("Y tế", "Giáo dục")]
    publish(9, category=make_category("Khác"))
    old = [
        make_article(at=timezone.now() - timedelta(days=n), category=parts[n % 2])
        for n in range(2, 8)
    ]
    make_block(category=root, count=4)
    page = client.get("/").content.decode()
    assert links(page)[-4:] == [article.get_absolute_url() for article in old[:4]]


def test_a_block_of_a_hidden_section_is_left_out(client):
    hidden = make_category("Kín", visible=False)
    publish(3, category=hidden)
    publish(3, category=make_category("Kinh tế"))
    make_block(category=hidden)
    assert "Kín" not in client.get("/").content.decode()


def test_a_photo_story_shows_its_pictures_and_stands_nowhere_else(client):
    story = make_story(pictures=4, category=make_category())
    publish(3)
    make_block(Kind.PHOTOS, article=story)
    page = client.get("/").content.decode()
    assert links(page).count(story.get_absolute_url()) == 1
    assert "photos__wall--4" in page
    assert headings(page) == ["Phóng sự ảnh"]


def test_a_story_without_pictures_or_withdrawn_is_an_article_like_others(client):
    plain = make_story(pictures=1, category=make_category())
    block = make_block(Kind.PHOTOS, article=plain)
    page = client.get("/").content.decode()
    assert links(page) == [plain.get_absolute_url()]
    assert "photos__wall" not in page
    story = make_story()
    FrontBlock.objects.filter(pk=block.pk).update(article=story)
    move(story, "withdraw")
    assert "photos__wall" not in client.get("/").content.decode()


def test_most_read_comes_where_it_was_put_and_is_empty_until_somebody_counted(client):
    section = make_category()
    articles = publish(20, category=section)
    make_block(Kind.MOST_READ, side=True, count=3)
    make_block(category=section, count=4)
    assert headings(client.get("/").content.decode()) == ["Kinh tế"]
    make_most_read([articles[0], *articles[15:]])
    page = client.get("/").content.decode()
    assert headings(page) == ["Đọc nhiều", "Kinh tế"]
    read = [article.get_absolute_url() for article in articles[15:18]]
    assert [link for link in links(page) if link in read] == read


@pytest.mark.parametrize("seed", range(8))
def test_no_article_stands_twice_however_the_page_is_arranged(client, seed):
    chance = random.Random(seed)  # noqa: S311
    root = make_category("Đời sống")
    sections = [root, make_category("Y tế", parent=root), make_category("Thông báo")]
    sections.append(make_category("Kinh tế"))
    articles = [a for section in sections for a in publish(chance.randint(0, 7), category=section)]
    stories = [make_story(chance.randint(1, 4), category=sections[3]) for _ in range(2)]
    publisher = make_user("publisher")
    soon = timezone.now() + timedelta(days=1)
    for article in chance.sample([*articles, *stories], min(2, len(articles) + 2)):
        featuring.add(article, None, timezone.now() - timedelta(hours=1), soon, publisher)
    make_most_read(chance.sample(articles, min(6, len(articles))))
    for _ in range(chance.randint(0, 9)):
        kind = chance.choice(list(Kind))
        values = {"side": kind != Kind.PHOTOS and chance.random() < 0.4}
        values |= {"category": chance.choice(sections)} if kind == Kind.SECTION else {}
        values |= {"article": chance.choice(stories)} if kind == Kind.PHOTOS else {}
        values |= {"layout": chance.choice(Layout.values), "count": chance.randint(1, 8)}
        make_block(kind, **values)
    found = links(client.get("/").content.decode())
    assert len(found) == len(set(found))


def test_the_fullest_front_page_takes_six_queries(client, django_assert_max_num_queries):
    sections = [make_category(f"Mục {chr(97 + n)}") for n in range(3)]
    for section in sections:
        publish(8, category=section)
        make_block(category=section, layout=Layout.LEAD)
    make_block(Kind.PHOTOS, article=make_story())
    make_block(Kind.PHOTOS, article=make_story())
    make_block(Kind.MOST_READ, side=True)
    make_most_read(publish(3, category=sections[0]))
    with django_assert_max_num_queries(6):
        assert client.get("/").status_code == 200


def test_the_page_begins_as_readers_have_it(office, client):
    for name in ("Thông báo", "Kinh tế", "Văn hóa"):
        publish(13, category=make_category(name))
    before = client.get("/").content
    office.post(PATH, {"viec": "bat-dau"})
    office.post(PATH, {"viec": "bat-dau"})
    assert client.get("/").content == before
    assert FrontBlock.objects.count() == 3
    assert SiteEvent.objects.filter(action="front_begun").count() == 1


def test_blocks_are_added_moved_hidden_deleted_and_taken_back(office, client):
    one, two = make_category("Kinh tế"), make_category("Văn hóa")
    publish(13, category=one)
    publish(13, category=two)
    office.post(PATH, typed(category=one.pk))
    office.post(PATH, typed(category=two.pk, layout="lead", count="3"))
    first, second = FrontBlock.objects.order_by("pk")
    assert (second.layout, second.count, second.side) == ("lead", 3, False)

    def press(block, what):
        office.post(PATH, {"muc": block.pk, "viec": what})
        return headings(client.get("/").content.decode())

    assert press(second, "len") == ["Văn hóa", "Kinh tế"]
    assert press(first, "an") == ["Văn hóa"]
    assert press(first, "hien") == ["Văn hóa", "Kinh tế"]
    assert press(second, "xoa") == ["Kinh tế"]
    assert press(second, "lay-lai") == ["Văn hóa", "Kinh tế"]
    office.post(f"{PATH}?sua={second.pk}", typed(category=two.pk, side="ben", title="Bên lề"))
    second.refresh_from_db()
    assert (second.side, second.title) == (True, "Bên lề")
    assert SiteEvent.objects.filter(action="front_changed").count() == 3


def test_a_photo_story_is_chosen_by_number_or_address(office):
    story = make_story()
    for text in (str(story.pk), story.get_absolute_url()):
        assert office.post(PATH, typed(kind="photos", story=text)).status_code == 302
    assert {block.article for block in FrontBlock.objects.all()} == {story}
    block = FrontBlock.objects.first()
    assert f'value="{story.pk}"' in office.get(f"{PATH}?sua={block.pk}").text
    move(story, "withdraw")
    assert "không đủ ảnh" in office.get(PATH).text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Hãy chọn chuyên mục"),
        ({"kind": "photos"}, "Hãy nhập số bài"),
        ({"kind": "photos", "story": "99999"}, "Hãy nhập số bài"),
        ({"kind": "photos", "story": "9" * 40}, "Hãy nhập số bài"),
        ({"kind": "photos", "story": "/so-do-cong/"}, "Hãy nhập số bài"),
        ({"kind": "photos", "story": "chợ phiên"}, "Địa chỉ bắt đầu bằng"),
        ({"kind": "lạ"}, "errorlist"),
        ({"kind": "most-read", "count": "900"}, "errorlist"),
        ({"kind": "most-read", "layout": "bay"}, "errorlist"),
        ({"category": "99999"}, "errorlist"),
    ],
)
def test_a_wrong_block_is_refused_and_keeps_what_was_typed(office, values, words):
    page = office.post(PATH, typed(title="Tên đã gõ", **values)).text
    assert words in page
    assert "Tên đã gõ" in page
    assert not FrontBlock.objects.exists()


def test_a_draft_and_an_article_without_pictures_make_no_photo_story(office):
    draft = make_article(State.DRAFT, title="Bài còn kín")
    page = office.post(PATH, typed(kind="photos", story=str(draft.pk))).text
    assert "Hãy nhập số bài" in page
    assert "Bài còn kín" not in page
    few = make_story(pictures=1)
    assert "chưa đủ ảnh" in office.post(PATH, typed(kind="photos", story=str(few.pk))).text


def test_a_photo_story_needs_the_whole_width_and_the_place_has_an_end(office):
    data = typed(kind="photos", story=str(make_story().pk), side="ben")
    assert "hết chiều ngang" in office.post(PATH, data).text
    for _ in range(4):
        make_block(Kind.MOST_READ, side=True)
    assert "đã có 4 khối" in office.post(PATH, typed(kind="most-read", side="ben")).text


@pytest.mark.parametrize("data", [{}, {"viec": "xoa"}, {"viec": "xoa", "muc": "x"}])
def test_a_button_beside_nothing_is_not_found(office, data):
    assert office.post(PATH, data).status_code == 404


def test_who_is_bound_to_a_unit_arranges_nothing(client):
    bound = staff.browser(make_user("publisher", unit=make_unit()))
    assert bound.get(PATH).status_code == 403
    assert bound.post(PATH, typed(kind="most-read")).status_code == 403

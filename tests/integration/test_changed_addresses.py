"""Whatever has an address that can change: the old one leads on; what must not change cannot."""

import pytest

from news import workflow
from news.addresses.models import Redirect
from news.models import Article, Thread
from news.pages import making
from tests import staff
from tests.factories import (
    colleague,
    make_article,
    make_author,
    make_category,
    make_page,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A secretary's browser."""
    return staff.browser(make_user("secretary"))


def sent(client, thing, **values):
    """Post the form of a row with some fields changed."""
    data = {f.name: getattr(thing, f.attname) or "" for f in thing._meta.fields}
    kept = {name: data[name] for name in data if name not in ("id", "sort_key", "created_at")}
    return client.post(staff.change(thing), {**kept, **values})


def test_another_title_leaves_an_article_where_it_is_and_its_number_finds_it(client):
    article = make_article(title="Mở đường liên thôn")
    before = article.get_absolute_url()
    workflow.save(article, {"title": "Tên khác"}, colleague("editor"), base=article.latest_version)
    article.refresh_from_db()
    for action in ("submit", "receive", "propose", "approve", "publish"):
        move(article, action, colleague("editor") if action == "submit" else None)
    assert (article.title, article.get_absolute_url()) == ("Tên khác", before)
    answer = client.get(f"/tin-tuc/ten-khac-{article.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, before)


def test_a_section_keeps_its_address_below_another_one(desk, client):
    parent, child = make_category("Xã hội", position=1), make_category("Y tế", position=2)
    make_article(category=child)
    assert sent(desk, child, parent=parent.pk, visible="on").status_code == 302
    child.refresh_from_db()
    assert child.parent == parent
    assert client.get("/tin-tuc/y-te/").status_code == 200


def test_a_child_leads_on_when_its_own_address_changes_and_not_with_its_parents(desk, client):
    parent = make_category("Xã hội", position=1)
    child = make_category("Y tế", parent=parent, position=2)
    make_article(category=child)
    assert sent(desk, parent, slug="doi-song", visible="on").status_code == 302
    assert client.get("/tin-tuc/xa-hoi/")["Location"] == "/tin-tuc/doi-song/"
    assert client.get("/tin-tuc/y-te/").status_code == 200
    assert sent(desk, child, slug="suc-khoe-nguoi-dan", visible="on").status_code == 302
    assert client.get("/tin-tuc/y-te/")["Location"] == "/tin-tuc/suc-khoe-nguoi-dan/"


def test_an_emptied_address_is_made_of_the_name_and_the_old_one_leads_on(desk, client):
    section = make_category("Y tế", slug="yte", position=1)
    assert sent(desk, section, slug="", visible="on").status_code == 302
    assert client.get("/tin-tuc/yte/")["Location"] == "/tin-tuc/y-te/"


def test_an_author_with_another_name_is_found_by_the_number(desk, client):
    author = make_author("Lê Trung Thành")
    make_article(author=author)
    before = author.get_absolute_url()
    assert sent(desk, author, full_name="Lê Thành Trung", active="on").status_code == 302
    author.refresh_from_db()
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, author.get_absolute_url())
    assert before != author.get_absolute_url()
    assert client.get(f"/rss/tac-gia/{author.pk}.xml").status_code == 200


def test_a_tag_has_one_address_for_all_its_spellings(client):
    make_article(tags=["Xây dựng Đảng"])
    assert client.get("/the/xay-dung-dang/").status_code == 200
    answer = client.get("/the/Xây dựng Đảng/")
    assert (answer.status_code, answer["Location"]) == (301, "/the/xay-dung-dang/")


def test_the_address_of_a_thread_cannot_be_posted_away(desk):
    thread = Thread.objects.create(title="Nông thôn mới", slug="nong-thon-moi")
    assert sent(desk, thread, slug="khac", title="Tên khác", open="on").status_code == 302
    thread.refresh_from_db()
    assert (thread.title, thread.slug) == ("Tên khác", "nong-thon-moi")


@pytest.mark.parametrize("gone", [False, True])
def test_the_address_of_a_page_stays_once_citizens_saw_it(gone):
    page = make_page(address="gioi-thieu")
    if gone:
        move(page, "withdraw", words="Gỡ.")
    publisher = make_user("publisher")
    to = {"address": "ve-chung-toi", "parent": None, "position": 1}
    assert "địa chỉ giữ nguyên" in making.place(page, to, publisher)
    browser = staff.browser(publisher)
    browser.post(f"/quan-tri/news/article/{page.pk}/cho-dung/", {**to, "parent": ""})
    workflow.save(page, {"title": "Tên khác"}, colleague("editor"), base=page.latest_version)
    assert Article.objects.get(pk=page.pk).slug == "gioi-thieu"


def test_another_place_in_the_tree_is_no_other_address(client):
    above, page = make_page(address="gioi-thieu"), make_page(address="lich-su")
    to = {"address": "lich-su", "parent": above.page, "position": 1}
    assert making.place(page, to, make_user("publisher")) == ""
    assert client.get("/lich-su/").status_code == 200
    assert not Redirect.objects.exists()

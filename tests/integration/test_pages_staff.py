"""Pages on the staff side: begun from templates, written on the article's form, put in place."""

import re

import pytest

from news import checklist, record, versions, workflow
from news.models import Article, ArticleEvent, Kind, State
from news.pages import duties, making
from news.pages.models import Page
from news.text import richtext
from tests import staff
from tests.factories import colleague, make_article, make_page, make_user, move

pytestmark = pytest.mark.django_db
PAGES = "/quan-tri/news/article/trang/"
ADD = f"{PAGES}them/"
BEGIN = f"{PAGES}mau/"


def form_of(page) -> str:
    return f"/quan-tri/news/article/{page.pk}/change/"


def place_of(page) -> str:
    return f"/quan-tri/news/article/{page.pk}/cho-dung/"


def posted(page, **values) -> dict:
    data = {"title": page.title, "summary": "", "body": page.body, "cover": "", "cover_alt": ""}
    data |= {"cover_caption": "", "category": "", "unit": "", "attachments": "", "note": ""}
    data |= {"pledge": "on", "at_0": "", "at_1": "", "base_version": str(page.latest_version)}
    return {**data, **values}


# Templates


@pytest.mark.parametrize("duty", duties.DUTIES.values(), ids=str)
def test_a_template_is_clean_and_tells_its_writer_what_to_write(duty):
    body = duty.body
    assert "".join(richtext.clean(body).split()) == "".join(body.split())
    assert "[[" in body
    assert body.count("[[") == body.count("]]")
    assert duty.source


def test_all_missing_pages_are_begun_once_and_never_twice():
    client = staff.browser(make_user("editor"))
    assert "Tạo tất cả" in client.get(PAGES).text
    for _ in range(2):
        client.post(BEGIN)
        assert Page.objects.count() == len(duties.DUTIES)
    assert duties.missing() == []
    assert "Tạo tất cả" not in client.get(PAGES).text
    page = Page.objects.get(duty="lich-su")
    assert page.article.slug == "gioi-thieu/lich-su"
    assert page.parent.duty == "gioi-thieu"
    assert page.article.created_by is None


def test_a_draft_of_guidance_cannot_be_sent_on_until_every_mark_is_replaced():
    editor = make_user("editor")
    page = making.begin(duties.DUTIES["lien-he"], editor)
    client = staff.browser(editor)
    answer = client.post(form_of(page), posted(page, _move="submit"))
    assert "Hãy thay bằng nội dung thật" in answer.text
    page.refresh_from_db()
    assert page.state == State.DRAFT
    answer = client.post(form_of(page), posted(page, body="<p>Thật.</p>", _move="submit"))
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.state == State.SUBMITTED


@pytest.mark.parametrize("words", ["[[viết ở đây]]", "còn ]] thừa", "[[ mở"])
@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_guidance_is_found_wherever_it_stands(field, words):
    page = make_page(State.DRAFT)
    text = versions.latest(page)
    setattr(text, field, f"<p>{words}</p>" if field == "body" else words)
    assert "guidance" in {finding.code for finding in checklist.findings(text)}


def test_who_could_not_open_a_draft_of_nobody_gets_it_as_their_own():
    unit = make_article().unit
    bound = make_user("editor", unit=unit)
    page = making.begin(duties.DUTIES["lien-he"], bound)
    assert page.created_by == bound
    assert staff.browser(bound).get(form_of(page)).status_code == 200


def test_whoever_began_all_templates_may_publish_what_others_made_of_one():
    publisher, editor = make_user("publisher"), make_user("editor")
    staff.browser(publisher).post(BEGIN)
    page = Article.objects.get(slug="lien-he")
    workflow.save(page, {"body": "<p>Thật.</p>"}, editor, base=1)
    page.refresh_from_db()
    move(page, "submit", editor)
    for action in ("receive", "propose", "approve"):
        move(page, action)
    move(page, "publish", publisher)
    assert page.is_public()


# The form


def test_the_form_of_a_page_has_no_field_of_news_and_takes_none():
    editor = make_user("editor")
    page = make_page(State.DRAFT, user=editor)
    client = staff.browser(editor)
    text = client.get(form_of(page)).text
    for name in ("genre", "tags", "author", "source_name", "subtitle"):
        assert f'name="{name}"' not in text
    crafted = {"kind": Kind.NEWS, "slug": "khac", "genre": "bai", "tags": "x", "source_name": "Y"}
    client.post(form_of(page), posted(page, title="Tên mới", **crafted))
    page.refresh_from_db()
    assert (page.title, page.kind, page.genre, page.tags) == ("Tên mới", Kind.PAGE, "tin", [])
    assert page.slug != "khac"


def test_no_request_makes_a_page_of_news():
    editor = make_user("editor")
    client = staff.browser(editor)
    client.post(staff.ARTICLE_ADD, staff.posted(kind=Kind.PAGE, slug="lien-he"))
    article = Article.objects.get()
    assert article.kind == Kind.NEWS
    client.post(staff.change(article), staff.posted(article, kind=Kind.PAGE, title="Mới"))
    article.refresh_from_db()
    assert (article.kind, article.title) == (Kind.NEWS, "Mới")


def test_what_is_typed_is_previewed_as_a_page():
    editor = make_user("editor")
    page = make_page(State.DRAFT, user=editor)
    sent = posted(page, title="Đang gõ")
    text = staff.browser(editor).post(f"{staff.PREVIEW}?trang={page.pk}", sent).text
    assert "Đang gõ" in text
    assert "Nghe trang này" in text
    stranger = staff.browser(make_user("contributor"))
    assert "Nghe bài" in stranger.post(f"{staff.PREVIEW}?trang={page.pk}", sent).text


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_a_strange_number_previews_an_article(number):
    answer = staff.browser(make_user("editor")).post(f"{staff.PREVIEW}?trang={number}", {})
    assert answer.status_code == 200


def test_every_screen_of_an_article_opens_for_a_page():
    page = make_page()
    client = staff.browser(make_user("publisher"))
    for screen in ("change", "history", "xem-truoc", "trao-doi", "so-sanh", "dinh-chinh"):
        answer = client.get(f"/quan-tri/news/article/{page.pk}/{screen}/")
        assert answer.status_code == 200, screen
        assert "Chép thành bài mới" not in answer.text
    reader = staff.browser(colleague("contributor"))
    own = make_page(State.PENDING, user=colleague("contributor"))
    assert reader.get(form_of(own)).status_code == 200


def test_a_page_is_not_copied_into_an_article():
    page = make_page()
    staff.browser(make_user("editor")).post(f"/quan-tri/news/article/{page.pk}/chep/")
    assert not Article.objects.news().exists()


# A page of one's own


def test_a_page_of_ones_own_gets_an_address_of_its_title():
    top = make_page(address="gioi-thieu", title="Giới thiệu")
    client = staff.browser(make_user("editor"))
    assert client.get(ADD).status_code == 200
    answer = client.post(ADD, {"title": "Làng nghề 2024", "parent": top.pk, "address": ""})
    made = Article.objects.get(title="Làng nghề 2024")
    assert answer["Location"] == form_of(made)
    assert made.slug == "gioi-thieu/lang-nghe"
    assert made.page.parent_id == top.pk


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "không được để trống"),
        ({"title": "X", "address": "Tin Tức"}, "Địa chỉ chỉ gồm"),
        ({"title": "X", "address": "tin-tuc"}, "đã dùng cho phần khác"),
        ({"title": "X", "address": "nam-2024"}, "kết thúc bằng số"),
        ({"title": "X", "address": "co-roi"}, "“Trang cũ” đang dùng"),
        ({"title": "X", "parent": "999"}, "một trang lớn trong danh sách"),
        ({"title": "x" * 300}, "tối đa"),
        ({"title": "X", "address": "a" * 200}, "tối đa"),
    ],
)
def test_what_cannot_be_a_page_is_told_and_kept(sent, said):
    make_page(address="co-roi", title="Trang cũ")
    answer = staff.browser(make_user("editor")).post(ADD, sent)
    assert answer.status_code == 200
    assert said.casefold() in answer.text.casefold()
    assert sent.get("address", "") in answer.text
    assert Article.objects.count() == 1


@pytest.mark.parametrize("path", [ADD, BEGIN])
@pytest.mark.parametrize("role", ["contributor", "account_admin"])
def test_who_writes_for_themselves_only_makes_no_pages(role, path):
    assert staff.browser(make_user(role)).post(path, {"title": "X"}).status_code == 403
    assert not Article.objects.exists()


def test_a_draft_of_others_shows_its_name_to_nobody_who_may_not_read_it():
    hidden = make_page(State.DRAFT, address="kin", title="Tên chưa công bố")
    bound = staff.browser(make_user("editor", unit=make_article().unit))
    for answer in (
        bound.get(PAGES),
        bound.get(ADD),
        bound.post(ADD, {"title": "X", "address": "kin"}),
    ):
        assert answer.status_code == 200
        assert hidden.title not in answer.text
    assert bound.get(place_of(hidden)).status_code == 404


# Its place


def test_a_draft_is_moved_and_the_move_is_on_record():
    editor = make_user("editor")
    top, page = make_page(title="Lớn"), make_page(State.DRAFT, user=editor)
    client = staff.browser(editor)
    sent = {"address": "/cho-moi/", "parent": top.pk, "position": 7}
    assert client.get(place_of(page)).status_code == 200
    assert client.post(place_of(page), sent)["Location"] == PAGES
    page = Article.objects.get(pk=page.pk)
    assert (page.slug, page.page.parent_id, page.page.position) == ("cho-moi", top.pk, 7)
    event = ArticleEvent.objects.get(article=page, action="place")
    assert event.after == {"address": "cho-moi", "parent": top.pk, "position": 7}
    assert record.label("place") == "Đổi chỗ của trang"
    client.post(place_of(page), sent)
    assert ArticleEvent.objects.filter(article=page, action="place").count() == 1


def test_the_address_of_what_was_public_stays_and_only_publishers_move_it():
    page = make_page(address="lien-he")
    sent = {"address": "khac", "parent": "", "position": 3}
    assert staff.browser(make_user("editor")).post(place_of(page), sent).status_code == 403
    assert staff.browser(make_user("publisher")).post(place_of(page), sent).status_code == 302
    page = Article.objects.get(pk=page.pk)
    assert (page.slug, page.page.position) == ("lien-he", 3)
    to = {"address": "khac", "parent": None, "position": 3}
    assert "giữ nguyên" in making.place(page, to, make_user("publisher"))


def test_a_page_stands_below_no_page_that_stands_below_another_or_itself():
    top = make_page()
    below, alone = make_page(parent=top), make_page()
    client = staff.browser(make_user("publisher"))
    for page, parent in ((alone, below), (top, alone), (top, top)):
        sent = {"address": page.slug, "parent": parent.pk, "position": 1}
        assert client.post(place_of(page), sent).status_code == 200
        assert Page.objects.get(pk=page.pk).parent_id is None


def test_news_has_no_place():
    article = make_article()
    assert staff.browser(make_user("publisher")).get(place_of(article)).status_code == 404


# Among articles


def test_pages_wait_on_the_desk_and_stand_in_its_lists_but_not_in_the_list_of_news():
    page = make_page(State.PENDING, title="Trang chờ duyệt")
    client = staff.browser(make_user("approver"))
    assert re.search(r">Trang chờ duyệt<", client.get("/quan-tri/").text)
    assert page.title in client.get(f"{staff.ARTICLES}?danh-sach=cho-toi").text
    assert page.title not in client.get(staff.ARTICLES).text
    assert page.title in client.get(PAGES).text


def test_the_tree_costs_the_same_for_any_number_of_pages(django_assert_max_num_queries):
    client = staff.browser(make_user("publisher"))
    top = make_page()
    for _ in range(4):
        make_page(parent=top)
    client.get(PAGES)
    with django_assert_max_num_queries(12):
        client.get(PAGES)

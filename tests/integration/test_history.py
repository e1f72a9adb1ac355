"""The past of an article: versions listed, compared, brought back, copied."""

import pytest

from news import differences, versions, workflow
from news.models import Article, State
from tests import staff
from tests.factories import make_article, make_category, make_draft, make_image, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A draft with two versions and its writer's browser."""
    article = make_draft(title="Bản một", body="<p>Huyện có 53 mô hình</p>", tags=["dân vận"])
    writer = article.created_by
    changed = {"title": "Bản hai", "body": "<p>Huyện có 158 mô hình</p>", "tags": ["nông thôn"]}
    workflow.save(article, changed, writer, base=1)
    article.refresh_from_db()
    return article, staff.browser(writer)


def compared(article, client, query=""):
    return client.get(staff.address(article, "compare") + query)


def test_every_kind_of_content_shows_as_changed():
    image = make_image()
    article = make_draft()
    other = make_category("Văn hoá")
    everything = {
        "title": "Khác",
        "subtitle": "Khác",
        "summary": "Khác hẳn",
        "cover_id": image.pk,
        "cover_alt": "Khác",
        "cover_caption": "Khác",
        "body": "<p>Khác</p>",
        "category_id": other.pk,
        "source_name": "Báo Lào Cai",
        "source_url": "https://a.vn/",
        "tags": ["khác"],
        "genre": "bai",
    }
    workflow.save(article, everything, make_user("editor"), base=1)
    old, new = article.versions.order_by("number")
    assert [part.label for part in differences.between(old, new)] == [
        *("Tiêu đề", "Tiêu đề phụ", "Sapo", "Ảnh đại diện", "Mô tả ảnh đại diện"),
        *("Chú thích ảnh đại diện", "Nội dung", "Chuyên mục", "Nguồn", "Liên kết nguồn"),
        *("Từ khoá", "Thể loại"),
    ]


def test_equal_versions_have_no_parts(two):
    newest = versions.latest(two[0])
    assert differences.between(newest, newest) == []


def test_a_change_of_looks_alone_is_said():
    article = make_draft(body="<p>Chữ thường</p>")
    bold = {"body": "<p><strong>Chữ thường</strong></p>"}
    workflow.save(article, bold, article.created_by, base=1)
    (part,) = differences.between(*article.versions.order_by("number"))
    assert part.remark == differences.ONLY_LOOKS


def test_long_unchanged_stretches_fold_away():
    body = "".join(f"<p>Đoạn {number}</p>" for number in range(9))
    article = make_draft(body=body)
    changed = {"body": body.replace("Đoạn 4", "Khác hẳn")}
    workflow.save(article, changed, article.created_by, base=1)
    (part,) = differences.between(*article.versions.order_by("number"))
    assert [(s.folded, len(s.rows)) for s in part.stretches] == [(True, 3), (False, 4), (True, 3)]


def test_the_page_marks_words_by_more_than_colour(two):
    page = compared(*two).text
    assert '<del><span class="visually-hidden">bỏ: </span>53 </del>' in page
    assert '<ins><span class="visually-hidden">thêm: </span>158 </ins>' in page


def test_a_live_article_is_compared_with_what_citizens_see():
    article = make_article(title="Đang đăng")
    editor = make_user("editor")
    for number, title in enumerate(("Sửa một", "Sửa hai"), start=1):
        workflow.save(article, {"title": title}, editor, base=number)
    context = compared(article, staff.browser(editor)).context
    assert (context["old"].number, context["new"].number) == (1, 3)


@pytest.mark.parametrize("query", ["?tu=9", "?den=0", "?tu=x", "?den=-1", "?tu=1%00", "?den=1e9"])
def test_a_version_that_is_not_there_is_not_found(two, query):
    assert compared(*two, query).status_code in (400, 404)


def test_an_old_version_comes_back_as_a_new_one_and_nothing_is_lost(two):
    article, client = two
    data = {"ban": "1", "base_version": "2"}
    answer = client.post(staff.address(article, "restore"), data, follow=True)
    assert "Đã khôi phục bản 1" in answer.text
    newest = versions.latest(Article.objects.get())
    assert (newest.number, newest.title, newest.note) == (3, "Bản một", "Khôi phục bản 1")
    assert article.versions.count() == 3


def test_a_version_that_came_meanwhile_is_not_overwritten(two):
    article, client = two
    workflow.save(article, {"title": "Của người khác"}, make_user("editor"), base=2)
    data = {"ban": "1", "base_version": "2"}
    assert "đã có bản 3" in client.post(staff.address(article, "restore"), data, follow=True).text
    assert article.versions.count() == 3


def test_bringing_back_a_version_of_a_live_article_leaves_the_page_alone():
    article = make_article(title="Đang đăng")
    editor = make_user("editor")
    workflow.save(article, {"title": "Sửa"}, editor, base=1)
    data = {"ban": "1", "base_version": "2"}
    staff.browser(editor).post(staff.address(article, "restore"), data)
    article.refresh_from_db()
    assert (article.state, article.published_version, article.latest_version) == ("draft", 1, 3)


@pytest.mark.parametrize("page", ["compare", "restore", "copy"])
def test_strangers_find_nothing(two, page):
    article, before = two[0], staff.stored()
    for user in (make_user("contributor"), make_user("account_admin")):
        client = staff.browser(user)
        data = {"ban": "1", "base_version": "2"}
        for answer in (
            client.get(staff.address(article, page)),
            client.post(staff.address(article, page), data),
        ):
            assert answer.status_code in (404, 405)
    assert staff.stored() == before


def test_who_may_not_write_on_it_restores_nothing():
    article = make_article(State.SUBMITTED)
    client = staff.browser(article.created_by)
    data = {"ban": "1", "base_version": "1"}
    answer = client.post(staff.address(article, "restore"), data, follow=True)
    assert "không có quyền" in answer.text
    assert article.versions.count() == 1


def test_a_rejected_article_is_copied_as_a_draft_of_ones_own():
    article = make_article(State.REJECTED, title="Bị từ chối")
    writer = article.created_by
    answer = staff.browser(writer).post(staff.address(article, "copy"), follow=True)
    assert "Đã chép thành bản nháp mới" in answer.text
    copy = Article.objects.exclude(pk=article.pk).get()
    assert (copy.title, copy.state, copy.created_by) == ("Bị từ chối", State.DRAFT, writer)


def test_the_history_page_does_not_lead_to_itself():
    article = make_article()
    page = staff.browser(make_user("editor")).get(staff.address(article, "history"))
    assert f'href="{staff.address(article, "history")}"' not in page.content.decode()

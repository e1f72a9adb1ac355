"""From an empty form to "Tin tức": a writer enters the real article, another publishes it."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from news.models import Article
from news.text.vietnamese import weekday
from tests.factories import make_author, make_category, make_image, make_unit, make_user
from tests.real_article import as_read, read_article

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ALT = "Quang cảnh hội nghị tổng kết công tác dân vận tại hội trường huyện"


def put_body(page, paragraphs, image) -> None:
    """Type-paste the paragraphs into the editor with the photo after the first."""
    photo = f'<img alt="{ALT}" src="{image.file.url}">'
    html = [f"<p>{paragraph}</p>" for paragraph in paragraphs]
    html.insert(1, f'<figure class="image">{photo}<figcaption>Ảnh: BTGHU</figcaption></figure>')
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate("html => CKEDITOR.instances.id_body.setData(html)", "".join(html))
    page.wait_for_selector(".cke_wysiwyg_div figcaption")


@pytest.fixture
def newsroom(live_server):
    """The section, unit and author of the real article, and the two people it takes."""
    make_category("Tin tức", slug="tin-tuc")
    unit = make_unit("BTGHU", name="Ban Tuyên giáo Huyện ủy")
    author = make_author("Lê Trung Thành", unit)
    writer = make_user("contributor", full_name="Lê Trung Thành", unit=unit)
    author.user = writer
    author.save()
    return writer


# Who takes it on, in the order of a section of four steps, and the button they press.
DESKS = (
    ("editor", "Nhận bài biên tập", "Bạn đã nhận bài này"),
    ("editor", "Trình duyệt", "Đã trình duyệt"),
    ("approver", "Duyệt", "Đã duyệt"),
    ("publisher", "Xuất bản", "Đã xuất bản"),
)


def test_the_real_article_from_writing_to_reading(newsroom, sign_in_by_form, new_page):
    writer, people = newsroom, {}
    image = make_image("Ảnh hội nghị")
    title, summary, body = read_article()

    page = sign_in_by_form(writer)
    page.get_by_role("link", name="Viết bài mới").click()
    page.get_by_label("Tiêu đề", exact=True).fill(title)
    page.get_by_label("Sapo").fill(summary)
    put_body(page, body, image)
    page.get_by_label("Chuyên mục").select_option("Tin tức")
    assert (
        page.get_by_label("Tác giả", exact=True).evaluate("e => e.selectedOptions[0].text")
        == "Lê Trung Thành - BTGHU"
    )
    page.get_by_label("Tôi cam kết").check()
    page.get_by_role("button", name="Gửi biên tập").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi bài")
    article = Article.objects.get()
    assert page.request.get(article.get_absolute_url()).status == 404

    for role, button, told in DESKS:
        person = people.setdefault(role, make_user(role))
        page = sign_in_by_form(person)
        page.goto(f"/quan-tri/news/article/{article.pk}/change/")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".messagelist")).to_contain_text(told)

    reader = new_page(width=360)
    reader.goto("/tin-tuc/")
    reader.locator("main article a").first.click()
    expect(reader.locator("h1")).to_have_text([as_read(title)])
    reader.wait_for_load_state()
    text = reader.locator("main").inner_text()
    assert text.index(as_read(summary)[:60]) < text.index(as_read(body[0])[:60])
    for paragraph in body:
        assert as_read(paragraph) in text
    for number in set(re.findall(r"\d[\d./]*\d", " ".join(body))):
        assert number in text
    assert "Lê Trung Thành - BTGHU" in text
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert re.search(rf"{weekday(today)}, {today:%d/%m/%Y} \| \d\d:\d\d GMT\+7", text)
    assert reader.locator("article p + figure img").get_attribute("alt") == ALT
    assert "\u00a0" not in reader.content()

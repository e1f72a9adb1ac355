"""A Word file dropped on the article form, or chosen there: nothing that was typed is lost."""

import base64
import re

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests import staff
from tests.docx import docx, p, picture
from tests.e2e.test_word_import import BODY, DROP, TITLE, WORD_TYPE, word_file
from tests.factories import make_draft, make_user, picture_bytes
from tests.legacy import VIETNAMESE, as_tcvn3

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AREA = ".cke_wysiwyg_div"


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def open_form(sign_in):
    """A function that opens an article's form (a new one's by default) with its editor ready."""

    def go(user=None, path=staff.ARTICLE_ADD):
        page = sign_in(user or make_user("contributor"))
        page.goto(path)
        page.wait_for_selector(AREA)
        return page

    return go


def drop(page, data: bytes, name="bài.docx"):
    page.evaluate(DROP, [name, base64.b64encode(data).decode()])


def choose(page, data: bytes, name="bài.docx"):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Nhập từ Word").click()
    chooser.value.set_files({"name": name, "mimeType": WORD_TYPE, "buffer": data})


def asked(page):
    return page.get_by_role("dialog", name="Nhập từ Word")


def leave(page):
    page.on("dialog", lambda dialog: dialog.accept())


def title(page):
    return page.get_by_label("Tiêu đề", exact=True)


def test_dropped_on_an_empty_form_it_goes_the_way_of_the_list(open_form):
    page = open_form()
    drop(page, word_file())
    page.get_by_role("heading", name="Đã nhập từ Word").wait_for()
    assert Article.objects.get().title == TITLE


def test_chosen_on_a_filled_form_it_is_inserted_behind_what_was_typed(open_form):
    page = open_form()
    title(page).fill("Tiêu đề của tôi")
    page.locator(AREA).click()
    page.keyboard.type("Đã gõ.")
    choose(page, word_file())
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    told = asked(page)
    expect(told.get_by_role("group", name="Nơi nhận")).to_contain_text("- Lưu: VT.")
    expect(told.get_by_text(TITLE)).to_be_visible()
    told.get_by_role("button", name="Đóng").click()
    expect(title(page)).to_have_value("Tiêu đề của tôi")
    words = page.locator(AREA).inner_text()
    assert words.index("Đã gõ.") < words.index(BODY)
    expect(page.locator(AREA).get_by_alt_text("Con đường mới")).to_have_count(1)
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/change/")
    body = Article.objects.get().body
    assert body.startswith("<p>Đã gõ.</p>")
    assert f"<p>{BODY}</p>" in body
    assert 'alt="Con đường mới"' in body


def test_empty_fields_are_filled_from_it(open_form):
    page = open_form()
    page.locator(AREA).click()
    page.keyboard.type("Đã gõ.")
    drop(page, word_file())
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    asked(page).get_by_role("button", name="Đóng").click()
    expect(title(page)).to_have_value(TITLE)
    expect(page.get_by_text("Có thay đổi chưa lưu")).to_be_visible()
    leave(page)


def test_a_new_article_is_made_in_another_tab_and_this_one_stays(open_form):
    user = make_user("contributor")
    article = make_draft(user)
    page = open_form(user, staff.change(article))
    title(page).fill("Đang sửa dở")
    drop(page, word_file())
    with page.expect_popup() as opened:
        asked(page).get_by_role("button", name="Tạo bài mới từ tệp này").click()
    opened.value.get_by_role("heading", name="Đã nhập từ Word").wait_for()
    expect(title(page)).to_have_value("Đang sửa dở")
    assert Article.objects.exclude(pk=article.pk).get().title == TITLE
    leave(page)


def test_one_paragraph_stands_by_itself_and_one_undo_takes_it_out(open_form):
    page = open_form()
    page.locator(AREA).click()
    page.keyboard.type("Đã gõ.")
    drop(page, docx(p(TITLE, style="Title"), p(BODY)))
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    asked(page).get_by_role("button", name="Đóng").click()
    paragraphs = page.locator(AREA).locator("p")
    expect(paragraphs).to_have_text(["Đã gõ.", BODY])
    page.locator(AREA).click()
    page.keyboard.press("Control+z")
    expect(paragraphs).to_have_text(["Đã gõ."])
    leave(page)


def test_old_letters_are_asked_about_here_too(open_form):
    page = open_form()
    title(page).fill("Bài của tôi")
    choose(page, docx(*(p(as_tcvn3(line)) for line in VIETNAMESE[3:9])))
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    expect(asked(page).get_by_role("cell", name=VIETNAMESE[5])).to_be_visible()
    asked(page).get_by_role("button", name="Chuyển sang Unicode").click()
    expect(page.locator(AREA)).to_contain_text(VIETNAMESE[5])
    leave(page)


def test_a_file_that_cannot_be_read_gets_its_sentence_and_changes_nothing(open_form):
    page = open_form()
    title(page).fill("Bài của tôi")
    choose(page, word_file()[:-30])
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    expect(asked(page).get_by_role("alert")).to_contain_text("bị hỏng")
    page.keyboard.press("Escape")
    expect(asked(page)).to_be_hidden()
    expect(title(page)).to_have_value("Bài của tôi")
    leave(page)


def test_it_is_inserted_where_the_source_was_shown(open_form):
    page = open_form()
    title(page).fill("Bài của tôi")
    page.locator(".cke_button__source").click()
    page.locator("textarea.cke_source").fill("<p>Mã</p>")
    choose(page, docx(p(TITLE, style="Title"), p(BODY), p(picture(alt="Đường"))))
    asked(page).get_by_role("button", name="Chèn vào bài đang viết").click()
    expect(page.locator(AREA)).to_contain_text(re.compile(f"Mã.*{BODY}", re.DOTALL))
    leave(page)


def test_other_files_are_left_alone(open_form):
    page = open_form()
    title(page).fill("Bài của tôi")
    drop(page, picture_bytes(), "anh.jpg")
    expect(asked(page)).to_be_hidden()
    leave(page)

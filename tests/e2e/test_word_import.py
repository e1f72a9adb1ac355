"""A Word file chosen on its page, or dropped on the list, becomes a draft in a real browser."""

import base64
import re

import pytest

from news.models import Article
from tests import staff
from tests.docx import docx, p, picture
from tests.factories import make_user, picture_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLE = "Nậm Trang mở đường vào thôn"
BODY = "Sáng nay, bà con thôn Nậm Trang cùng nhau ra đường từ rất sớm."
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DROP = """([name, coded]) => {
    const bytes = Uint8Array.from(atob(coded), (one) => one.codePointAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    const options = { dataTransfer, bubbles: true, cancelable: true };
    for (const type of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, options));
}"""


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.VAR = tmp_path


def word_file() -> bytes:
    blocks = [p(TITLE, style="Title"), p(BODY), p(picture(alt="Con đường mới"))]
    blocks += [p("Nơi nhận:"), p("- Như trên;"), p("- Lưu: VT.")]
    return docx(*blocks, media={"anh1": picture_bytes()})


def test_a_chosen_file_lands_on_its_draft(sign_in):
    page = sign_in(make_user("contributor"))
    page.get_by_role("link", name="Nhập từ Word").click()
    sent = {"name": "bài.docx", "mimeType": WORD_TYPE, "buffer": word_file()}
    page.get_by_label("Tệp Word").set_input_files(sent)
    page.get_by_role("button", name="Nhập thành bản nháp").click()
    page.get_by_role("heading", name="Đã nhập từ Word").wait_for()
    assert "- Lưu: VT." in page.get_by_role("group", name="Nơi nhận").inner_text()
    page.get_by_role("link", name="Mở bản nháp").click()
    page.wait_for_url(re.compile(r"/article/\d+/change/"))
    assert page.get_by_label("Tiêu đề", exact=True).input_value() == TITLE
    area = page.locator(".cke_wysiwyg_div")
    assert BODY in area.inner_text()
    assert area.get_by_alt_text("Con đường mới").evaluate("(one) => one.naturalWidth") == 320


def test_a_file_dropped_on_the_list_is_imported(sign_in):
    page = sign_in(make_user("contributor"))
    page.goto(staff.ARTICLES)
    page.evaluate(DROP, ["bài.docx", base64.b64encode(word_file()).decode()])
    page.get_by_role("heading", name="Đã nhập từ Word").wait_for()
    assert Article.objects.get().title == TITLE


def test_another_file_dropped_there_meets_its_sentence(sign_in):
    page = sign_in(make_user("contributor"))
    page.goto(staff.ARTICLES)
    page.evaluate(DROP, ["anh.jpg", base64.b64encode(picture_bytes()).decode()])
    page.get_by_text("Đây không phải là tệp Word").wait_for()
    assert page.url.endswith("/tu-word/")

"""Pictures in the editor: from the library with their words, from the clipboard, by keyboard."""

import base64
import io

import pytest
from playwright.sync_api import expect

from news.media import uploads
from news.media.models import Image
from tests.e2e.windows import click_and_close, press_and_close
from tests.e2e.writing import AREA, agree, finish, opened, press, saved, write
from tests.factories import make_image, picture_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ALT = "Mô tả ảnh cho người khiếm thị"
CAPTION = "Chú thích dưới ảnh"
CHOOSE = "Chọn trong thư viện ảnh"
DECORATIVE = "Ảnh trang trí"
# As a browser fills the clipboard, or what is dropped, with files and texts.
CARRY = """([area, kind, files, texts]) => {
    const carried = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    for (const [type, text] of texts) carried.setData(type, text);
    const place = document.querySelector(area);
    const { left, bottom } = place.getBoundingClientRect();
    const options = { bubbles: true, cancelable: true, clientX: left + 20, clientY: bottom - 8 };
    place.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: carried, ...options })
        : new DragEvent(kind, { dataTransfer: carried, ...options }));
}"""


def carry(page, kind: str, *files: bytes, texts=(), area=AREA) -> None:
    named = [(f"anh-{n}.jpg", base64.b64encode(data).decode()) for n, data in enumerate(files)]
    page.evaluate(CARRY, [area, kind, named, list(texts)])


def choose(page, dialog, alt: str) -> None:
    """Take a picture of the library, known by its description."""
    with page.expect_popup() as popup:
        dialog.get_by_role("button", name=CHOOSE).click()
    click_and_close(popup.value, popup.value.locator(f"[data-pick][data-alt='{alt}']").first)


def test_a_picture_of_the_library_brings_all_its_words(open_form):
    words = {"caption": "Đường liên thôn", "credit": "Lò Văn Sơn"}
    image = make_image("Bà con mở đường", **words)
    page = open_form()
    dialog = press(page, "image")
    choose(page, dialog, image.alt)
    expect(dialog.get_by_label(ALT)).to_have_value(image.alt)
    expect(dialog.get_by_label(ALT)).to_be_focused()
    expect(dialog.get_by_label(CAPTION)).to_have_value("Đường liên thôn. Ảnh: Lò Văn Sơn")
    expect(dialog.locator(".news-picture img")).to_have_attribute("src", image.file.url)
    agree(dialog)
    body = saved(page)
    assert f'src="{image.file.url}"' in body
    assert 'alt="Bà con mở đường"' in body
    assert "<figcaption>Đường liên thôn. Ảnh: Lò Văn Sơn</figcaption>" in body


def test_words_follow_another_picture_unless_they_were_typed(open_form):
    make_image("Ảnh một cái cầu", caption="Cầu cũ")
    make_image("Ảnh một con đường", caption="Đường mới")
    page = open_form()
    dialog = press(page, "image")
    choose(page, dialog, "Ảnh một cái cầu")
    choose(page, dialog, "Ảnh một con đường")
    expect(dialog.get_by_label(ALT)).to_have_value("Ảnh một con đường")
    expect(dialog.get_by_label(CAPTION)).to_have_value("Đường mới")
    dialog.get_by_label(CAPTION).fill("Lời của tôi")
    choose(page, dialog, "Ảnh một cái cầu")
    expect(dialog.get_by_label(ALT)).to_have_value("Ảnh một cái cầu")
    expect(dialog.get_by_label(CAPTION)).to_have_value("Lời của tôi")
    finish(page)


def test_a_picture_in_the_text_is_replaced_with_its_words(open_form):
    before = make_image("Ảnh một cái cầu", caption="Cầu cũ")
    after = make_image("Ảnh một con đường", caption="Đường mới")
    page = open_form()
    dialog = press(page, "image")
    choose(page, dialog, before.alt)
    agree(dialog)
    page.locator(f"{AREA} figure img").dblclick()
    dialog = opened(page)
    expect(dialog.get_by_label(CAPTION)).to_have_value("Cầu cũ")
    choose(page, dialog, after.alt)
    agree(dialog)
    body = saved(page)
    assert f'src="{after.file.url}" alt="{after.alt}"' in body
    assert "<figcaption>Đường mới</figcaption>" in body
    assert before.file.url not in body


def test_opening_a_picture_changes_nothing_in_its_caption(open_form):
    image = make_image("Ảnh một cái cầu")
    page = open_form()
    html = f'<figure class="image"><img src="{image.file.url}" alt="Cầu">'
    write(page, html + "<figcaption>Cầu <strong>mới</strong></figcaption></figure><p>Hết</p>", "p")
    page.locator(f"{AREA} figure img").dblclick()
    agree(opened(page))
    assert "<figcaption>Cầu <strong>mới</strong></figcaption>" in saved(page)


def test_a_picture_is_described_or_called_decorative_by_the_library(open_form):
    make_image("")
    plain = make_image("", decorative=True)
    page = open_form()
    dialog = press(page, "image")
    agree(dialog)
    expect(dialog.get_by_role("alert")).to_contain_text("Hãy chọn ảnh")
    with page.expect_popup() as popup:
        dialog.get_by_role("button", name=CHOOSE).click()
    bare = popup.value.locator("[data-pick][data-alt='']:not([data-decorative='1'])")
    click_and_close(popup.value, bare)
    agree(dialog)
    expect(dialog.get_by_role("alert")).to_contain_text("Hãy viết mô tả ảnh")
    expect(dialog.get_by_label(DECORATIVE)).to_be_disabled()
    with page.expect_popup() as popup:
        dialog.get_by_role("button", name=CHOOSE).click()
    click_and_close(popup.value, popup.value.locator("[data-pick][data-decorative='1']"))
    expect(dialog.get_by_label(DECORATIVE)).to_be_checked()
    agree(dialog)
    assert f'src="{plain.file.url}" alt=""' in saved(page)


def test_a_picture_without_caption_carries_none(open_form):
    image = make_image("Ảnh một cái cầu")
    page = open_form()
    dialog = press(page, "image")
    choose(page, dialog, image.alt)
    dialog.get_by_label("Bên trái").check()
    agree(dialog)
    body = saved(page)
    assert '<figure class="image align-left"><img' in body
    assert "figcaption" not in body


def test_a_picture_is_inserted_without_a_mouse(open_form):
    image = make_image("Bà con mở đường", caption="Đường liên thôn")
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.keyboard.press("Alt+F10")
    for _ in range(30):
        if page.evaluate("document.activeElement.className.includes('cke_button__image')"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = opened(page)
    expect(dialog.get_by_role("button", name=CHOOSE)).to_be_focused()
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    popup.value.locator("[data-pick]:focus").wait_for()
    press_and_close(popup.value, "Enter")
    expect(dialog.get_by_label(ALT)).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className.includes('button_ok')"):
            break
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert f'src="{image.file.url}" alt="{image.alt}"' in saved(page)


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_file_goes_to_the_library_and_into_the_text(open_form, kind):
    page = open_form()
    write(page, "<p>Đầu</p><p>Cuối</p>")
    if kind == "drop":
        carry(page, "dragover", picture_bytes())
        expect(page.locator(".news-dropping")).to_be_visible()
    carry(page, kind, picture_bytes())
    dialog = opened(page)
    expect(page.locator(".news-dropping")).to_have_count(0)
    agree(dialog)
    expect(dialog.get_by_role("alert")).to_have_text("Hãy viết mô tả ảnh cho người khiếm thị.")
    dialog.get_by_label(ALT).fill("Cầu mới qua suối")
    dialog.get_by_label(CAPTION).fill("Cầu Nậm Trang & suối")
    with page.expect_response("**/mo-ta/"):
        agree(dialog)
    body, image = saved(page), Image.objects.get()
    assert f'src="{image.file.url}" alt="Cầu mới qua suối"' in body
    assert "<figcaption>Cầu Nậm Trang &amp; suối</figcaption>" in body
    assert (image.alt, image.caption) == ("Cầu mới qua suối", "Cầu Nậm Trang & suối")


def test_a_pasted_picture_may_be_called_decorative_at_once(open_form):
    page = open_form()
    carry(page, "paste", picture_bytes())
    dialog = opened(page)
    dialog.get_by_label(DECORATIVE).check()
    with page.expect_response("**/mo-ta/"):
        agree(dialog)
    assert 'alt=""' in saved(page)
    assert Image.objects.get().decorative


def test_what_the_library_knows_of_a_picture_without_description_stays(open_form):
    data = picture_bytes()
    file = io.BytesIO(data)
    file.name, file.size = "anh.jpg", len(data)
    uploads.store(uploads.accept(file), alt="", caption="Cầu", credit="Sơn", source="Báo tỉnh")
    page = open_form()
    carry(page, "paste", data)
    dialog = opened(page)
    expect(dialog.get_by_label(CAPTION)).to_have_value("Cầu. Ảnh: Sơn")
    dialog.get_by_label(ALT).fill("Cầu mới qua suối")
    with page.expect_response("**/mo-ta/"):
        agree(dialog)
    assert "<figcaption>Cầu. Ảnh: Sơn</figcaption>" in saved(page)
    image = Image.objects.get()
    words = (image.alt, image.caption, image.credit, image.source)
    assert words == ("Cầu mới qua suối", "Cầu", "Sơn", "Báo tỉnh")


def test_several_pictures_are_asked_about_one_after_the_other(open_form):
    page = open_form()
    carry(page, "drop", picture_bytes(color=(0, 0, 200)), b"<html>", picture_bytes())
    for alt in ("Ảnh thứ nhất của lễ", "Ảnh thứ hai của lễ"):
        dialog = opened(page)
        expect(dialog.get_by_label(ALT)).to_have_value("")
        dialog.get_by_label(ALT).fill(alt)
        agree(dialog)
        page.locator(f"{AREA} img[alt='{alt}']").wait_for()
    expect(page.locator(".cke_notification_warning")).to_contain_text(uploads.NOT_A_PICTURE)
    body = saved(page)
    assert body.index("Ảnh thứ nhất") < body.index("Ảnh thứ hai")


def test_a_picture_left_out_stays_in_the_library_and_the_writer_is_told(open_form):
    page = open_form()
    carry(page, "paste", picture_bytes())
    opened(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Escape")
    expect(page.locator(".cke_notification_info")).to_contain_text("chưa đưa vào bài")
    expect(page.locator(f"{AREA} img")).to_have_count(0)
    assert Image.objects.count() == 1


def test_a_lost_connection_is_told(open_form):
    page = open_form()
    page.route("**/tai-len/", lambda route: route.abort())
    carry(page, "paste", picture_bytes())
    expect(page.locator(".cke_notification_warning")).to_contain_text("Mất kết nối")


def test_text_with_a_picture_of_it_is_text(open_form):
    page = open_form()
    texts = [("text/html", "<p>Chữ từ Word</p>"), ("text/plain", "Chữ từ Word")]
    carry(page, "paste", picture_bytes(), texts=texts)
    page.locator(AREA, has_text="Chữ từ Word").wait_for()
    page.wait_for_timeout(300)
    assert Image.objects.count() == 0
    finish(page)

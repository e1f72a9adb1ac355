"""The picture library in a real browser: sending, pasting, aiming, choosing, without a mouse."""

import base64

import pytest
from playwright.sync_api import expect

from news.media import isolation, uploads
from news.media.forms import NO_ALT
from news.media.models import Image
from tests import staff
from tests.e2e.windows import click_and_close, press_and_close
from tests.factories import make_draft, make_image, make_user, picture_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LIBRARY = "/quan-tri/media/image/"
ALT = "Mô tả ảnh cho người khiếm thị"
# As a browser fills the clipboard, or what is dropped, with one picture file.
CARRY = """([kind, data, name]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
    const options = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: carried, ...options })
        : new DragEvent(kind, { dataTransfer: carried, ...options });
    document.body.dispatchEvent(event);
}"""


def sent(name: str, data: bytes | None = None, **look) -> dict:
    """A file as a file input takes it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": data or picture_bytes(**look)}


def carry(page, kind: str, **look) -> None:
    data = base64.b64encode(picture_bytes(**look)).decode()
    page.evaluate(CARRY, [kind, data, "image.png"])


def row(page, state: str):
    return page.locator(f".upload[data-state={state}]")


@pytest.fixture
def library(sign_in):
    """The library's page, opened by a contributor."""
    page = sign_in(make_user("contributor"))
    page.goto(LIBRARY)
    page.get_by_text("Chọn ảnh từ máy").wait_for()
    return page


def test_a_bad_file_among_good_ones_stops_none(library):
    files = [sent("a.jpg", color=(200, 0, 0)), sent("b.jpg", b"<html>"), sent("c.jpg")]
    expect(library.get_by_role("link", name="Hiện ảnh mới trong thư viện")).to_be_hidden()
    library.get_by_label("Chọn ảnh từ máy").set_input_files(files)
    row(library, "stored").nth(1).wait_for()
    expect(row(library, "refused").get_by_text(uploads.NOT_A_PICTURE)).to_be_visible()
    expect(library.get_by_role("status")).to_have_text("3 ảnh: 2 chờ mô tả, 1 chưa tải được.")
    assert Image.objects.count() == 2
    library.get_by_role("link", name="Hiện ảnh mới trong thư viện").click()
    library.locator(".shot").nth(1).wait_for()


def test_what_comes_at_a_busy_moment_is_sent_again_by_itself(library):
    with isolation.place(), isolation.place():
        library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
        row(library, "waiting").get_by_text("được gửi lại sau ít giây").wait_for()
        expect(library.get_by_role("status")).to_have_text("1 ảnh: 1 đang gửi.")
        assert not Image.objects.exists()
    row(library, "stored").wait_for()
    assert Image.objects.count() == 1


def test_one_picture_twice_is_asked_about_once(library):
    library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg"), sent("b.jpg")])
    row(library, "known").get_by_text("Trùng với một ảnh khác").wait_for()
    expect(library.locator("[data-describe]:visible")).to_have_count(1)


def test_the_description_is_asked_for_at_once_and_refused_when_it_is_missing(library):
    library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
    form = row(library, "stored")
    form.get_by_role("button", name="Lưu mô tả").click()
    form.get_by_text(NO_ALT).wait_for()
    assert form.get_by_label(ALT).evaluate("field => field === document.activeElement")
    form.get_by_label(ALT).fill("Cầu mới")
    form.get_by_label("Chú thích dưới ảnh").fill("Cầu qua suối")
    form.get_by_role("button", name="Lưu mô tả").click()
    row(library, "described").get_by_text("Cầu mới").wait_for()
    image = Image.objects.get()
    assert (image.alt, image.caption) == ("Cầu mới", "Cầu qua suối")


def test_a_picture_may_be_called_decorative_instead(library):
    library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
    form = row(library, "stored")
    form.get_by_label("Ảnh trang trí").check()
    assert form.get_by_label(ALT).is_disabled()
    form.get_by_role("button", name="Lưu mô tả").click()
    row(library, "described").get_by_text("Ảnh trang trí").first.wait_for()
    assert Image.objects.get().decorative


def test_the_same_picture_is_offered_for_reuse(library):
    for state in ("stored", "known"):
        library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
        row(library, state).wait_for()
    expect(row(library, "known").get_by_role("link", name="Mở trang ảnh")).to_be_visible()
    assert Image.objects.count() == 1


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_onto_the_page(library, kind):
    if kind == "drop":
        carry(library, "dragenter")
        expect(library.get_by_text("Thả ảnh để tải lên")).to_be_visible()
    carry(library, kind)
    row(library, "stored").wait_for()
    expect(library.get_by_text("Thả ảnh để tải lên")).to_be_hidden()
    assert Image.objects.get().original_name == "image.png"


def test_a_file_that_is_too_large_is_not_even_sent(library):
    library.evaluate("document.querySelector('[data-uploader]').dataset.most = '10'")
    asked = []
    library.on("request", lambda request: asked.append(request.url))
    library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
    row(library, "refused").get_by_text(uploads.TOO_LARGE).wait_for()
    assert asked == []


def test_a_lost_connection_is_told_and_tried_again(library):
    library.route("**/tai-len/", lambda route: route.abort())
    library.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
    row(library, "lost").wait_for()
    library.unroute("**/tai-len/")
    row(library, "lost").get_by_role("button", name="Thử lại").click()
    row(library, "stored").wait_for()
    assert Image.objects.count() == 1


def test_the_focal_point_follows_a_click_and_the_keys(sign_in):
    image = make_image()
    page = sign_in(make_user("contributor"))
    page.goto(staff.change(image))
    across, down = page.get_by_label("Điểm chính, ngang"), page.get_by_label("Điểm chính, dọc")
    box = page.locator("[data-stage] img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.1)
    assert (across.input_value(), down.input_value()) == ("0.8", "0.1")
    across.press("ArrowRight")
    assert across.input_value() == "0.81"
    assert across.get_attribute("aria-valuetext") == "81% từ trái sang"
    place = page.locator("[data-crop]").last.evaluate("crop => crop.style.objectPosition")
    assert place == "100% 50%"
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã lưu thông tin ảnh.").wait_for()
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.81, 0.1)


@pytest.fixture
def form(sign_in):
    """An article's form with its editor ready."""
    user = make_user("contributor")
    page = sign_in(user)
    page.goto(staff.change(make_draft(user)))
    page.wait_for_selector(".cke_wysiwyg_div")
    yield page
    page.on("dialog", lambda dialog: dialog.accept())


def open_window(page):
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Chọn hoặc tải ảnh").press("Enter")
    opened.value.get_by_text("Chọn ảnh từ máy").wait_for()
    return opened.value


def test_a_cover_is_chosen_by_keys_alone_and_brings_its_words(form):
    make_image("Ảnh cũ hơn")
    image = make_image("Cầu mới", caption="Cầu qua suối")
    window = open_window(form)
    assert window.evaluate("document.activeElement.dataset.alt") == "Cầu mới"
    window.keyboard.press("ArrowRight")
    assert window.evaluate("document.activeElement.dataset.alt") == "Ảnh cũ hơn"
    window.keyboard.press("ArrowLeft")
    press_and_close(window, "Enter")
    assert form.locator("#id_cover").input_value() == str(image.pk)
    assert form.locator("#id_cover_alt").input_value() == "Cầu mới"
    assert form.locator("#id_cover_caption").input_value() == "Cầu qua suối"
    expect(form.locator("[data-picture-shown]")).to_be_visible()
    assert form.evaluate("document.activeElement.matches('[data-picture-choose]')")


def test_words_of_another_cover_give_way_but_typed_words_stay(form):
    make_image("Ảnh hai", caption="Chú thích hai")
    make_image("Ảnh một", caption="Chú thích một")
    for alt in ("Ảnh một", "Ảnh hai"):
        window = open_window(form)
        click_and_close(window, window.get_by_role("button", name=alt))
        if alt == "Ảnh một":
            form.locator("#id_cover_caption").fill("Tự viết")
    assert form.locator("#id_cover_alt").input_value() == "Ảnh hai"
    assert form.locator("#id_cover_caption").input_value() == "Tự viết"


def test_escape_closes_the_window_and_changes_nothing(form):
    make_image()
    window = open_window(form)
    press_and_close(window, "Escape")
    assert form.locator("#id_cover").input_value() == ""


def test_a_picture_pasted_into_the_window_is_described_and_used(form):
    window = open_window(form)
    carry(window, "paste")
    window.get_by_label(ALT).fill("Cầu mới")
    press_and_close(window, "Enter")
    image = Image.objects.get()
    assert form.locator("#id_cover").input_value() == str(image.pk)
    assert form.locator("#id_cover_alt").input_value() == image.alt == "Cầu mới"


def test_a_new_picture_goes_into_the_text(form):
    form.locator(".cke_wysiwyg_div").click()
    form.locator(".cke_button__image").click()
    dialog = form.locator(".cke_dialog:visible")
    with form.expect_popup() as opened:
        dialog.get_by_text("Chọn trong thư viện ảnh").click()
    window = opened.value
    window.get_by_text("Chọn ảnh từ máy").wait_for()
    window.get_by_label("Chọn ảnh từ máy").set_input_files([sent("a.jpg")])
    window.get_by_label(ALT).fill("Cầu mới")
    click_and_close(window, window.get_by_role("button", name="Lưu và dùng ảnh này"))
    shown = dialog.locator(".news-picture img")
    expect(shown).to_have_attribute("src", Image.objects.get().file.url)
    expect(dialog.get_by_label(ALT)).to_have_value("Cầu mới")


@pytest.mark.parametrize("path", [LIBRARY, staff.PICTURES, f"{LIBRARY}add/", "picture"])
def test_every_page_fits_a_narrow_phone(sign_in, path):
    image = make_image("Mô-tả-rất-dài" * 20, caption="chú thích " * 60)
    page = sign_in(make_user("contributor"), width=320)
    page.goto(staff.change(image) if path == "picture" else path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

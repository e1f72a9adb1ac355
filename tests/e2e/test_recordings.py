"""A recording in a real browser: chosen, heard, replaced, taken away, played without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from news.models import Article
from news.text import sound
from tests import attached, staff
from tests.e2e.windows import follow
from tests.factories import make_article, make_draft, make_recording, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A player jumps only when it may ask for a part of the file.
JUMP = """async (player) => {
    player.muted = true;
    await player.play();
    player.currentTime = 200;
    await new Promise((done) => player.addEventListener("seeked", done, { once: true }));
    player.pause();
    return [Math.round(player.duration), Math.floor(player.currentTime)];
}"""
LONG = attached.mp3(9000)


def sent(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def choose(page, label: str, data: bytes) -> None:
    page.get_by_label(label, exact=True).set_input_files([sent("bai.mp3", data)])


def save(page) -> None:
    follow(page, page.get_by_role("button", name="Lưu nháp"))
    page.get_by_text("Đã lưu. Bạn có thể viết tiếp.").wait_for()


def troubles(page, within=None) -> list[str]:
    found = Axe().run(page, within, {"runOnly": {"type": "tag", "values": RULES}})
    return [rule["id"] for rule in found.response["violations"]]


@pytest.fixture
def form(sign_in):
    """An article's form with its editor ready."""
    writer = make_user("contributor")
    page = sign_in(writer)
    page.goto(staff.change(make_draft(writer)))
    page.wait_for_selector(".cke_wysiwyg_div")
    yield page
    page.on("dialog", lambda dialog: dialog.accept())


def test_it_is_chosen_heard_replaced_and_taken_away(form):
    field = form.locator("[data-recording]")
    choose(form, "Chọn tệp âm thanh", LONG)
    expect(field).to_contain_text("5 phút 24 giây")
    assert troubles(form, "[data-recording]") == []
    assert field.locator("audio").evaluate(JUMP) == [324, 200]
    save(form)
    first = Article.objects.get().audio_id
    choose(form, "Thay bản nghe", attached.mp3(2000))
    expect(field).to_contain_text("1 phút 12 giây")
    save(form)
    assert Article.objects.get().audio_id not in (None, first)
    field.get_by_role("button", name="Bỏ bản nghe").click()
    expect(field).to_contain_text("Đã bỏ bản nghe")
    expect(form.get_by_label("Chọn tệp âm thanh", exact=True)).to_be_focused()
    save(form)
    assert Article.objects.get().audio_id is None
    assert Article.objects.get().latest_version == 4


def test_a_bad_one_is_refused_and_the_old_one_stays(form):
    field = form.locator("[data-recording]")
    choose(form, "Chọn tệp âm thanh", LONG)
    expect(field).to_contain_text("Đã tải lên")
    choose(form, "Thay bản nghe", LONG[:-5])
    expect(field).to_contain_text(sound.DAMAGED)
    save(form)
    assert Article.objects.get().audio.size == len(LONG)


def test_the_article_is_not_saved_before_its_recording_is_there(form):
    held = []
    form.route("**/tai-ban-nghe/", lambda route: held.append(route))  # noqa: PLW0108
    choose(form, "Chọn tệp âm thanh", LONG)
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_text("Bản nghe đang được gửi").wait_for()
    assert Article.objects.get().latest_version == 1
    held[0].continue_()
    expect(form.locator("[data-recording]")).to_contain_text("Đã tải lên")
    save(form)
    assert Article.objects.get().audio_id


@pytest.mark.parametrize("width", [320, 1280])
def test_citizens_play_it_and_jump(new_page, width):
    article = make_article(audio_id=make_recording(data=LONG).pk)
    page = new_page(width)
    page.goto(article.get_absolute_url())
    region = page.get_by_role("region", name="Bản nghe")
    assert region.locator("audio").evaluate(JUMP) == [324, 200]
    assert troubles(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    expect(region).to_be_hidden()


def test_the_player_is_there_without_javascript(new_page):
    article = make_article(audio_id=make_recording().pk)
    page = new_page(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    region = page.get_by_role("region", name="Bản nghe")
    expect(region.locator("audio")).to_be_visible()
    expect(region.get_by_role("link", name="Tải bản nghe")).to_be_visible()

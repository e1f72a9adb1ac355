"""What the editor looks like: the citizens' page inside, readable in every colour and width."""

import pytest
from playwright.sync_api import expect

from news.text.richtext import clean
from tests import staff
from tests.e2e.writing import AREA, DIALOG, broken_rules, finish, press
from tests.factories import make_article, make_image, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DIALOGS = ["link", "image", "table", "find", "specialchar", "newskeys"]
LOOK = """([root, selector, properties]) => {
    const found = document.querySelector(root).querySelector(selector);
    const look = getComputedStyle(found);
    const own = properties.map((name) => [name, look.getPropertyValue(name)]);
    const gap = found.previousElementSibling ? look.marginTop : "first";
    return Object.fromEntries([...own, ["gap", gap]]);
}"""
TYPE = ["font-family", "font-size", "line-height", "font-weight", "color", "text-align"]
TYPE += ["letter-spacing", "overflow-wrap"]
BOX = ["background-color", "border-top-style", "border-top-width", "border-top-color"]
LINK = ["text-decoration-line", "text-decoration-thickness", "text-underline-offset"]
# Where they may be found, and which of their properties a reader sees.
LOOKS = {
    "p:nth-of-type(2)": TYPE,
    "p.ta-center": TYPE,
    "p a": [*TYPE, *LINK],
    "strong": TYPE,
    "h2": TYPE,
    "h3": TYPE,
    "h4": TYPE,
    "ul": [*TYPE, "list-style-type"],
    "ul li": [*TYPE, "list-style-type"],
    "ol li": [*TYPE, "list-style-type"],
    "blockquote": [*TYPE, "border-left-width", "border-left-style", "border-left-color"],
    "table tbody": [*TYPE, "border-collapse"],
    "caption": TYPE,
    "th": [*TYPE, *BOX],
    "td": [*TYPE, *BOX],
    "figure img": ["border-top-left-radius", "width", "max-width"],
    "figcaption": TYPE,
    "hr": ["border-top-width", "border-top-style", "border-top-color", "margin-left"],
}
# Sizes in rem count from a page's own root, 17 pixels there and 16 here.
SAME_WITHIN = 0.06


def text(image) -> str:
    """A text with everything a writer may use."""
    cells = '<tr><th scope="row">Bản Pho</th><td>57</td></tr>'
    return clean(
        '<p>Đầu</p><p><strong>Một</strong> <a href="https://a.vn/">Cổng thông tin xã</a></p>'
        '<h2>Mục</h2><p>a</p><h3>Nhỏ</h3><p>b</p><h4>Nhỏ nữa</h4><p class="ta-center">Giữa</p>'
        "<ul><li>một</li><li>hai</li></ul><ol><li>một</li></ol><blockquote><p>Lời</p></blockquote>"
        '<table><caption>Bảng</caption><thead><tr><th scope="col">Xã</th><th scope="col">Hộ</th>'
        f"</tr></thead><tbody>{cells}</tbody></table><hr><p>c</p>"
        f'<figure class="image"><img src="{image.file.url}" alt="Cầu"><figcaption>Cầu mới'
        "</figcaption></figure><p>Cuối</p>"
    )


def looks(page, root: str) -> dict:
    return {
        selector: page.evaluate(LOOK, [root, selector, properties])
        for selector, properties in LOOKS.items()
    }


def differs(one: str, other: str) -> bool:
    numbers = [value.removesuffix("px") for value in (one, other)]
    if all(number.replace(".", "").replace("-", "").isdigit() for number in numbers):
        first, second = map(float, numbers)
        return abs(first - second) > SAME_WITHIN * max(abs(first), abs(second), 1)
    return one != other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_looks_as_on_the_citizens_page(open_form, new_page, scheme):
    user = make_user("editor")
    article = make_article(body=text(make_image("Cầu")))
    # As wide inside as the column of an article.
    inside = open_form(user, staff.change(article), color_scheme=scheme, width=1900)
    outside = new_page(color_scheme=scheme, width=1900)
    outside.goto(article.get_absolute_url())
    ours, theirs = looks(inside, AREA), looks(outside, ".prose")
    unlike = [
        f"{selector} {name}: {ours[selector][name]} instead of {value}"
        for selector, properties in theirs.items()
        for name, value in properties.items()
        if differs(ours[selector][name], value)
    ]
    assert unlike == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_dialog_breaks_an_accessibility_rule(open_form, width, scheme):
    page = open_form(width=width, color_scheme=scheme)
    found = broken_rules(page, ".field-body")
    for name in DIALOGS:
        dialog = press(page, name)
        found += [f"{name} {line}" for line in broken_rules(page, ".cke_dialog")]
        assert dialog.bounding_box()["width"] <= width
        dialog.locator("a.cke_dialog_close_button").click()
        expect(page.locator(DIALOG)).to_have_count(0)
    assert found == []
    finish(page)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_toolbar_wraps_and_its_buttons_can_be_touched(open_form, width):
    page = open_form(width=width)
    boxes = "found => found.map((e) => e.getBoundingClientRect())"
    boxes += ".map(({ width, height, right }) => [width, height, right])"
    sizes = page.locator(".cke_top a:visible").evaluate_all(boxes)
    assert len(sizes) >= 24
    assert min(min(wide, high) for wide, high, _ in sizes) >= 24
    assert max(right for _, _, right in sizes) <= width
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    finish(page)


def test_the_toolbar_stays_below_the_bar_while_a_long_text_scrolls(open_form):
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>Một đoạn</p>'.repeat(120))")
    page.locator(AREA, has_text="Một đoạn").wait_for()
    page.evaluate("window.scrollTo(0, 2500)")
    bar, top = page.locator(".bar").bounding_box(), page.locator(".cke_top").bounding_box()
    assert bar["y"] == 0
    assert abs(top["y"] - bar["height"]) <= 1
    finish(page)


def test_the_toolbar_has_words_where_the_colours_are_the_readers_own(open_form):
    page = open_form(forced_colors="active", color_scheme="dark")
    expect(page.locator(".cke_button__bold_label")).to_be_visible()
    expect(page.locator(".cke_button__image_label")).to_contain_text("Hình ảnh")
    finish(page)

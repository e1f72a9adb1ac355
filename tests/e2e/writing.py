"""Writing in the editor of the article form: its parts on the screen, its dialogs, its text."""

from axe_playwright_python.sync_playwright import Axe

from news.models import Article

AREA = ".cke_wysiwyg_div"
DIALOG = ".cke_dialog:visible"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NOTE_VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
GO_INTO = """([area, selector]) => {
    const editor = CKEDITOR.instances.id_body;
    const place = document.querySelector(area).querySelector(selector);
    const range = editor.createRange();
    editor.focus();
    range.moveToElementEditEnd(new CKEDITOR.dom.element(place));
    range.select();
}"""


def finish(page) -> None:
    """Nothing was blocked; what was typed may go."""
    assert page.evaluate("window.violations") == []
    assert page.evaluate("window.ran") is None
    page.on("dialog", lambda dialog: dialog.accept())


def press(page, button: str):
    """Open the dialog of a toolbar button and return it."""
    page.locator(AREA).click()
    page.locator(f".cke_button__{button}").click()
    return opened(page)


def opened(page):
    """The dialog that is open, or about to be."""
    dialog = page.locator(DIALOG)
    dialog.wait_for()
    return dialog


def agree(dialog) -> None:
    """Press the dialog's button, whose work may lead to another dialog or to none."""
    dialog.locator("a.cke_dialog_ui_button_ok").click()


def write(page, html: str, inside: str = "p:last-child") -> None:
    """Put a text into the editor and the caret at the end of one of its elements."""
    page.evaluate("html => CKEDITOR.instances.id_body.setData(html)", html)
    page.locator(f"{AREA} {inside}").first.wait_for()
    page.evaluate(GO_INTO, [AREA, inside])


def saved(page) -> str:
    """Save the draft under some title and return the text as it is stored."""
    page.get_by_label("Tiêu đề", exact=True).fill("Bài viết thử")
    finish(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu nháp").click()
    return Article.objects.get().body


def broken_rules(page, within: str) -> list[str]:
    """What axe finds wrong in a part of the page, one line each."""
    only = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, within, only)
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]

"""What a click leads to: another page, or a window that closes, possibly before it answers."""

from contextlib import suppress

from playwright.sync_api import Error as PlaywrightError


def follow(page, button) -> None:
    """Click what leads to another page, and wait until that is all there."""
    with page.expect_navigation():
        button.click()


def press_and_close(window, key: str) -> None:
    """Press a key that closes the window, which may be gone before the key is up again."""
    window.wait_for_load_state()
    with window.expect_event("close"), suppress(PlaywrightError):
        window.keyboard.press(key)


def click_and_close(window, button) -> None:
    """Click a button that closes the window, which may be gone before the click is reported. Its
    script has to be there."""
    window.wait_for_load_state()
    with window.expect_event("close"), suppress(PlaywrightError):
        button.click()

"""The pictures of a run: every screen in each of its looks, and on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.screens.looks import LOOKS, PAPER, WIDTHS

# Pictures further down are fetched when somebody scrolls there, which nobody does here.
FETCH_ALL = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => image.alt);
}))"""
ENLARGE = "(zoom) => { document.documentElement.dataset.zoom = zoom; }"


@dataclass(frozen=True)
class Screen:
    """One screen: its name, who looks at it, how to get there.

    `role` is a key of accounts/roles.py, a user name of the cast, or "" for nobody.
    """

    name: str
    role: str
    steps: Callable
    looks: tuple[str, ...] = WIDTHS
    settings: dict = field(default_factory=dict)
    # The whole page, or what the window shows of it (a dialog lies over that alone).
    whole: bool = True


class Album:
    """A folder of pictures, emptied at the start of a run that takes them all."""

    def __init__(self, folder: Path, afresh: bool):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for old in [*folder.glob("*.png"), *folder.glob("*.pdf")] if afresh else ():
            old.unlink()

    def take(self, page, screen: Screen) -> None:
        """One picture of the whole page for each of the screen's looks."""
        page.evaluate(FETCH_ALL)
        for name in screen.looks:
            look, file = LOOKS[name], self.folder / f"{screen.name}-{name}.png"
            page.set_viewport_size({"width": look.width, "height": look.height})
            page.emulate_media(**look.media)
            if look.zoom != 100:
                page.evaluate(ENLARGE, look.zoom)
            page.screenshot(path=file, full_page=screen.whole, animations="disabled")
            if look.zoom != 100:
                page.evaluate(ENLARGE, 100)
            if look.theme == PAPER:
                page.pdf(path=file.with_suffix(".pdf"), prefer_css_page_size=True)

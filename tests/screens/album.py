"""The pictures of a run: a row for each screen, its files, and one sheet that shows them all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

# What a picture is taken at: the width of the window, and what the page is told of its reader.
LOOKS = {
    "360": (360, {}),
    "768": (768, {}),
    "1100": (1100, {}),
    "1280": (1280, {}),
    "360-toi": (360, {"color_scheme": "dark"}),
    "1280-toi": (1280, {"color_scheme": "dark"}),
    "in": (794, {"media": "print"}),
}
WIDTHS = ("360", "1280")
KEY = ("360", "768", "1280", "360-toi", "1280-toi")
# Wide enough for the menu beside the page, small enough for a page of the manuals.
MANUAL = "1100"
PRINTED = (*WIDTHS, "in")
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; background: #eee; color: #222; }
section { margin: 0 0 32px; } h2 { font-size: 18px; margin: 0 0 8px; }
div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; background: #fff; padding: 8px; border-radius: 6px; }
img { display: block; max-width: 100%; max-height: 720px; border: 1px solid #ccc; }
"""


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
        for old in folder.glob("*.png") if afresh else ():
            old.unlink()

    def take(self, page, screen: Screen) -> None:
        """One picture of the whole page for each of the screen's looks."""
        for look in screen.looks:
            width, media = LOOKS[look]
            page.set_viewport_size({"width": width, "height": 900 if width > 400 else 780})
            page.emulate_media(**{"media": "screen", "color_scheme": "light", **media})
            file = self.folder / f"{screen.name}-{look}.png"
            page.screenshot(path=file, full_page=screen.whole, animations="disabled")

    def bind(self, screens: list[Screen]) -> Path:
        """Write the sheet of what lies in the folder, in the order of the table; return it."""
        rows = "".join(self._row(screen) for screen in screens)
        head = f'<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><style>{STYLE}</style>'
        sheet = self.folder / "index.html"
        sheet.write_text(f"{head}<title>Ảnh màn hình</title>{rows}</html>", encoding="utf-8")
        return sheet

    def _row(self, screen: Screen) -> str:
        files = [f"{screen.name}-{look}.png" for look in screen.looks]
        shown = "".join(_figure(name) for name in files if (self.folder / name).exists())
        who = screen.role or "chưa đăng nhập"
        return (
            f"<section><h2>{escape(screen.name)} ({escape(who)})</h2><div>{shown}</div></section>"
        )


def _figure(name: str) -> str:
    link = escape(name, quote=True)
    return f'<figure><a href="{link}"><img src="{link}" alt="" loading="lazy"></a>{link}</figure>'

"""The sheet that shows all pictures of a run, by kind of screen and by theme; without a script."""

from html import escape
from pathlib import Path

from tests.screens.album import Screen
from tests.screens.looks import LOOKS, THEMES

EVERY = "mọi giao diện"
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; background: #eee; color: #222; }
h2 { margin: 40px 0 8px; } h3 { font-size: 17px; margin: 20px 0 8px; }
form { position: sticky; top: 0; z-index: 1; padding: 8px 0; background: #eee; }
label { margin-right: 20px; white-space: nowrap; }
nav { columns: 14em; }
section > div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; background: #fff; padding: 8px; border-radius: 6px; }
img { display: block; max-width: 100%; max-height: 720px; border: 1px solid #ccc; }
"""
ONLY = "body:has(#{0}:checked) figure:not(.{0}), body:has(#{0}:checked) section:not(:has(.{0}))"


def write(folder: Path, parts: dict[str, list[Screen]]) -> Path:
    """Write the sheet of what lies in the folder, in the order of the parts; return its file."""
    rows = [(part, [_row(folder, screen) for screen in screens]) for part, screens in parts.items()]
    body = _themes() + _contents(parts) + "".join(_part(part, shown) for part, shown in rows)
    head = f'<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><style>{STYLE}{_rules()}</style>'
    sheet = folder / "index.html"
    sheet.write_text(f"{head}<title>Ảnh màn hình</title>{body}</html>", encoding="utf-8")
    return sheet


def _rules() -> str:
    """One rule for each theme: what is not of it disappears while it is chosen."""
    keys = [ONLY.format(f"t{number}") for number in range(1, len(THEMES) + 1)]
    return "".join(f"{key} {{ display: none; }}" for key in keys)


def _themes() -> str:
    choice = '<label><input type="radio" name="t" id="t{}"{}> {}</label>'
    names = enumerate((EVERY, *THEMES))
    shown = (choice.format(n, "" if n else " checked", name) for n, name in names)
    return f"<form>{''.join(shown)}</form>"


def _contents(parts: dict[str, list[Screen]]) -> str:
    link = '<a href="#{0}">{0}</a><br>'
    listed = (
        (part, "".join(link.format(s.name) for s in screens)) for part, screens in parts.items()
    )
    return "".join(
        f"<details><summary>{p}</summary><nav>{links}</nav></details>" for p, links in listed
    )


def _part(name: str, rows: list[str]) -> str:
    return f"<h2>{escape(name)}</h2>{''.join(rows)}" if any(rows) else ""


def _row(folder: Path, screen: Screen) -> str:
    """The pictures of one screen that are there; "" when none is."""
    shown = "".join(_figure(folder, screen, look) for look in screen.looks)
    who = escape(screen.role or "chưa đăng nhập")
    title = f"<h3>{escape(screen.name)} ({who})</h3>"
    return (
        f'<section id="{escape(screen.name)}">{title}<div>{shown}</div></section>' if shown else ""
    )


def _figure(folder: Path, screen: Screen, look: str) -> str:
    file = folder / f"{screen.name}-{look}.png"
    if not file.exists():
        return ""
    theme, paper = THEMES.index(LOOKS[look].theme) + 1, file.with_suffix(".pdf")
    links = f'<a href="{paper.name}">{paper.name}</a>' if paper.exists() else file.name
    picture = f'<a href="{file.name}"><img src="{file.name}" alt="" loading="lazy"></a>'
    return f'<figure class="t{theme}">{picture}{links}</figure>'

"""The budgets of what a page loads (design.md §8), and rules of its templates and sheets."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from news import sheets

STATIC, TEMPLATES = settings.BASE_DIR / "static", settings.BASE_DIR / "templates"
SHEETS = sorted((STATIC / "css").glob("*.css"))
PUBLIC_TEMPLATES = [p for p in TEMPLATES.rglob("*.html") if "admin" not in p.parts]
KB = 1024


def compressed(paths) -> int:
    """The bytes that go over the line."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def linked(kind: str, template: str) -> set[Path]:
    """The static files of a kind that a template names."""
    text = (TEMPLATES / template).read_text()
    found = re.findall(rf'static "({kind}/[^"]+)"', text)
    if kind == "css":
        found += [sheets.sheet(name) for names in sheets.lists_of(text) for name in names]
    return {STATIC / name for name in found}


def loaded(kind: str, page: str) -> set[Path]:
    """The same of a page with its frame."""
    frame = ("base.html", "parts/_links.html", "parts/_scripts.html")
    return set().union(*(linked(kind, template) for template in (*frame, page)))


@pytest.mark.parametrize("page", ["home.html", "news_list.html", "article.html"])
def test_a_pages_styles_and_scripts_are_small(page):
    assert compressed(loaded("css", page)) < 15 * KB
    assert compressed(loaded("js", page)) < 10 * KB


def test_a_page_names_its_sheets():
    assert STATIC / "css" / "tokens.css" in loaded("css", "article.html")
    assert STATIC / "css" / "article.css" in linked("css", "article.html")


def test_fonts_are_small():
    sizes = [path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")]
    assert len(sizes) == 3
    assert max(sizes) < 30 * KB


def test_public_templates_are_found():
    assert len(PUBLIC_TEMPLATES) > 20


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: path.name)
def test_templates_trust_no_text_and_style_nothing_inline(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\sstyle=", text)


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: path.name)
def test_partials_take_explicit_inputs(path):
    for include in re.findall(r"{% include .*? %}", path.read_text()):
        assert include.endswith(" only %}"), include

"""Rules of the house that a program can check, so that nobody has to remember them."""

import ast
import re
from pathlib import Path

import pytest

from news.admin.article import ArticleAdmin

ROOT = Path(__file__).parents[2]
CODE = [
    file
    for folder in ("config", "accounts", "news")
    for file in (ROOT / folder).rglob("*.py")
    if "migrations" not in file.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
STYLES = list((ROOT / "static").rglob("*.css"))
# A module may be longer than 300 lines only with a reason here.
LONG_WITH_REASON: dict[str, str] = {}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", CODE, ids=name)
def test_a_module_opens_with_a_sentence_and_stays_short(file):
    text = file.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring or not text.strip(), "a module says what lives in it"
    assert len(text.splitlines()) <= 300 or name(file) in LONG_WITH_REASON


@pytest.mark.parametrize("file", CODE, ids=name)
def test_no_signal_no_overridden_save_no_import_inside_a_function(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inner = [
                child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)
            ]
            assert not inner, f"{node.name} imports inside"
            assert "receiver" not in {ast.unparse(d).split("(")[0] for d in node.decorator_list}
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(b) for b in node.bases):
            is_form = any("Form" in ast.unparse(base) for base in node.bases)
            saves = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "save"]
            assert is_form or not saves, f"{node.name} overrides save()"


def test_only_the_gate_marks_html_as_safe():
    users = {name(file) for file in CODE if "mark_safe" in file.read_text(encoding="utf-8")}
    assert users == {"news/text/richtext.py"}


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_trust_nothing_and_hold_no_inline_code(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape off", text)
    assert not re.search(r"\son\w+\s*=|\sstyle\s*=|javascript:", text, re.IGNORECASE)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert all("application/ld+json" in script for script in scripts)


@pytest.mark.parametrize("file", STYLES, ids=name)
def test_style_sheets_stay_short(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) < 250


def test_no_catch_all_modules():
    forbidden = {"utils.py", "helpers.py", "services.py", "signals.py", "common.py"}
    assert not [name(file) for file in CODE if file.name in forbidden]


# Who shows public rows of both kinds, and why.
BOTH_KINDS = {
    "news/attachments.py": "a file of a page is as public as one of news",
    "news/sharing/making.py": "links to pages are shared like any other",
    "news/views/corrections.py": "what a page had wrong is told like everything else",
    "news/admin/search_recommended.py": "a page may be recommended like an article",
    "news/search/near.py": "an address that leads nowhere may have meant a page",
    "news/search/suggest.py": "whose title is offered is found by it, be it a page",
    "news/search/counting.py": "the same titles are counted",
    "news/search/meant.py": "and say which words were meant",
    "news/search/query.py": "a page is found by its words like everything else",
    "news/views/search.py": "and shown where it was found",
    "news/views/api_lists.py": "programs are told of each kind by itself",
    "news/chrome_rows.py": "the menu leads to a page as well as to news",
    "news/admin/site_targets.py": "the same, when an address is typed",
    "news/admin/redirects.py": "nobody is led away from a page either",
    "news/links/inside.py": "a link leads to a page as well as to news",
    "news/links/scanning.py": "and stands on a page as well",
    "news/links/report.py": "where it is put right like anywhere else",
    "news/worklists.py": "what expires soon or can be seen now is work, whatever it is",
}


@pytest.mark.parametrize("file", CODE, ids=name)
def test_whoever_lists_public_articles_says_whether_pages_stand_among_them(file):
    """`.public()` is the one rule of what citizens see; a list of news asks `.news()` as well."""
    text = file.read_text(encoding="utf-8")
    asked = re.findall(
        r"(?<!family)(?<!Page\.objects)\.public\(\)(?!\s*\.(?:news|pages)\(\))", text
    )
    assert not asked or name(file) in BOTH_KINDS


def test_no_host_and_no_path_of_a_machine_in_a_lock_file():
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_only_the_editor_module_knows_the_editor():
    imports = re.compile(r"^\s*(from|import) (ckeditor|js_asset)", re.MULTILINE)
    modules = [*CODE, *(ROOT / "news").rglob("migrations/*.py")]
    users = {name(file) for file in modules if imports.search(file.read_text(encoding="utf-8"))}
    assert users == {"news/editor.py"}


def test_the_parts_of_the_article_admin_take_no_name_from_each_other():
    """Each part is written alone; two private names alike would call into the wrong one."""
    owners: dict[str, list[str]] = {}
    for part in ArticleAdmin.__mro__:
        if part.__module__.startswith("news."):
            for name in vars(part):
                if name.startswith("_") and not name.startswith("__"):
                    owners.setdefault(name, []).append(part.__name__)
    assert {name: parts for name, parts in owners.items() if len(parts) > 1} == {}

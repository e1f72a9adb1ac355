"""The editor is boxed in: one module knows it, its configuration is hardened, its input cleaned."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from news.editor import CONFIG, NewsEditor, VettedAppFinder, editor_widget

ROOT = Path(__file__).parents[2]
FOLDERS = ("config", "accounts", "news")
HOSTILE = [
    "<script>alert(1)</script><p>Chữ</p>",
    "<p onclick='alert(1)'>Chữ</p>",
    '<p><a href="javascript:alert(1)">Chữ</a></p>',
    "<p>Chữ</p><![CDATA[<img src=x onerror=alert(1)>]]>",
    '<p>Chữ</p><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<p>Chữ</p><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
]


def test_one_module_knows_the_editor_migrations_included():
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    knows = re.compile(r"^\s*(from|import)\s+ckeditor\b|ckeditor\.(fields|widgets)", re.MULTILINE)
    found = {f.relative_to(ROOT).as_posix() for f in files if knows.search(f.read_text("utf-8"))}
    assert found == {"news/editor.py"}


def test_its_upload_view_is_never_installed():
    assert "ckeditor" in settings.INSTALLED_APPS
    assert not [name for name in settings.INSTALLED_APPS if name.startswith("ckeditor_")]
    assert not [name for name in dir(settings) if name.startswith("CKEDITOR_UPLOAD")]


@pytest.mark.parametrize("html", HOSTILE)
def test_what_goes_into_the_editor_was_cleaned(html):
    shown = editor_widget().format_value(html)
    assert "Chữ" in shown
    assert not re.search(r"script|onclick|onerror|iframe|CDATA|noscript", shown)


@pytest.mark.parametrize("html", ["<p>x" + "a" * 2_000_001, "<b>" * 200_000 + "<script>"])
def test_what_no_gate_reads_comes_back_as_letters(html):
    shown = editor_widget().format_value(html)
    assert shown.startswith("<p>&lt;")
    assert shown.count("<") == 2


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_text_is_empty(empty):
    assert editor_widget().format_value(empty) == ""


def test_the_configuration_lets_nothing_through_that_is_not_named():
    assert CONFIG["allowedContent"] is not True
    for tag in ("script", "style", "iframe", "object", "embed", "svg", "math", "template"):
        assert tag in CONFIG["disallowedContent"].split(";")[0].split()
    assert "*[on*]" in CONFIG["disallowedContent"]
    assert (CONFIG["fullPage"], CONFIG["versionCheck"], CONFIG["customConfig"]) == (
        False,
        False,
        "",
    )


@pytest.mark.parametrize(
    "plugin",
    [
        "preview",
        "exportpdf",
        "scayt",
        "wsc",
        "iframe",
        "forms",
        "uploadimage",
        "templates",
        "image",
        "a11yhelp",
    ],
)
def test_a_plugin_with_a_known_weakness_or_no_use_is_off(plugin):
    assert plugin in CONFIG["removePlugins"].split(",")
    assert plugin not in CONFIG["extraPlugins"].split(",")


def test_no_upload_address_is_given_to_the_editor():
    assert not [name for name in CONFIG if "upload" in name.lower()]
    assert "link:upload" in CONFIG["removeDialogTabs"]


def test_two_forms_share_no_configuration():
    first, second = NewsEditor(), NewsEditor()
    first.config["height"] = 1
    assert second.config["height"] != 1


def test_the_configuration_is_plain_data():
    assert json.loads(json.dumps(CONFIG)) == CONFIG


REFUSED = [
    *("ckeditor/galleriffic/js/jquery-1.3.2.js", "ckeditor/ckeditor/plugins/wsc/plugin.js"),
    *("ckeditor/ckeditor/plugins/preview/preview.html", "ckeditor/ckeditor/README.md"),
    *("ckeditor/ckeditor/plugins/wsc/dialogs/ciframe.html", "ckeditor/ckeditor/adapters/jquery.js"),
]


@pytest.mark.parametrize("path", REFUSED)
@pytest.mark.parametrize("way", ["{}", "./{}", "ckeditor/../{}", "a/../{}", "{}/", "/{}"])
def test_no_other_spelling_of_a_refused_path_finds_it(path, way):
    spellings = {way.format(path), way.format(path.replace("/", "\\")), way.format(path.upper())}
    spellings.add(way.format(path.replace("ckeditor/", "ckeditor//", 1)))
    for spelling in spellings:
        if spelling.startswith("/"):
            continue
        assert not VettedAppFinder().find(spelling), spelling
        assert not VettedAppFinder().find(spelling, find_all=True), spelling


def test_what_the_editor_needs_is_found():
    for path in (
        "ckeditor.js",
        "lang/vi.js",
        "plugins/image2/plugin.js",
        "skins/moono-lisa/editor.css",
    ):
        assert finders.find(f"ckeditor/ckeditor/{path}"), path
